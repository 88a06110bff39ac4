// The organisations of one person: which they are in, going over to another, and founding one.
import { newOrganisationId } from '#lib/id.ts'
import { type Role, roleOf } from '#lib/roles/index.ts'
import { type AuditAction, writeAudit } from './audit.ts'
import { database, type Transaction, transaction } from './client.ts'
import { findMemberIn } from './members.ts'
import type { Member } from './model.ts'
import { memberFrom } from './organisation.ts'

/** An organisation as one of its people sees it among theirs. */
export type Membership = { readonly id: string; readonly name: string; readonly role: Role }

/** All of a person's organisations, by name. */
export async function listMemberships(userId: string): Promise<Membership[]> {
  const rows = await database().member.findMany({
    where: { userId },
    include: { organisation: { select: { name: true } } },
    orderBy: [{ organisation: { name: 'asc' } }, { organisationId: 'asc' }],
  })
  return rows.map(({ organisationId, role, organisation }) => ({
    id: organisationId,
    name: organisation.name,
    role: roleOf(role),
  }))
}

/**
 * Lets a session work in another organisation of its person from now on, and the next sessions too.
 * @returns the member there, or null where the person is not in it
 */
export function chooseOrganisation(
  sessionId: string,
  member: Member,
  organisationId: string,
): Promise<Member | null> {
  // What is no id is nobody's organisation, and may hold what Postgres takes in no text.
  if (!/^[0-9a-z]{12}$/.test(organisationId)) return Promise.resolve(null)
  return transaction(async (tx) => {
    const there = await findMemberIn(organisationId, member.userId, member.via, tx)
    if (!there) return null
    const chosen = { ...there, ...(member.from && { from: member.from }) }
    await choose(tx, sessionId, chosen)
    if (organisationId !== member.organisation.id)
      await writeAudit(tx, chosen, 'session.switched' satisfies AuditAction, member.userId, {
        email: member.email,
      })
    return chosen
  })
}

async function choose(tx: Transaction, sessionId: string, { userId, organisation }: Member): Promise<void> {
  await tx.member.updateMany({
    where: { organisationId: organisation.id, userId },
    data: { chosenAt: new Date() },
  })
  await tx.session.updateMany({
    where: { id: sessionId, userId },
    data: { currentOrganisationId: organisation.id },
  })
}

/** How many organisations a person owns. */
export function countOwned(userId: string): Promise<number> {
  return database().member.count({ where: { userId, role: 'owner' } })
}

/** Founds an organisation that the person owns. @returns the member in it */
export function foundOrganisation(member: Member, name: string): Promise<Member> {
  const { userId, email, via } = member
  return transaction(async (tx) => {
    const organisation = await tx.organisation.create({ data: { id: newOrganisationId(), name } })
    await tx.member.create({ data: { organisationId: organisation.id, userId, role: 'owner' } })
    const founder = {
      ...memberFrom({ role: 'owner', organisation, user: { id: userId, email } }, via),
      ...(member.from && { from: member.from }),
    }
    await writeAudit(tx, founder, 'organisation.founded', organisation.id, { name })
    return founder
  })
}

/** Every organisation of the installation, the oldest first; for its operator alone, at the command line. */
export async function listAllOrganisations(): Promise<
  readonly {
    readonly id: string
    readonly name: string
    readonly members: number
    readonly owners: readonly string[]
  }[]
> {
  const rows = await database().organisation.findMany({
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      name: true,
      _count: { select: { members: true } },
      members: { where: { role: 'owner' }, select: { user: { select: { email: true } } } },
    },
  })
  return rows.map(({ id, name, _count, members }) => ({
    id,
    name,
    members: _count.members,
    owners: members.map(({ user }) => user.email),
  }))
}

/** Whether an id names an organisation; for the operator alone. */
export async function hasOrganisation(id: string): Promise<boolean> {
  if (!/^[0-9a-z]{12}$/.test(id)) return false
  return (await database().organisation.findUnique({ where: { id }, select: { id: true } })) !== null
}

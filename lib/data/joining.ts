// Coming in by the link of an invitation: looked at and used in one transaction, so that it lets one person in, once.
import { Fault } from '#lib/fault.ts'
import { newUserId } from '#lib/id.ts'
import { type Role, roleOf } from '#lib/roles/index.ts'
import type { Invitation as Row } from '../../prisma/generated/prisma/client.ts'
import { emailTaken, lockAccounts } from './accounts.ts'
import { writeAudit } from './audit.ts'
import { type Database, database, type Transaction, transaction } from './client.ts'
import { stateOf } from './invitations.ts'
import { findMemberIn } from './members.ts'
import type { Member, RequestOrigin } from './model.ts'
import { memberFrom } from './organisation.ts'
import { requireRoom } from './quotas.ts'
import { lockOrganisation } from './servers.ts'

export type Link = { readonly organisationId: string; readonly digest: string }

/** What somebody who holds an open link is told. */
export type OpenInvitation = {
  readonly organisation: { readonly id: string; readonly name: string }
  readonly email: string
  readonly role: Role
  readonly invitedBy: string
  /** none: nobody has an account with the address · alone: its account is in no organisation · member: in some */
  readonly account: 'none' | 'alone' | 'member'
}

/** The open invitation of a link, or null: unknown, used, revoked, expired, or by somebody who may no longer invite. */
export async function findOpenInvitation(link: Link): Promise<OpenInvitation | null> {
  const found = await findOpen(database(), link)
  if (!found) return null
  const { row, inviter } = found
  const user = await database().user.findUnique({
    where: { email: row.email },
    select: { _count: { select: { memberships: true } } },
  })
  return {
    organisation: { id: inviter.organisation.id, name: inviter.organisation.name },
    email: row.email,
    role: roleOf(row.role),
    invitedBy: inviter.email,
    account: !user ? 'none' : user._count.memberships === 0 ? 'alone' : 'member',
  }
}

/**
 * Lets the account with the invitation's address in.
 * @throws Fault not-found (the link), forbidden (it is for another address), in-use (a member already), limit-reached
 */
export function join(link: Link, userId: string, from?: RequestOrigin): Promise<Member> {
  return transaction(async (tx) => {
    const { row, inviter } = await lockOpen(tx, link)
    const user = await tx.user.findUnique({ where: { id: userId } })
    if (user?.email !== row.email)
      throw new Fault(
        'forbidden',
        `This invitation is for ${row.email}. Sign in with that address to accept it.`,
      )
    return letIn(tx, row, inviter, user, from)
  })
}

/** The same for somebody who has no account yet. @throws Fault not-found, email-taken, limit-reached */
export function joinAsNewcomer(link: Link, passwordHash: string, from?: RequestOrigin): Promise<Member> {
  return transaction(async (tx) => {
    await lockAccounts(tx)
    const { row, inviter } = await lockOpen(tx, link)
    const { email } = row
    if (await tx.user.findUnique({ where: { email }, select: { id: true } })) throw emailTaken()
    const user = await tx.user.create({ data: { id: newUserId(), email, passwordHash } })
    return letIn(tx, row, inviter, user, from)
  })
}

async function letIn(
  tx: Transaction,
  row: Row,
  inviter: Member,
  user: { readonly id: string; readonly email: string; readonly emailVerified: Date | null },
  from: RequestOrigin | undefined,
): Promise<Member> {
  const { organisationId, role, id } = row
  if (await findMemberIn(organisationId, user.id, 'user', tx))
    throw new Fault('in-use', `You are a member of ${inviter.organisation.name} already.`)
  await requireRoom(tx, organisationId, 'members')
  await tx.member.create({ data: { organisationId, userId: user.id, role, chosenAt: new Date() } })
  await tx.invitation.update({
    where: { organisationId_id: { organisationId, id } },
    data: { acceptedAt: new Date(), acceptedById: user.id },
  })
  // The link came to that address and to nobody else.
  if (row.isMailed && user.emailVerified === null)
    await tx.user.update({ where: { id: user.id }, data: { emailVerified: new Date() } })
  const joined = {
    ...memberFrom({ role, organisation: inviter.organisation, user }, 'user'),
    ...(from && { from }),
  }
  await writeAudit(tx, joined, 'member.joined', user.id, {
    email: user.email,
    role,
    invitedBy: inviter.email,
  })
  return joined
}

async function lockOpen(tx: Transaction, link: Link): Promise<{ row: Row; inviter: Member }> {
  await lockOrganisation(tx, link.organisationId)
  const found = await findOpen(tx, link)
  if (found) return found
  throw invitationOver()
}

/** One sentence for every link that opens nothing. */
export function invitationOver(): Fault {
  return new Fault(
    'not-found',
    'This invitation is over: it was used or revoked, or its time has come. Ask who invited you for another one.',
  )
}

async function findOpen(
  db: Database,
  { organisationId, digest }: Link,
): Promise<{ row: Row; inviter: Member } | null> {
  const row = await db.invitation.findUnique({
    where: { organisationId_tokenDigest: { organisationId, tokenDigest: digest } },
  })
  if (!row || row.acceptedAt || row.revokedAt) return null
  const inviter = await findMemberIn(organisationId, row.invitedById, 'user', db)
  return inviter && stateOf(row, inviter.role) === 'open' ? { row, inviter } : null
}

// Other roles, and people who go. Whoever changes something is looked at again under the organisation's lock: who was
// demoted a moment ago changes nothing any more. The last owner is kept here with a sentence, and by a trigger for good.
import { Fault } from '#lib/fault.ts'
import type { Role } from '#lib/roles/index.ts'
import { writeAudit } from './audit.ts'
import { type Transaction, transaction } from './client.ts'
import { findMemberIn } from './members.ts'
import type { Member } from './model.ts'
import { lockOrganisation } from './servers.ts'

/** Throws where one with the role `actor` may not do this to one with the role `target`. */
export type RoleCheck = (actor: Role, target: Role) => void

/** Nothing happens where it is so already. @throws Fault not-found, last-owner, and what `check` throws */
export function changeRole(member: Member, userId: string, role: Role, check: RoleCheck): Promise<void> {
  return transaction(async (tx) => {
    const target = await lockTarget(tx, member, userId, check)
    if (target.role === role) return
    if (target.role === 'owner') await requireAnotherOwner(tx, target)
    await sayWhoActs(tx, member)
    await tx.member.updateMany({
      where: { organisationId: member.organisation.id, userId },
      data: { role },
    })
  })
}

/**
 * Takes somebody out, with what acts as them or is sent to them: keys, mail channels, sessions that work here.
 * @throws Fault not-found, last-owner, and what `check` throws
 */
export function removeMember(member: Member, userId: string, check: RoleCheck): Promise<void> {
  const organisationId = member.organisation.id
  return transaction(async (tx) => {
    const target = await lockTarget(tx, member, userId, check)
    if (target.role === 'owner') await requireAnotherOwner(tx, target)
    await revokeKeysOf(tx, member, userId)
    await deleteMailChannels(tx, member, target.email)
    await tx.organisation.updateMany({
      where: { id: organisationId, escalateToId: userId },
      data: { escalateToId: null },
    })
    await tx.session.updateMany({
      where: { userId, currentOrganisationId: organisationId },
      data: { currentOrganisationId: null },
    })
    await sayWhoActs(tx, member)
    await tx.member.deleteMany({ where: { organisationId, userId } })
  })
}

async function lockTarget(
  tx: Transaction,
  member: Member,
  userId: string,
  check: RoleCheck,
): Promise<Member> {
  const { id } = member.organisation
  // What is no id is nobody, and may hold what Postgres takes in no text.
  if (!/^usr_[0-9a-z]{16}$/.test(userId)) throw memberNotFound()
  await lockOrganisation(tx, id)
  const actor = await findMemberIn(id, member.userId, member.via, tx)
  const target = await findMemberIn(id, userId, member.via, tx)
  if (!actor || !target) throw memberNotFound()
  check(actor.role, target.role)
  return target
}

async function requireAnotherOwner(tx: Transaction, { organisation, userId }: Member): Promise<void> {
  const another = { organisationId: organisation.id, role: 'owner', userId: { not: userId } }
  if (await tx.member.findFirst({ where: another, select: { userId: true } })) return
  throw new Fault(
    'last-owner',
    'An organisation has an owner at all times, and this is the only one. Make somebody else an owner first.',
  )
}

// The trigger that records roles and removals (0029) writes it down: for this transaction, and for this organisation.
async function sayWhoActs(
  tx: Transaction,
  { organisation, userId, via, keyId, from }: Member,
): Promise<void> {
  const actor = JSON.stringify({
    organisation: organisation.id,
    id: userId,
    kind: via,
    ...(keyId !== undefined && { key: keyId }),
    ...(from && { request: from.requestId, address: from.address }),
  })
  await tx.$queryRaw`SELECT set_config('portcullis.actor', ${actor}, true)`
}

// A person who comes back begins without the keys from before.
async function revokeKeysOf(tx: Transaction, member: Member, userId: string): Promise<void> {
  const organisationId = member.organisation.id
  const live = { organisationId, userId, revokedAt: null }
  const keys = await tx.apiKey.findMany({ where: live, select: { id: true, name: true, tokenEnd: true } })
  await tx.apiKey.updateMany({ where: live, data: { revokedAt: new Date() } })
  for (const { id, name, tokenEnd } of keys)
    await writeAudit(tx, member, 'api_key.revoked', id, { name, tokenEnd, userId })
}

async function deleteMailChannels(tx: Transaction, member: Member, email: string): Promise<void> {
  const theirs = { organisationId: member.organisation.id, kind: 'email', target: email }
  const channels = await tx.channel.findMany({ where: theirs, select: { id: true, name: true } })
  await tx.channel.deleteMany({ where: theirs })
  for (const { id, name } of channels)
    await writeAudit(tx, member, 'channel.deleted', id, { name, kind: 'email', target: email })
}

function memberNotFound(): Fault {
  return new Fault('not-found', 'There is no such member of this organisation.')
}

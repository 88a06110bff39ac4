// The servers that a policy serves: where grants may use it.
import { Fault } from '#lib/fault.ts'
import { writeAudit } from './audit.ts'
import { database, type Transaction, transaction } from './client.ts'
import type { Member, Organisation } from './model.ts'
import { isOwnId } from './own-id.ts'
import { policyNotFound } from './policies.ts'
import { lockPolicy, requireRoomOn, serves } from './publish.ts'
import { lockOrganisation, serverNotFound } from './servers.ts'

export type ServedServer = {
  readonly id: string
  readonly name: string
  /** Live grants that use the policy there. */
  readonly grants: number
  /** The tools that its last list named. */
  readonly tools: readonly string[]
}

/** By name. @throws Fault not-found (the policy) */
export async function listServed(organisation: Organisation, policyId: string): Promise<ServedServer[]> {
  if (!isOwnId('pol', organisation, policyId)) throw policyNotFound()
  const rows = await database().policyServer.findMany({
    where: { organisationId: organisation.id, policyId },
    select: {
      server: {
        select: { id: true, name: true, tools: { where: { present: true }, select: { name: true } } },
      },
      _count: { select: { grants: { where: { grant: { revokedAt: null } } } } },
    },
  })
  if (rows.length === 0) throw policyNotFound()
  return rows
    .map(({ server: { id, name, tools }, _count }) => ({
      ...{ id, name, grants: _count.grants },
      tools: tools.map((tool) => tool.name),
    }))
    .sort((a, b) => a.name.localeCompare(b.name))
}

/** Serving a server that it serves changes nothing. @throws Fault not-found, limit-reached */
export function insertServed(member: Member, policyId: string, serverId: string): Promise<void> {
  const { organisation } = member
  return transaction(async (tx) => {
    const { policy, server } = await lockBoth(tx, organisation, policyId, serverId)
    const key = { organisationId: organisation.id, policyId, serverId }
    if (await serves(tx, organisation.id, policyId, serverId)) return
    await requireRoomOn(tx, organisation.id, serverId)
    await tx.policyServer.create({ data: key })
    await writeAudit(tx, member, 'policy.attached', policyId, {
      name: policy.name,
      serverId,
      server: server.name,
    })
  })
}

/** @throws Fault not-found, in-use (a grant uses it there, or it serves no other) */
export function deleteServed(member: Member, policyId: string, serverId: string): Promise<void> {
  const { organisation } = member
  return transaction(async (tx) => {
    const { policy, server } = await lockBoth(tx, organisation, policyId, serverId)
    const key = { organisationId: organisation.id, policyId, serverId }
    if (!(await serves(tx, organisation.id, policyId, serverId))) return
    const others = await tx.policyServer.findFirst({
      where: { organisationId: organisation.id, policyId, serverId: { not: serverId } },
      orderBy: { serverId: 'asc' },
    })
    if (!others)
      throw new Fault('in-use', 'A policy serves one server at least. Let it serve another one first.')
    if (await tx.shadow.findFirst({ where: key }))
      throw new Fault(
        'in-use',
        'A draft of it is in shadow on this server. Promote or discard that one first.',
      )
    // Revoked ones let go: nothing is decided for them any more.
    await tx.grantServer.updateMany({
      where: { ...key, grant: { revokedAt: { not: null } } },
      data: { policyId: null },
    })
    const users = await tx.grantServer.count({ where: key })
    if (users > 0)
      throw new Fault(
        'in-use',
        `${users === 1 ? 'A grant uses' : `${users} grants use`} it on ${server.name}. Give ${users === 1 ? 'it' : 'them'} another policy there first.`,
      )
    if (policy.serverId === serverId)
      await tx.policy.updateMany({
        where: { organisationId: organisation.id, id: policyId },
        data: { serverId: others.serverId },
      })
    await tx.policyDraft.deleteMany({ where: key })
    await tx.policyServer.deleteMany({ where: key })
    await writeAudit(tx, member, 'policy.detached', policyId, {
      name: policy.name,
      serverId,
      server: server.name,
    })
  })
}

// The organisation's lock before the policy's own, as everywhere: no grant takes up the pair, and no server goes, meanwhile.
async function lockBoth(
  tx: Transaction,
  organisation: Organisation,
  policyId: string,
  serverId: string,
): Promise<{ policy: { name: string; serverId: string }; server: { name: string } }> {
  const organisationId = organisation.id
  await lockOrganisation(tx, organisationId)
  const policy = await lockPolicy(tx, organisation, policyId)
  if (!isOwnId('srv', organisation, serverId)) throw serverNotFound()
  const server = await tx.server.findUnique({
    where: { organisationId_id: { organisationId, id: serverId } },
  })
  if (!server) throw serverNotFound()
  return { policy, server }
}

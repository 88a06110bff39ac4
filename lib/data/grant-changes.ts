// Making, changing and ending grants. The token itself never comes here, only its proof.
import { Fault } from '#lib/fault.ts'
import { newId } from '#lib/id.ts'
import { difference, writeAudit } from './audit.ts'
import { type Transaction, transaction } from './client.ts'
import { grantNotFound, requireGrant } from './grants.ts'
import type { Grant, Member, Organisation } from './model.ts'
import { note } from './notices/index.ts'
import { isOwnId } from './own-id.ts'
import { policyNotFound } from './policies.ts'
import { requireRoom } from './quotas.ts'
import { lockOrganisation, serverNotFound } from './servers.ts'

export type GrantTarget = { readonly serverId: string; readonly policyId: string | null }

export type TokenProof = { readonly digest: string; readonly end: string }

export type GrantChange = {
  readonly label?: string
  readonly tags?: readonly string[]
  readonly expiresAt?: Date | null
  readonly servers?: readonly GrantTarget[]
  readonly urlEnabled?: boolean
}

export type NewGrantRow = {
  readonly label: string
  readonly tags: readonly string[]
  readonly expiresAt: Date | null
  readonly servers: readonly GrantTarget[]
  readonly token: TokenProof
}

/** @throws Fault not-found (a server, or a policy that is not that server's), limit-reached */
export async function insertGrant(member: Member, grant: NewGrantRow): Promise<Grant> {
  const id = await transaction((tx) => insertGrantIn(tx, member, grant))
  return requireGrant(member.organisation, id)
}

/**
 * The same inside of a transaction.
 * @param origin what else the record says of where it came from
 * @returns its id
 * @throws Fault as insertGrant
 */
export async function insertGrantIn(
  tx: Transaction,
  member: Member,
  grant: NewGrantRow,
  origin: { readonly client?: string } = {},
): Promise<string> {
  const organisationId = member.organisation.id
  const id = newId('grt', organisationId)
  await requireRoom(tx, organisationId, 'grants')
  await requireTargets(tx, member.organisation, grant.servers)
  await tx.grant.create({
    data: {
      organisationId,
      id,
      label: grant.label,
      tags: [...grant.tags],
      expiresAt: grant.expiresAt,
      tokenDigest: grant.token.digest,
      tokenEnd: grant.token.end,
      createdById: member.userId,
    },
  })
  await attach(tx, organisationId, id, grant.servers)
  await writeAudit(tx, member, 'grant.created', id, {
    label: grant.label,
    tags: grant.tags,
    expiresAt: grant.expiresAt?.toISOString() ?? null,
    tokenEnd: grant.token.end,
    servers: targetTexts(grant.servers),
    ...origin,
  })
  return id
}

/**
 * Changes a live grant; `servers` replaces the whole list.
 * @throws Fault not-found (the grant, a server, a policy), invalid-input for a revoked grant
 */
export async function updateGrant(member: Member, grantId: string, change: GrantChange): Promise<Grant> {
  const organisationId = member.organisation.id
  const { servers, tags, ...columns } = change
  await transaction(async (tx) => {
    // Before the grant's own lock, as everywhere: nothing that a grant names is deleted meanwhile.
    if (servers) await lockOrganisation(tx, organisationId)
    await lockLiveGrant(tx, member.organisation, grantId)
    const before = await tx.grant.findUniqueOrThrow({
      where: { organisationId_id: { organisationId, id: grantId } },
      include: { servers: { orderBy: { serverId: 'asc' } } },
    })
    if (servers || change.urlEnabled !== undefined)
      await requireOwnToken(tx, organisationId, grantId, servers)
    if (servers) {
      await requireTargets(tx, member.organisation, servers)
      await tx.grantServer.deleteMany({ where: { organisationId, grantId } })
      await attach(tx, organisationId, grantId, servers)
    }
    if (tags || Object.keys(columns).length > 0) {
      await tx.grant.updateMany({
        where: { organisationId, id: grantId },
        data: { ...columns, ...(tags && { tags: [...tags] }) },
      })
    }
    const after = {
      ...(change.label !== undefined && { label: change.label }),
      ...(tags && { tags }),
      ...(change.expiresAt !== undefined && { expiresAt: change.expiresAt?.toISOString() ?? null }),
      ...(change.urlEnabled !== undefined && { urlEnabled: change.urlEnabled }),
      ...(servers && { servers: targetTexts(servers) }),
    }
    const { label, urlEnabled } = before
    const expiresAt = before.expiresAt?.toISOString() ?? null
    const was = { label, tags: before.tags, expiresAt, urlEnabled, servers: targetTexts(before.servers) }
    await writeAudit(tx, member, 'grant.updated', grantId, { label, ...difference(was, after) })
  })
  return requireGrant(member.organisation, grantId)
}

/**
 * Puts another token in the place of a live grant's; the old one stops with the commit.
 * @throws Fault not-found, invalid-input for a revoked grant
 */
export function replaceToken(member: Member, grantId: string, token: TokenProof): Promise<void> {
  const organisationId = member.organisation.id
  return transaction(async (tx) => {
    await lockLiveGrant(tx, member.organisation, grantId)
    await requireOwnToken(tx, organisationId, grantId)
    const { label, tokenEnd } = await tx.grant.findUniqueOrThrow({
      where: { organisationId_id: { organisationId, id: grantId } },
      select: { label: true, tokenEnd: true },
    })
    await tx.grant.updateMany({
      where: { organisationId, id: grantId },
      data: { tokenDigest: token.digest, tokenEnd: token.end },
    })
    await writeAudit(tx, member, 'grant.rotated', grantId, {
      label,
      before: { tokenEnd },
      after: { tokenEnd: token.end },
    })
  })
}

/**
 * Ends a grant for good. Revoking it again changes nothing and is no error.
 * @throws Fault not-found
 */
export async function revokeGrant(member: Member, grantId: string): Promise<void> {
  if (!isOwnId('grt', member.organisation, grantId)) throw grantNotFound()
  const organisationId = member.organisation.id
  await transaction(async (tx) => {
    const { count } = await tx.grant.updateMany({
      where: { organisationId, id: grantId, revokedAt: null },
      data: { revokedAt: new Date() },
    })
    if (count === 1) {
      const { label } = await tx.grant.findUniqueOrThrow({
        where: { organisationId_id: { organisationId, id: grantId } },
        select: { label: true },
      })
      await writeAudit(tx, member, 'grant.revoked', grantId, { label })
      const detail = { grant: label, by: member.email }
      return note(tx, { organisationId, kind: 'grant.revoked', subject: grantId, detail })
    }
    if (!(await tx.grant.findUnique({ where: { organisationId_id: { organisationId, id: grantId } } })))
      throw grantNotFound()
  })
}

async function lockLiveGrant(tx: Transaction, organisation: Organisation, grantId: string): Promise<void> {
  if (!isOwnId('grt', organisation, grantId)) throw grantNotFound()
  const [row] = await tx.$queryRaw<{ revoked_at: Date | null }[]>`
    SELECT revoked_at FROM "grant" WHERE organisation_id = ${organisation.id} AND id = ${grantId} FOR NO KEY UPDATE`
  if (!row) throw grantNotFound()
  if (row.revoked_at)
    throw new Fault(
      'invalid-input',
      'This grant was revoked, and a revoked grant stays so. Create a new one.',
    )
}

// What a client signed in for stays what it is: one server, and tokens that only that client has.
async function requireOwnToken(
  tx: Transaction,
  organisationId: string,
  grantId: string,
  servers?: readonly GrantTarget[],
): Promise<void> {
  const oauth = await tx.oauthGrant.findUnique({
    where: { organisationId_grantId: { organisationId, grantId } },
    select: { serverId: true },
  })
  if (!oauth || (servers?.length === 1 && servers[0]?.serverId === oauth.serverId)) return
  throw new Fault(
    'invalid-input',
    servers
      ? 'A client signed in for this one server, and its grant keeps to it. Let it sign in at the other server’s address.'
      : 'A client signed in for this grant, which has no token of its own. To change that, revoke it and create another.',
  )
}

// One sentence for a server that is missing and one that is somebody else's; the same for policies.
async function requireTargets(
  tx: Transaction,
  organisation: Organisation,
  targets: readonly GrantTarget[],
): Promise<void> {
  const organisationId = organisation.id
  const serverIds = targets.map((target) => target.serverId)
  if (!serverIds.every((id) => isOwnId('srv', organisation, id))) throw serverNotFound()
  const policyIds = targets.flatMap((target) => target.policyId ?? [])
  if (!policyIds.every((id) => isOwnId('pol', organisation, id))) throw policyNotFound()
  const found = await tx.server.findMany({
    where: { organisationId, id: { in: serverIds } },
    select: { id: true },
  })
  if (found.length !== serverIds.length) throw serverNotFound()
  const serving = await tx.policyServer.findMany({
    where: { organisationId, policyId: { in: policyIds } },
    select: { policyId: true, serverId: true },
  })
  const served = new Set(serving.map(({ policyId, serverId }) => `${policyId} ${serverId}`))
  for (const { serverId, policyId } of targets) {
    if (policyId !== null && !served.has(`${policyId} ${serverId}`)) throw policyNotFound()
  }
}

async function attach(
  tx: Transaction,
  organisationId: string,
  grantId: string,
  targets: readonly GrantTarget[],
): Promise<void> {
  await tx.grantServer.createMany({ data: targets.map((target) => ({ organisationId, grantId, ...target })) })
}

function targetTexts(targets: readonly GrantTarget[]): string[] {
  return targets.map(({ serverId, policyId }) => `${serverId} ${policyId ?? '(no policy)'}`).sort()
}

// A draft in shadow of a server's policy: put there, looked at, published from there, or taken away.
import { Fault } from '#lib/fault.ts'
import { newId } from '#lib/id.ts'
import { emailsOf, writeAudit } from './audit.ts'
import { database, type Transaction, transaction } from './client.ts'
import type { Member, Organisation, Shadow } from './model.ts'
import { isOwnId } from './own-id.ts'
import { policyNotFound } from './policies.ts'
import {
  lockPolicy,
  type Published,
  publishNext,
  serves,
  type VersionText,
  versionConflict,
} from './publish.ts'

/**
 * Puts a text in shadow of the version in force, where `baseVersion` still is that one.
 * @throws Fault not-found (the policy), in-use (the server has one), version-conflict {current}
 */
export function insertShadow(
  member: Member,
  target: { readonly serverId: string; readonly policyId: string; readonly baseVersion: number },
  text: VersionText,
): Promise<{ readonly id: string }> {
  const organisationId = member.organisation.id
  const { serverId, policyId, baseVersion } = target
  return transaction(async (tx) => {
    const policy = await lockPolicy(tx, member.organisation, policyId)
    if (!(await serves(tx, organisationId, policyId, serverId))) throw policyNotFound()
    if (policy.version !== baseVersion) throw versionConflict(policy.version)
    const id = newId('shd', organisationId)
    const { count } = await tx.shadow.createMany({
      data: [{ organisationId, serverId, id, policyId, ...text, baseVersion, authorId: member.userId }],
      skipDuplicates: true,
    })
    if (count === 0)
      throw new Fault(
        'in-use',
        'This server has a draft in shadow already. Promote or discard that one first.',
      )
    await writeAudit(tx, member, 'policy.shadowed', policyId, { shadowId: id, baseVersion, hash: text.hash })
    return { id }
  })
}

const MOST_ROWS = 500

/** The draft in shadow of a server, with what was counted so far; null for none. */
export async function findShadow(organisation: Organisation, serverId: string): Promise<Shadow | null> {
  const organisationId = organisation.id
  const row = await database().shadow.findUnique({
    where: { organisationId_serverId: { organisationId, serverId } },
    include: { verdicts: { orderBy: { calls: 'desc' }, take: MOST_ROWS } },
  })
  if (!row) return null
  const grants = await database().grant.findMany({
    where: { organisationId, id: { in: [...new Set(row.verdicts.map(({ grantId }) => grantId))] } },
    select: { id: true, label: true },
  })
  const labels = new Map(grants.map(({ id, label }) => [id, label]))
  const differing = await database().shadowVerdict.aggregate({
    where: { organisationId, shadowId: row.id },
    _sum: { calls: true },
  })
  const authors = await emailsOf([row.authorId])
  return {
    id: row.id,
    serverId,
    policyId: row.policyId,
    source: row.source,
    format: row.format as Shadow['format'],
    baseVersion: row.baseVersion,
    author: row.authorId === null ? null : (authors.get(row.authorId) ?? null),
    createdAt: row.createdAt,
    calls: Number(row.calls),
    errors: Number(row.errors),
    missed: Number(row.missed),
    differing: Number(differing._sum.calls ?? 0),
    verdicts: row.verdicts.map(({ tool, grantId, live, draft, rule, calls, firstAt, lastAt, examples }) => ({
      tool,
      grantId,
      grantLabel: labels.get(grantId) ?? grantId,
      live,
      draft,
      rule,
      calls: Number(calls),
      firstAt,
      lastAt,
      examples,
    })),
  }
}

/**
 * Publishes the draft in shadow as the next version and ends the shadow, where `baseVersion` still is the published one.
 * @param check refuses a text that can no longer be published; runs before anything is written
 * @throws Fault not-found, version-conflict {current}
 */
export function promoteShadow(
  member: Member,
  { serverId, shadowId, baseVersion }: { serverId: string; shadowId: string; baseVersion: number },
  comment: string,
  check: (source: string, format: VersionText['format']) => VersionText,
): Promise<Published> {
  return transaction(async (tx) => {
    const row = await lockShadow(tx, member.organisation, serverId, shadowId)
    const policy = await lockPolicy(tx, member.organisation, row.policyId)
    if (policy.version !== baseVersion) throw versionConflict(policy.version)
    const text = check(row.source, row.format)
    const version = await publishNext(tx, member, row.policyId, text, comment)
    const counted = await end(tx, member, serverId, shadowId)
    const detail = { version, baseVersion, comment, hash: text.hash, shadowId, ...counted }
    await writeAudit(tx, member, 'policy.published', row.policyId, detail)
    return { policyId: row.policyId, version }
  })
}

/** @throws Fault not-found */
export function discardShadow(member: Member, serverId: string, shadowId: string): Promise<void> {
  return transaction(async (tx) => {
    const { policyId } = await lockShadow(tx, member.organisation, serverId, shadowId)
    const counted = await end(tx, member, serverId, shadowId)
    await writeAudit(tx, member, 'policy.shadow_discarded', policyId, { shadowId, ...counted })
  })
}

async function lockShadow(
  tx: Transaction,
  organisation: Organisation,
  serverId: string,
  shadowId: string,
): Promise<{ policyId: string; source: string; format: VersionText['format'] }> {
  const rows = isOwnId('shd', organisation, shadowId)
    ? await tx.$queryRaw<{ policyId: string; source: string; format: VersionText['format'] }[]>`
        SELECT policy_id AS "policyId", source, format FROM shadow
        WHERE organisation_id = ${organisation.id} AND server_id = ${serverId} AND id = ${shadowId} FOR UPDATE`
    : []
  if (!rows[0]) throw new Fault('not-found', 'This draft is not in shadow any more. Load the page again.')
  return rows[0]
}

/** What had been counted goes into the record of the change: the rows go with the shadow. */
async function end(tx: Transaction, member: Member, serverId: string, shadowId: string) {
  const organisationId = member.organisation.id
  const differing = await tx.shadowVerdict.aggregate({
    where: { organisationId, shadowId },
    _sum: { calls: true },
  })
  const { calls } = await tx.shadow.delete({
    where: { organisationId_serverId: { organisationId, serverId } },
    select: { calls: true },
  })
  return { shadowedCalls: Number(calls), differing: Number(differing._sum.calls ?? 0) }
}

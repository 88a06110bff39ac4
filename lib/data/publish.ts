// Publishing. A version is inserted once and never changed; publishing moves a pointer, and only from
// the version that the author had in front of them.
import { Fault } from '#lib/fault.ts'
import { newId } from '#lib/id.ts'
import type { Prisma } from '../../prisma/generated/prisma/client.ts'
import { writeAudit } from './audit.ts'
import { type Transaction, transaction } from './client.ts'
import type { Member, Organisation } from './model.ts'
import { isOwnId } from './own-id.ts'
import { policyNotFound } from './policies.ts'
import { policyDifference } from './policy-difference.ts'
import { requireRoom } from './quotas.ts'
import { serverNotFound } from './servers.ts'

const MAX_POLICIES = 100

/** A checked document, ready to be a version. */
export type VersionText = {
  readonly source: string
  readonly format: 'json' | 'jsonc' | 'yaml'
  readonly canonical: string
  readonly hash: string
}

export type Published = { readonly policyId: string; readonly version: number }

/**
 * Makes a policy of a server and publishes its first version.
 * @throws Fault not-found (the server), limit-reached
 */
export function createPolicy(
  member: Member,
  serverId: string,
  name: string,
  text: VersionText,
  comment: string,
): Promise<Published> {
  const organisationId = member.organisation.id
  return transaction(async (tx) => {
    await requireRoom(tx, organisationId, 'policies')
    const server = await tx.server.findUnique({
      where: { organisationId_id: { organisationId, id: serverId } },
    })
    if (!server) throw serverNotFound()
    await requireRoomOn(tx, organisationId, serverId)
    const policyId = newId('pol', organisationId)
    await tx.policy.create({ data: { organisationId, id: policyId, serverId, name } })
    const versionId = await insertVersion(tx, member, policyId, 1, text, comment)
    await tx.policy.updateMany({
      where: { organisationId, id: policyId },
      data: { publishedVersionId: versionId },
    })
    await writeAudit(tx, member, 'policy.published', policyId, {
      serverId,
      name,
      version: 1,
      comment,
      hash: text.hash,
      difference: policyDifference('', text.source),
    })
    return { policyId, version: 1 }
  })
}

/**
 * Publishes the next version, where `baseVersion` still is the published one.
 * @param serverId where given, the policy must serve it
 * @throws Fault not-found, version-conflict {current}
 */
export function publishVersion(
  member: Member,
  target: { policyId: string; serverId?: string; baseVersion: number },
  text: VersionText,
  comment: string,
): Promise<Published> {
  return transaction(async (tx) => {
    const { policyId, serverId, baseVersion } = target
    const organisationId = member.organisation.id
    const policy = await lockPolicy(tx, member.organisation, policyId)
    if (serverId !== undefined && !(await serves(tx, organisationId, policyId, serverId)))
      throw policyNotFound()
    if (policy.version !== baseVersion) throw versionConflict(policy.version)
    const before = await sourceOf(tx, organisationId, policyId, baseVersion)
    const version = await publishNext(tx, member, policyId, text, comment)
    await writeAudit(tx, member, 'policy.published', policyId, {
      serverId: policy.serverId,
      name: policy.name,
      version,
      baseVersion,
      comment,
      hash: text.hash,
      difference: policyDifference(before, text.source),
    })
    return { policyId, version }
  })
}

/**
 * Publishes the text of an old version as a new one.
 * @param check refuses an old text that can no longer be published; runs before anything is written
 * @throws Fault not-found (the policy, or the version)
 */
export function rollBack(
  member: Member,
  policyId: string,
  number: number,
  check: (source: string, format: VersionText['format']) => void,
): Promise<Published> {
  return transaction(async (tx) => {
    const organisationId = member.organisation.id
    const policy = await lockPolicy(tx, member.organisation, policyId)
    const old = await tx.policyVersion.findUnique({
      where: { organisationId_policyId_number: { organisationId, policyId, number } },
    })
    if (!old)
      throw new Fault('not-found', 'This policy has no such version. The history lists those there are.')
    const text = toText(old)
    check(text.source, text.format)
    const before = await sourceOf(tx, organisationId, policyId, policy.version)
    const version = await publishNext(tx, member, policyId, text, `Roll back to version ${number}`)
    await writeAudit(tx, member, 'policy.rolled_back', policyId, {
      serverId: policy.serverId,
      name: policy.name,
      version,
      baseVersion: policy.version,
      to: number,
      hash: text.hash,
      difference: policyDifference(before, text.source),
    })
    return { policyId, version }
  })
}

/** Whether a policy may govern grants on a server. */
export async function serves(
  tx: Pick<Transaction, 'policyServer'>,
  organisationId: string,
  policyId: string,
  serverId: string,
): Promise<boolean> {
  const key = { organisationId, policyId, serverId }
  return (await tx.policyServer.findUnique({ where: { organisationId_policyId_serverId: key } })) !== null
}

/** @throws Fault limit-reached */
export async function requireRoomOn(
  tx: Transaction,
  organisationId: string,
  serverId: string,
): Promise<void> {
  if ((await tx.policyServer.count({ where: { organisationId, serverId } })) < MAX_POLICIES) return
  throw new Fault('limit-reached', `A server has at most ${MAX_POLICIES} policies. Change one that is there.`)
}

/** The policy's server and published version, its row locked. @throws Fault not-found */
// The row lock makes publishers wait for each other, so that numbers follow each other without a gap.
export async function lockPolicy(
  tx: Transaction,
  organisation: Organisation,
  policyId: string,
): Promise<{ serverId: string; name: string; version: number }> {
  if (!isOwnId('pol', organisation, policyId)) throw policyNotFound()
  const [row] = await tx.$queryRaw<
    { server_id: string; name: string; published_version_id: string | null }[]
  >`
    SELECT server_id, name, published_version_id FROM policy
    WHERE organisation_id = ${organisation.id} AND id = ${policyId} FOR UPDATE`
  if (!row) throw policyNotFound()
  // Asked after the lock: the statement that waited for it does not see the version that was published meanwhile.
  const [published] = await tx.$queryRaw<{ number: number }[]>`
    SELECT number FROM policy_version
    WHERE organisation_id = ${organisation.id} AND id = ${row.published_version_id}`
  return { serverId: row.server_id, name: row.name, version: published?.number ?? 0 }
}

async function sourceOf(
  tx: Transaction,
  organisationId: string,
  policyId: string,
  number: number,
): Promise<string> {
  const row = await tx.policyVersion.findUnique({
    where: { organisationId_policyId_number: { organisationId, policyId, number } },
    select: { source: true },
  })
  return row?.source ?? ''
}

/** Inserts the next version and makes it the published one; the caller holds the lock and writes the audit event. */
export async function publishNext(
  tx: Transaction,
  member: Member,
  policyId: string,
  text: VersionText,
  comment: string,
): Promise<number> {
  const organisationId = member.organisation.id
  const last = await tx.policyVersion.aggregate({
    where: { organisationId, policyId },
    _max: { number: true },
  })
  const number = (last._max.number ?? 0) + 1
  const publishedVersionId = await insertVersion(tx, member, policyId, number, text, comment)
  await tx.policy.updateMany({ where: { organisationId, id: policyId }, data: { publishedVersionId } })
  return number
}

async function insertVersion(
  tx: Transaction,
  member: Member,
  policyId: string,
  number: number,
  text: VersionText,
  comment: string,
): Promise<string> {
  const organisationId = member.organisation.id
  const id = newId('ver', organisationId)
  const { source, format, canonical, hash } = text
  await tx.policyVersion.create({
    data: {
      organisationId,
      id,
      policyId,
      number,
      source,
      format,
      canonical,
      hash,
      comment,
      authorId: member.userId,
    },
  })
  return id
}

export function versionConflict(current: number): Fault {
  return new Fault(
    'version-conflict',
    `Version ${current} is published by now, and your text started from another one. Compare the two, then publish again on top of it.`,
    { data: { current } },
  )
}

function toText(row: Prisma.PolicyVersionModel): VersionText {
  const { source, canonical, hash } = row
  return { source, format: row.format as VersionText['format'], canonical, hash }
}

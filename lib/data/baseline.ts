// The baseline of an organisation and its versions. One row says which is published; moving it is a changed fact of every
// call (triggers of 0030_baseline).
import { Fault } from '#lib/fault.ts'
import { newId } from '#lib/id.ts'
import { emailsOf, writeAudit } from './audit.ts'
import { database, type Transaction, transaction } from './client.ts'
import type { Member, Organisation, PolicyVersion } from './model.ts'
import { policyDifference } from './policy-difference.ts'
import { type VersionText, versionConflict } from './publish.ts'
import { lockOrganisation } from './servers.ts'

/** The published version with the document that is enforced; null where none was published. */
export async function findBaseline({
  id: organisationId,
}: Organisation): Promise<(PolicyVersion & { readonly canonical: string }) | null> {
  const row = await database().baseline.findUnique({ where: { organisationId } })
  if (!row?.publishedVersionId) return null
  return findBaselineVersion({ id: organisationId }, row.publishedVersionId)
}

/** One version by its id, such as a call's record names it; null where there is none. */
export async function findBaselineVersion(
  { id: organisationId }: Pick<Organisation, 'id'>,
  id: string,
): Promise<(PolicyVersion & { readonly canonical: string }) | null> {
  const row = await database().baselineVersion.findUnique({
    where: { organisationId_id: { organisationId, id } },
  })
  return row && { ...toVersion(row, await emailsOf([row.authorId])), canonical: row.canonical }
}

/** Newest first. */
export async function listBaselineVersions({ id: organisationId }: Organisation): Promise<PolicyVersion[]> {
  const rows = await database().baselineVersion.findMany({
    where: { organisationId },
    orderBy: { number: 'desc' },
  })
  const authors = await emailsOf(rows.map((row) => row.authorId))
  return rows.map((row) => toVersion(row, authors))
}

/**
 * Publishes the next version, where `baseVersion` still is the published one: 0 where none is.
 * @throws Fault version-conflict {current}
 */
export function publishBaselineVersion(
  member: Member,
  baseVersion: number,
  text: VersionText,
  comment: string,
): Promise<{ readonly version: number }> {
  return transaction(async (tx) => {
    const before = await lockBaseline(tx, member.organisation.id)
    if (before.number !== baseVersion) throw versionConflict(before.number)
    const version = await publishNext(tx, member, text, comment)
    await writeAudit(tx, member, 'baseline.published', member.organisation.id, {
      version,
      baseVersion,
      comment,
      hash: text.hash,
      difference: policyDifference(before.source, text.source),
    })
    return { version }
  })
}

/**
 * Publishes the text of an older version as a new one.
 * @param check refuses an old text that can no longer be published; runs before anything is written
 * @throws Fault not-found
 */
export function rollBackBaseline(
  member: Member,
  number: number,
  check: (source: string, format: VersionText['format']) => void,
): Promise<{ readonly version: number }> {
  return transaction(async (tx) => {
    const organisationId = member.organisation.id
    const before = await lockBaseline(tx, organisationId)
    const old = await tx.baselineVersion.findUnique({
      where: { organisationId_number: { organisationId, number } },
    })
    if (!old)
      throw new Fault('not-found', 'The baseline has no such version. The history lists those there are.')
    const text = { ...old, format: old.format as VersionText['format'] }
    check(text.source, text.format)
    const version = await publishNext(tx, member, text, `Roll back to version ${number}`)
    await writeAudit(tx, member, 'baseline.rolled_back', organisationId, {
      version,
      baseVersion: before.number,
      to: number,
      hash: text.hash,
      difference: policyDifference(before.source, text.source),
    })
    return { version }
  })
}

// The organisation's lock: publishers wait for each other, and so does whoever registers a server, which would else miss
// that the revisions of all servers are raised.
async function lockBaseline(
  tx: Transaction,
  organisationId: string,
): Promise<{ readonly number: number; readonly source: string }> {
  await lockOrganisation(tx, organisationId)
  const row = await tx.baseline.findUnique({ where: { organisationId } })
  if (!row?.publishedVersionId) return { number: 0, source: '' }
  return tx.baselineVersion.findUniqueOrThrow({
    where: { organisationId_id: { organisationId, id: row.publishedVersionId } },
    select: { number: true, source: true },
  })
}

async function publishNext(
  tx: Transaction,
  { organisation, userId }: Member,
  { source, format, canonical, hash }: VersionText,
  comment: string,
): Promise<number> {
  const organisationId = organisation.id
  const last = await tx.baselineVersion.aggregate({ where: { organisationId }, _max: { number: true } })
  const number = (last._max.number ?? 0) + 1
  const id = newId('ver', organisationId)
  await tx.baselineVersion.create({
    data: { organisationId, id, number, source, format, canonical, hash, comment, authorId: userId },
  })
  await tx.baseline.upsert({
    where: { organisationId },
    create: { organisationId, publishedVersionId: id },
    update: { publishedVersionId: id },
  })
  return number
}

function toVersion(
  row: Omit<PolicyVersion, 'author' | 'format'> & { format: string; authorId: string | null },
  authors: ReadonlyMap<string, string>,
): PolicyVersion {
  const { id, number, source, hash, comment, createdAt } = row
  return {
    ...{ id, number, source, hash, comment, createdAt },
    format: row.format as PolicyVersion['format'],
    author: row.authorId ? (authors.get(row.authorId) ?? null) : null,
  }
}

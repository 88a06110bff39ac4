// The documents that published versions hold.
import type pg from 'pg'
import { query } from './pool.ts'

/** The canonical document of a published version. Immutable: an answer may be kept for ever. */
export async function findPolicyDocument(
  pool: pg.Pool,
  organisationId: string,
  versionId: string,
): Promise<string | null> {
  const text = 'SELECT canonical FROM policy_version WHERE organisation_id = $1 AND id = $2'
  return (await query<{ canonical: string }>(pool, text, [organisationId, versionId]))[0]?.canonical ?? null
}

/** The same of a published version of the organisation's baseline. */
export async function findBaselineDocument(
  pool: pg.Pool,
  organisationId: string,
  versionId: string,
): Promise<string | null> {
  const text = 'SELECT canonical FROM baseline_version WHERE organisation_id = $1 AND id = $2'
  return (await query<{ canonical: string }>(pool, text, [organisationId, versionId]))[0]?.canonical ?? null
}

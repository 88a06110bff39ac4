// What may be used once, whoever uses it first: the answer to a request of a server. Claims are kept for
// a day, which is longer than any server waits.
import { createHash } from 'node:crypto'
import type { Pool } from './pool.ts'
import { query } from './pool.ts'

const CLAIM = `
  WITH old AS (
    DELETE FROM claim WHERE organisation_id = $1 AND digest <> $2 AND at < clock_timestamp() - interval '1 day'
  ), mine AS (
    INSERT INTO claim (organisation_id, digest, claimant) VALUES ($1, $2, $3)
    ON CONFLICT (organisation_id, digest) DO UPDATE SET claimant = claim.claimant
    RETURNING claimant
  )
  SELECT claimant FROM mine`

/**
 * Claims something for one exchange. The same claimant may ask again, and gets the same answer.
 * @param text what is claimed; kept as its digest
 * @returns false where another has claimed it
 * @throws {Fault} store-unavailable
 */
export async function claimOnce(
  pool: Pool,
  organisationId: string,
  text: string,
  claimant: string,
): Promise<boolean> {
  const digest = createHash('sha256').update(text).digest('hex')
  const rows = await query<{ claimant: string }>(pool, CLAIM, [organisationId, digest, claimant])
  return rows[0]?.claimant === claimant
}

// What open answers stand on, asked of all of them at once: whether each grant is still live, and what
// decides the tools that it sees.
import type pg from 'pg'
import type { Facts } from './facts.ts'
import { query } from './pool.ts'

const LIVE = `
  WITH live AS (
    SELECT w.place, w.organisation, w.server_id, w.announces, p.published_version_id AS version
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[]) WITH ORDINALITY
           AS w (organisation, grant_id, digest, server_id, announces, place)
      JOIN "grant" g ON g.organisation_id = w.organisation AND g.id = w.grant_id AND g.token_digest = w.digest
      JOIN member m ON m.organisation_id = g.organisation_id AND m.user_id = g.created_by_id
      JOIN grant_server gs ON gs.organisation_id = g.organisation_id AND gs.grant_id = g.id
                          AND gs.server_id = w.server_id
      LEFT JOIN policy p ON p.organisation_id = gs.organisation_id AND p.id = gs.policy_id
                        AND p.server_id = gs.server_id
     WHERE g.revoked_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > clock_timestamp())
  ), list AS (
    SELECT s.organisation, s.server_id,
           sum(hashtextextended(t.name || ' ' || t.revision || ' ' || coalesce(t.pinned_hash, ''), 0)) AS stamp
      FROM (SELECT DISTINCT organisation, server_id FROM live WHERE announces) s
      JOIN tool t ON t.organisation_id = s.organisation AND t.server_id = s.server_id
     GROUP BY s.organisation, s.server_id
  )
  SELECT l.place::int - 1 AS place, coalesce(l.version, '') || ' ' || coalesce(list.stamp::text, '') AS stamp
    FROM live l LEFT JOIN list ON l.announces AND list.organisation = l.organisation AND list.server_id = l.server_id`

/** An open answer: the facts it was opened with, and whether its client is told that its tools changed. */
export type OpenAnswer = { readonly facts: Facts; readonly announces: boolean }

/**
 * Which of these grants, by place in the list, may still use their token and server; and for each a stamp
 * of what decides the tools that it sees: its policy's version and, where it announces, the server's pins.
 */
export async function findLiveGrants(
  pool: pg.Pool,
  open: readonly OpenAnswer[],
): Promise<ReadonlyMap<number, string>> {
  const rows = await query<{ place: number; stamp: string }>(pool, LIVE, [
    open.map(({ facts }) => facts.organisationId),
    open.map(({ facts }) => facts.grant.id),
    open.map(({ facts }) => facts.tokenDigest),
    open.map(({ facts }) => facts.server?.id ?? ''),
    open.map(({ announces }) => announces),
  ])
  return new Map(rows.map((row) => [row.place, row.stamp]))
}

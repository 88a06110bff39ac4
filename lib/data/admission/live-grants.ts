// What open answers stand on, asked of all of them at once: whether each grant is still live, whether an
// emergency stop covers it, and what decides the tools that it sees.
import type pg from 'pg'
import type { Facts } from './facts.ts'
import { queryStanding } from './pool.ts'
import { type EmergencyStop, type StopRow, stopOf } from './stops.ts'

const LIVE = `
  WITH live AS (
    SELECT w.place, w.organisation, w.grant_id, w.server_id, w.announces, p.published_version_id AS version,
           b.published_version_id AS baseline
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::text[]) WITH ORDINALITY
           AS w (organisation, grant_id, digest, server_id, announces, access, place)
      JOIN "grant" g ON g.organisation_id = w.organisation AND g.id = w.grant_id AND g.token_digest = w.digest
      JOIN member m ON m.organisation_id = g.organisation_id AND m.user_id = g.created_by_id
      JOIN grant_server gs ON gs.organisation_id = g.organisation_id AND gs.grant_id = g.id
                          AND gs.server_id = w.server_id
      LEFT JOIN policy p ON p.organisation_id = gs.organisation_id AND p.id = gs.policy_id
      LEFT JOIN baseline b ON b.organisation_id = g.organisation_id
     WHERE g.revoked_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > clock_timestamp())
       AND (w.access IS NULL OR EXISTS (
            SELECT FROM oauth_token o WHERE o.organisation_id = w.organisation AND o.digest = w.access
               AND o.expires_at > clock_timestamp()))
  ), list AS (
    SELECT s.organisation, s.server_id,
           sum(hashtextextended(t.name || ' ' || t.revision || ' ' || coalesce(t.pinned_hash, ''), 0)) AS stamp
      FROM (SELECT DISTINCT organisation, server_id FROM live WHERE announces) s
      JOIN tool t ON t.organisation_id = s.organisation AND t.server_id = s.server_id
     GROUP BY s.organisation, s.server_id
  )
  SELECT l.place::int - 1 AS place, coalesce(l.version, '') || ' ' || coalesce(l.baseline, '') || ' ' || coalesce(list.stamp::text, '') AS stamp, h.*
    FROM live l
    LEFT JOIN list ON l.announces AND list.organisation = l.organisation AND list.server_id = l.server_id
    LEFT JOIN LATERAL holding_stop(l.organisation, l.grant_id, l.server_id) h ON true`

/** An open answer: the facts it was opened with, and whether its client is told that its tools changed. */
export type OpenAnswer = { readonly facts: Facts; readonly announces: boolean }

/** How a live grant stands on a server. */
export type LiveGrant = {
  /** Of what decides the tools that it sees: its policy's version, the baseline's and, where it announces, the server's pins. */
  readonly stamp: string
  readonly stop: EmergencyStop | null
}

/**
 * Which of these grants, by place in the list, may still use their token and server. However many answers of one
 * grant are open, it is asked about once: the time that this takes is time in which an ended grant is still answered.
 */
export async function findLiveGrants(
  pool: pg.Pool,
  open: readonly OpenAnswer[],
): Promise<ReadonlyMap<number, LiveGrant>> {
  if (open.length === 0) return new Map()
  const questions = new Map<string, { readonly asked: OpenAnswer; readonly places: number[] }>()
  open.forEach((asked, place) => {
    const { organisationId, grant, tokenDigest, server, access } = asked.facts
    const key = JSON.stringify([
      organisationId,
      grant.id,
      tokenDigest,
      server?.id,
      asked.announces,
      access?.digest,
    ])
    const known = questions.get(key)
    if (known) known.places.push(place)
    else questions.set(key, { asked, places: [place] })
  })
  const asked = [...questions.values()]
  const values = [
    asked.map(({ asked: { facts } }) => facts.organisationId),
    asked.map(({ asked: { facts } }) => facts.grant.id),
    asked.map(({ asked: { facts } }) => facts.tokenDigest),
    asked.map(({ asked: { facts } }) => facts.server?.id ?? ''),
    asked.map(({ asked: { announces } }) => announces),
    asked.map(({ asked: { facts } }) => facts.access?.digest ?? null),
  ]
  const sent = { text: LIVE, values }
  const rows = await queryStanding<StopRow & { place: number; stamp: string }>(pool, 'live-grants', sent)
  return new Map(
    rows.flatMap((row) => {
      const standing = { stamp: row.stamp, stop: stopOf(row) }
      return (asked[row.place]?.places ?? []).map((place) => [place, standing] as const)
    }),
  )
}

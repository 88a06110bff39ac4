// What clients tried, written a moment after. Whose an attempt is, is found out here: a server that exists, or
// a token that was issued; of anything else nothing is kept.
import type pg from 'pg'
import { query } from './pool.ts'

export type Attempt = {
  readonly organisationId: string
  /** As the address said it; '' for none. */
  readonly serverId: string
  /** SHA-256 of the token that was shown; '' for none. */
  readonly digest: string
  readonly stage: 'connected' | 'listed' | 'refused'
  /** Of what was refused (lib/doctor), at most 40 characters; else ''. */
  readonly code: string
  /** At most 60 characters. */
  readonly client: string
  readonly times: number
}

/** The newest of an organisation that are kept: of its grants, and of those who showed no token of it. */
const KEPT = 200
const KEPT_DAYS = 7

// A token in a URL that is known after all is one whose grant does not allow that.
const RECORD = `
  INSERT INTO connect_attempt AS a (organisation_id, server_id, grant_id, stage, code, client, times, first_at, last_at)
  SELECT o.id, coalesce(s.id, ''), coalesce(g.id, ''), v.stage, f.code, v.client, sum(v.times), clock_timestamp(), clock_timestamp()
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
         AS v (organisation, server, digest, stage, code, client, times)
    JOIN organisation o ON o.id = v.organisation
    LEFT JOIN server s ON s.organisation_id = o.id AND s.id = v.server
    LEFT JOIN "grant" g ON g.organisation_id = o.id AND g.token_digest = v.digest
   CROSS JOIN LATERAL (SELECT CASE WHEN v.code = 'token-unknown' AND g.id IS NOT NULL THEN 'url-off' ELSE v.code END AS code) f
   WHERE s.id IS NOT NULL OR g.id IS NOT NULL
   GROUP BY 1, 2, 3, 4, 5, 6
   ORDER BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (organisation_id, server_id, grant_id, stage, code, client) DO UPDATE
    SET times = a.times + excluded.times, last_at = greatest(a.last_at, excluded.last_at)`

const TRIM = `
  DELETE FROM connect_attempt a
   USING (SELECT organisation_id, server_id, grant_id, stage, code, client,
                 row_number() OVER (PARTITION BY organisation_id, grant_id = '' ORDER BY last_at DESC) AS place, last_at
            FROM connect_attempt WHERE organisation_id = ANY ($1::text[])) AS old
   WHERE (a.organisation_id, a.server_id, a.grant_id, a.stage, a.code, a.client)
       = (old.organisation_id, old.server_id, old.grant_id, old.stage, old.code, old.client)
     AND (old.place > ${KEPT} OR old.last_at < clock_timestamp() - interval '${KEPT_DAYS} days')`

/** Adds what was seen, and lets go what is too much or too old of these organisations. @throws {Fault} store-unavailable */
export async function recordAttempts(pool: pg.Pool, attempts: readonly Attempt[]): Promise<void> {
  await query(pool, RECORD, [
    attempts.map(({ organisationId }) => organisationId),
    attempts.map(({ serverId }) => serverId),
    attempts.map(({ digest }) => digest),
    attempts.map(({ stage }) => stage),
    attempts.map(({ code }) => code),
    attempts.map(({ client }) => client),
    attempts.map(({ times }) => times),
  ])
  await query(pool, TRIM, [[...new Set(attempts.map(({ organisationId }) => organisationId))]])
}

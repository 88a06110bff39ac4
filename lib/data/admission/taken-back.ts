// A client that takes a request back may tell a replica that does not hold it. It is written down, and whoever
// holds the call looks here before it lets it go on.
import type pg from 'pg'
import { query } from './pool.ts'

// Only where a call of this grant can be held: anything else that is taken back is the server's to hear of.
const NOTE = `
  INSERT INTO taken_back (organisation_id, owner)
  SELECT $1, $3
   WHERE EXISTS (SELECT FROM approval a
                  WHERE a.organisation_id = $1 AND a.grant_id = $2 AND a.expires_at > clock_timestamp()
                    AND a.used_at IS NULL AND a.last_asked_at > clock_timestamp() - interval '1 minute')
  ON CONFLICT (organisation_id, owner) DO UPDATE SET at = clock_timestamp()`

/** @param owner the digest of grant, server, session and request id @throws {Fault} store-unavailable */
export async function noteTakenBack(
  pool: pg.Pool,
  organisationId: string,
  grantId: string,
  owner: string,
): Promise<void> {
  await query(pool, NOTE, [organisationId, grantId, owner])
}

// A client may use an id again for a later request: what was said a second and more before that one came is not
// about it. The second is for the time that this question itself takes.
const FIND = `
  SELECT w.place::int - 1 AS place
    FROM unnest($1::text[], $2::text[], $3::float8[]) WITH ORDINALITY AS w (organisation, owner, held_ms, place)
    JOIN taken_back t ON t.organisation_id = w.organisation AND t.owner = w.owner
   WHERE t.at > clock_timestamp() - make_interval(secs => w.held_ms / 1000 + 1)`

/**
 * Which of these requests were taken back, by place in the list.
 * @param held `heldMs`: how long ago each request came
 * @throws {Fault} store-unavailable
 */
export async function findTakenBack(
  pool: pg.Pool,
  held: readonly { readonly organisationId: string; readonly owner: string; readonly heldMs: number }[],
): Promise<ReadonlySet<number>> {
  const rows = await query<{ place: number }>(pool, FIND, [
    held.map(({ organisationId }) => organisationId),
    held.map(({ owner }) => owner),
    held.map(({ heldMs }) => heldMs),
  ])
  return new Set(rows.map(({ place }) => place))
}

// That a replica is alive, and which calls it has waited for long. Only the database's clock counts.
import type pg from 'pg'
import type { CallKey } from './outcomes.ts'
import { query } from './pool.ts'
import type { Changes } from './under-way.ts'

// `alive_since` begins anew after a gap in which others may have taken this replica for dead.
const BEAT = `
  WITH gone AS (
    DELETE FROM long_call l USING jsonb_to_recordset($3::jsonb) AS o (organisation text, id text, at timestamptz)
     WHERE l.organisation_id = o.organisation AND l.id = o.id AND l.at = o.at
  ), abandoned AS (
    UPDATE long_call l SET replica_id = '' FROM jsonb_to_recordset($4::jsonb) AS o (organisation text, id text, at timestamptz)
     WHERE l.organisation_id = o.organisation AND l.id = o.id AND l.at = o.at
  ), claimed AS (
    INSERT INTO long_call (organisation_id, id, at, replica_id)
    SELECT o.organisation, o.id, o.at, $1 FROM jsonb_to_recordset($2::jsonb) AS o (organisation text, id text, at timestamptz)
    ON CONFLICT DO NOTHING
  )
  INSERT INTO replica AS r (id, alive_since, seen_at) VALUES ($1, clock_timestamp(), clock_timestamp())
  ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp(),
     alive_since = CASE WHEN r.seen_at > clock_timestamp() - make_interval(secs => $5) THEN r.alive_since
                        ELSE clock_timestamp() END
  RETURNING clock_timestamp() - alive_since < make_interval(secs => $5) AS "isNew"`
const LEAVE = 'DELETE FROM replica WHERE id = $1'

/**
 * Marks a replica alive and writes down what changed among its long calls.
 * @param deadAfterMs the gap after which a replica counts as dead
 * @returns true where it was not alive without a gap for that long: its earlier claims may be gone, and it
 * should judge no other replica yet
 * @throws {Fault} store-unavailable
 */
export async function beat(
  pool: pg.Pool,
  replicaId: string,
  { long, ended, abandoned }: Changes,
  deadAfterMs: number,
): Promise<boolean> {
  const rows = await query<{ isNew: boolean }>(pool, BEAT, [
    replicaId,
    keysText(long),
    keysText(ended),
    keysText(abandoned),
    deadAfterMs / 1000,
  ])
  return rows[0]?.isNew ?? true
}

/** Says that a replica has ended: what it still claims is swept at once. @throws {Fault} store-unavailable */
export async function leave(pool: pg.Pool, replicaId: string): Promise<void> {
  await query(pool, LEAVE, [replicaId])
}

function keysText(calls: readonly CallKey[]): string {
  return JSON.stringify(calls.map(({ organisationId, id, at }) => ({ organisation: organisationId, id, at })))
}

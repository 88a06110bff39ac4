// Standing looks at what has happened. Each is due at a time that all replicas share: whichever takes it
// moves it on, and the others find nothing due.
import type pg from 'pg'
import { query } from '../admission/index.ts'

// Grants looked at in one statement: each costs one descent of an index and at most 500 rows.
const AT_ONCE = 50
const SWEPT_AT_ONCE = 500

const TAKE = `
  INSERT INTO watch AS w (name, due_at) VALUES ($1, clock_timestamp() + make_interval(secs => $2))
  ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at WHERE w.due_at <= clock_timestamp()
  RETURNING name`

/** True for the one process that makes this look; the next is due `everyMs` later. */
export async function takeWatch(pool: pg.Pool, name: string, everyMs: number): Promise<boolean> {
  return (await query(pool, TAKE, [name, everyMs / 1000])).length === 1
}

// The time of use is kept to the minute.
const ACTIVE = `
  SELECT organisation_id AS organisation, id FROM "grant"
   WHERE last_used_at > clock_timestamp() - interval '3 minutes' AND revoked_at IS NULL
   ORDER BY organisation_id, id`
// A grant that is no longer used has no refusals either.
const QUIET = `
  UPDATE alarm a SET cleared_at = clock_timestamp()
   WHERE a.kind = 'denials.spike' AND a.cleared_at IS NULL
     AND NOT EXISTS (SELECT FROM "grant" g WHERE g.organisation_id = a.organisation_id AND g.id = a.subject
                        AND g.revoked_at IS NULL AND g.last_used_at > clock_timestamp() - interval '6 minutes')`

/** Looks at every grant that was used lately. @returns how many events were told */
export async function watchGrants(pool: pg.Pool): Promise<number> {
  await query(pool, QUIET, [])
  const active = await query<{ organisation: string; id: string }>(pool, ACTIVE, [])
  let told = 0
  for (let from = 0; from < active.length; from += AT_ONCE) {
    const some = active.slice(from, from + AT_ONCE)
    const [row] = await query<{ told: number }>(pool, 'SELECT watch_grants($1, $2) AS told', [
      some.map((each) => each.organisation),
      some.map((each) => each.id),
    ])
    told += row?.told ?? 0
  }
  return told
}

/** Tells a second approver of calls that have waited for too long. @returns how many were told of */
export async function escalateApprovals(pool: pg.Pool): Promise<number> {
  const [row] = await query<{ told: number }>(pool, 'SELECT escalate_approvals() AS told', [])
  return row?.told ?? 0
}

const OLD_EVENTS = `
  DELETE FROM event e USING (
    SELECT organisation_id, id FROM event WHERE at < clock_timestamp() - make_interval(days => $1) ORDER BY at LIMIT $2) o
   WHERE e.organisation_id = o.organisation_id AND e.id = o.id RETURNING e.id`
const OLD_ALARMS = `
  DELETE FROM alarm WHERE raised_at < clock_timestamp() - make_interval(days => $1)
     AND (cleared_at IS NOT NULL OR kind IN ('limit.near', 'grant.new_client'))`

/** Forgets what was told more than `days` ago, deliveries included. */
export async function sweepNotices(pool: pg.Pool, days: number): Promise<void> {
  await query(pool, OLD_ALARMS, [days])
  for (let swept = SWEPT_AT_ONCE; swept === SWEPT_AT_ONCE; )
    swept = (await query(pool, OLD_EVENTS, [days, SWEPT_AT_ONCE])).length
}

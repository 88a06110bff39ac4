// Records that a dead replica left open are closed as "outcome unknown". Every record is looked at once,
// a while after it was made; what is still open then is a live replica's long call, or nobody's.
import type pg from 'pg'
import { query } from './pool.ts'

export type SweepTimes = {
  /** How old a record is when it is looked at: longer than a live replica takes to claim a long call. */
  readonly graceMs: number
  /** The gap in its beats after which a replica counts as dead. */
  readonly deadAfterMs: number
}
export type Swept = { readonly closed: number; readonly reached: string; readonly isDone: boolean }

// A record may become visible later than its time says: not before its transaction ends. Transactions that
// write and began long ago hold the horizon back. A clock that was set back takes the place reached with it.
const SPAN = `
  WITH horizon AS (
    SELECT least(clock_timestamp() - make_interval(secs => $2),
                 (SELECT min(xact_start) - interval '1 second' FROM pg_stat_activity
                   WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid())) AS until
  ), since AS (
    SELECT least(coalesce($1::timestamptz, (
             SELECT min(first.at) FROM organisation o CROSS JOIN LATERAL (
                    SELECT at FROM call c WHERE c.organisation_id = o.id ORDER BY at LIMIT 1) first), until), until) AS since,
           until FROM horizon
  )
  SELECT since::text AS since, least(until, since + make_interval(secs => $3))::text AS until,
         since + make_interval(secs => $3) >= until AS "isDone"
    FROM since`
const SWEEP = 'SELECT sweep_calls($1::timestamptz, $2::timestamptz, make_interval(secs => $3)) AS closed'

/**
 * Sweeps one span of time.
 * @param reached where the last sweep ended; null before the first
 * @param longestMs the most time that the span may hold
 * @throws {Fault} store-unavailable, where the span held too much for one statement, too
 */
export async function sweepCalls(
  pool: pg.Pool,
  reached: string | null,
  longestMs: number,
  times: SweepTimes,
): Promise<Swept> {
  const spans = await query<{ since: string; until: string; isDone: boolean }>(pool, SPAN, [
    reached,
    times.graceMs / 1000,
    longestMs / 1000,
  ])
  const span = spans[0]
  if (!span) throw new Error('no span to sweep')
  const rows = await query<{ closed: string }>(pool, SWEEP, [
    span.since,
    span.until,
    times.deadAfterMs / 1000,
  ])
  return { closed: Number(rows[0]?.closed ?? 0), reached: span.until, isDone: span.isDone }
}

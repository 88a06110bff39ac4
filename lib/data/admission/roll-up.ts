// Sums of the record for the pages of usage, added to span by span (docs/decisions/0039).
import type pg from 'pg'
import { query } from './pool.ts'

const ROLL_UP = 'SELECT is_done AS "isDone" FROM roll_up_calls(make_interval(secs => $1))'

/**
 * Adds the next span of settled calls to the sums. Whoever comes at the same time comes after.
 * @param longestMs the most time that the span may hold
 * @returns whether everything settled is in them
 * @throws {Fault} store-unavailable, where the span held too much for one statement, too
 */
export async function rollUpCalls(pool: pg.Pool, longestMs: number): Promise<boolean> {
  const rows = await query<{ isDone: boolean }>(pool, ROLL_UP, [longestMs / 1000])
  return rows[0]?.isDone ?? true
}

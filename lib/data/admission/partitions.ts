// The partitions of the table of calls, one a week: made ahead of time, dropped when no organisation keeps
// anything of them (docs/decisions/0024).
import type pg from 'pg'
import { query, storeUnavailable } from './pool.ts'

/** Weeks made ahead: how long nothing of Portcullis may run before calls land in the default partition. */
const WEEKS_AHEAD = 4
// Dropping waits for whoever uses the table, and whoever comes meanwhile waits behind it: never for longer.
const LOCK_TIMEOUT_MS = 100

const MAKE = 'SELECT make_call_partition(clock_timestamp() + make_interval(weeks => $1)) AS made'
const OLD = `
  SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
   WHERE i.inhparent = 'call'::regclass AND c.relname ~ '^call_[0-9]{8}$'
     AND (to_date(substr(c.relname, 6), 'YYYYMMDD') + 7)::timestamp AT TIME ZONE 'UTC'
         <= clock_timestamp() - (SELECT make_interval(days => max(retention_days)) FROM organisation)
   ORDER BY c.relname`

export type Made = { readonly made: number; readonly occupied: number }

/**
 * Makes the partitions of this week and those ahead.
 * @returns how many are new, and how many weeks have calls in the default partition already
 * @throws {Fault} store-unavailable
 */
export async function makePartitions(pool: pg.Pool): Promise<Made> {
  const answers: string[] = []
  for (let ahead = 0; ahead <= WEEKS_AHEAD; ahead++) {
    // One statement each: none holds its locks while the next is made.
    const rows = await query<{ made: string }>(pool, MAKE, [ahead])
    answers.push(rows[0]?.made ?? '')
  }
  const count = (answer: string) => answers.filter((each) => each === answer).length
  return { made: count('made'), occupied: count('occupied') }
}

/**
 * Drops the partitions of which no organisation keeps anything.
 * @returns the names of those that are gone; one that is in use just now is for the next time
 * @throws {Fault} store-unavailable
 */
export async function dropPartitions(pool: pg.Pool): Promise<string[]> {
  const gone: string[] = []
  for (const { name } of await query<{ name: string }>(pool, OLD, [])) {
    // Emptying locks this partition alone, which no admission writes to; dropping what is empty then
    // holds the whole table for an instant.
    // By a function of the tables' owner: the role of the gateway need not own them.
    const emptied = await locked(pool, `SELECT retire_call_partition('${name}', 'empty')`)
    if (emptied && (await locked(pool, `SELECT retire_call_partition('${name}', 'drop')`))) gone.push(name)
  }
  return gone
}

/** Runs a statement that gives up rather than let others wait. @returns false where it gave up */
async function locked(pool: pg.Pool, statement: string): Promise<boolean> {
  const client = await pool.connect().catch((cause) => {
    throw storeUnavailable(cause)
  })
  let broken = false
  try {
    await client.query(`BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`)
    await client.query(statement)
    await client.query('COMMIT')
    return true
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      broken = true
    })
    if (isLockTimeout(error)) return false
    throw storeUnavailable(error)
  } finally {
    client.release(broken)
  }
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03'
}

// The gateway's own connections. Prisma never stands on the path of a call.
import pg from 'pg'
import { Fault } from '#lib/fault.ts'

/** A pool of plain `pg` connections. */
export type Pool = pg.Pool

const STATEMENT_TIMEOUT_MS = 2000
// The client gives up a little later than the server, for a network that swallows the answer.
const ANSWER_TIMEOUT_MS = 4000

/** A pool of plain `pg` connections whose every statement ends within two seconds. */
export function createPool(databaseUrl: string, options: { max?: number } = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.max ?? 10,
    connectionTimeoutMillis: 2000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'portcullis-gateway',
  })
  // A connection that breaks while idle is the pool's to drop; one that breaks while checked out
  // emits `error` on the client, and without a listener Node would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** What every failure of the store is for a caller: the call does not happen. */
export function storeUnavailable(cause: unknown): Fault {
  return new Fault(
    'store-unavailable',
    'The gateway cannot reach its database, so the request was refused. Try again in a moment.',
    { cause },
  )
}

/** Runs one statement; any failure is a Fault `store-unavailable`. */
export async function query<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  try {
    return (await pool.query<Row>(text, [...values])).rows
  } catch (cause) {
    throw storeUnavailable(cause)
  }
}

const ADMIT_CALLS = `admit_calls(jsonb, boolean[], text[], int[], text[], text[], text[], text[], boolean[], int[],
  int[], numeric[], numeric[], boolean[], int[], text[], text[], timestamptz[], boolean, boolean)`
const READY = `
  SELECT to_regprocedure($1) IS NOT NULL AND to_regprocedure('give_back(text,text)') IS NOT NULL AS ready`

/** True when calls would be served: the database answers and holds this release's functions. */
export async function isReady(pool: pg.Pool): Promise<boolean> {
  try {
    return (await pool.query(READY, [ADMIT_CALLS])).rows[0]?.ready === true
  } catch {
    return false
  }
}

// The gateway's own connections. Prisma never stands on the path of a call.
import pg from 'pg'
import { Fault } from '#lib/fault.ts'
import { HAS_MIGRATION, NEWEST_MIGRATION } from '../newest-migration.ts'
import { failureOf } from './sql-errors.ts'

/** A pool of plain `pg` connections. */
export type Pool = pg.Pool

// Of which a session lasts: what is planned on a connection is still there for its next statement.
const withSessions = new WeakSet<object>()

const STATEMENT_TIMEOUT_MS = 2000
// The client gives up a little later than the server, for a network that swallows the answer.
const ANSWER_TIMEOUT_MS = 4000
const IDLE_MS = 60_000

/**
 * A pool of plain `pg` connections whose every statement ends within two seconds. Behind a pooler
 * (`?pgbouncer=true`, which lib/env.ts adds) a connection is ours for one transaction only: nothing may be
 * set for its session, so there only the client's patience and the lock timeout of `admit_calls` bound it.
 */
export function createPool(databaseUrl: string, options: { max?: number } = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.max ?? 10,
    connectionTimeoutMillis: 2000,
    // A new connection reads the catalogue and plans everything anew: agents pause for longer than pg's ten seconds.
    idleTimeoutMillis: IDLE_MS,
    ...(!isPooled(databaseUrl) && { statement_timeout: STATEMENT_TIMEOUT_MS }),
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'portcullis-gateway',
  })
  // A connection that breaks while idle is the pool's to drop; one that breaks while checked out
  // emits `error` on the client, and without a listener Node would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.on('error', () => {})
    if (!isPooled(databaseUrl)) withSessions.add(client)
  })
  if (!isPooled(databaseUrl)) withSessions.add(pool)
  const send = (text: string | pg.QueryConfig, values?: unknown[]) => sendKeeping(pool, text, values)
  return Object.assign(pool, { query: send as pg.Pool['query'] })
}

// pg's own `query` closes the connection with every error, and what is planned on it is lost: a statement that the database
// refused would cost everybody twenty calls.
function sendKeeping(pool: pg.Pool, text: string | pg.QueryConfig, values?: unknown[]) {
  return pool.connect().then((client) =>
    client.query(text, values).then(
      (result) => {
        client.release()
        return result
      },
      (error: unknown) => {
        // Of what says nothing about the statement nobody knows what the connection would say next.
        client.release(failureOf(error) === 'lost')
        throw error
      },
    ),
  )
}

function isPooled(databaseUrl: string): boolean {
  return URL.canParse(databaseUrl) && new URL(databaseUrl).searchParams.get('pgbouncer') === 'true'
}

/**
 * A statement that is sent all the time: read and planned once for each connection, where connections are ours.
 * @param name stands for `text`, and for no other
 */
export function standing(
  on: object,
  name: string,
  { text, values }: { readonly text: string; readonly values: unknown[] },
): pg.QueryConfig {
  return withSessions.has(on) ? { name, text, values } : { text, values }
}

/** What every failure of the store is for a caller: the call does not happen. */
export function storeUnavailable(cause: unknown): Fault {
  return new Fault(
    'store-unavailable',
    'The gateway cannot reach its database, so the request was refused. Try again in a moment.',
    { cause },
  )
}

/** The same where it answers, and too many wait for it. */
export function storeBusy(cause: string): Fault {
  return new Fault(
    'store-unavailable',
    'Too many requests wait for the gateway’s database, so this one was refused. Try again in a moment.',
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

/** The same of a statement that is sent all the time (`standing`). */
export async function queryStanding<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  name: string,
  statement: { readonly text: string; readonly values: unknown[] },
): Promise<Row[]> {
  try {
    return (await pool.query<Row>(standing(pool, name, statement))).rows
  } catch (cause) {
    throw storeUnavailable(cause)
  }
}

/** True when calls would be served: the database answers and is as new as this release. */
export async function isReady(pool: pg.Pool): Promise<boolean> {
  try {
    return (await pool.query(HAS_MIGRATION, [NEWEST_MIGRATION])).rows[0]?.ready === true
  } catch {
    return false
  }
}

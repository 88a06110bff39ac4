// The database: the embedded one, or the one that DATABASE_URL names, reached and of a known version.
import { join } from 'node:path'
import { startPostgres } from '../postgres.mjs'
import { Refusal } from './say.mjs'

const OLDEST_VERSION = 15
const REACH_TIMEOUT_MS = 10_000

/**
 * Starts or finds the Postgres in the data folder; it stops with the lifecycle.
 * @returns {Promise<{ url: string, pid: number }>}
 */
export async function startEmbedded(lifecycle, dataDir) {
  const starting = startPostgres(join(dataDir, 'postgres'))
  lifecycle.onStop(() =>
    starting.then(
      (server) => server.stop(),
      () => {},
    ),
  )
  try {
    return await starting
  } catch (error) {
    throw new Refusal(`The embedded database did not start.\n${error.message}`)
  }
}

/** Of a version that this release knows nothing of. */
class TooOld extends Refusal {}

/**
 * For a gateway alone: a database that is away is waited for (/readyz says so), one that is too old is not.
 * @throws {Refusal}
 */
export async function refuseOldDatabase(url) {
  try {
    await assertDatabase(url)
  } catch (error) {
    if (error instanceof TooOld) throw error
  }
}

/**
 * Connects once and asks for the version.
 * @param {string} url
 * @param {string} [variable] the setting that a sentence names
 * @param {{ direct?: boolean }} [how] direct: a session is needed there, which a pooler does not give
 * @throws {Refusal} that names host and database, never the password
 */
export async function assertDatabase(url, variable = 'DATABASE_URL', { direct = false } = {}) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: REACH_TIMEOUT_MS,
    // What is set for a session is set by the database alone: poolers refuse to begin with it.
    ...(direct && { statement_timeout: REACH_TIMEOUT_MS }),
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query('SHOW server_version_num')
    assertVersion(Number(rows[0].server_version_num), url)
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(unreachable(url, error, variable))
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Whether the role of a URL could alter the audit, seals aside: it owns the table, or has the right.
 * @param {string} url of a database that was migrated
 */
export async function isAuditExposed(url) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: REACH_TIMEOUT_MS })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query(
      `SELECT has_table_privilege('audit_event', 'UPDATE, DELETE, TRUNCATE') OR pg_has_role(c.relowner, 'MEMBER') AS exposed
         FROM pg_class c WHERE c.oid = 'audit_event'::regclass`,
    )
    return rows[0]?.exposed !== false
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * @param {number} number as Postgres counts: 150004 is 15.4
 * @throws {Refusal}
 */
export function assertVersion(number, url) {
  const version = Math.floor(number / 10_000)
  if (version >= OLDEST_VERSION) return
  throw new TooOld(
    `The database at ${placeOf(url)} is Postgres ${version}; Portcullis needs ${OLDEST_VERSION} or newer.\nUpgrade it, or set DATABASE_URL to another.`,
  )
}

/** Host, port and database of a URL, without who and with what password. */
export function placeOf(url) {
  const { hostname, port, pathname, searchParams } = new URL(url)
  const database = decodeURIComponent(pathname.slice(1))
  return `${hostname || searchParams.get('host') || 'localhost'}:${port || 5432}${database && ` (database ${database})`}`
}

function unreachable(url, error, variable) {
  const place = placeOf(url)
  switch (error.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The database at ${place} cannot be reached: no such host. Check ${variable}.`
    case 'ECONNREFUSED':
      return `The database at ${place} cannot be reached: nothing listens there. Start it, or check DATABASE_URL.`
    case '28P01':
    case '28000':
      return `The database at ${place} refuses the user or the password of ${variable}.`
    case '3D000':
      return `There is no such database at ${place}. Create it, or check DATABASE_URL.`
    case '08P01':
      if (!/startup parameter/.test(error.message)) return unusable(place, error, variable)
      return `The address ${place} leads through a pooler, which keeps no session for a migration.\nSet DIRECT_DATABASE_URL to the database itself, beside DATABASE_URL.`
    default:
      return unusable(place, error, variable)
  }
}

function unusable(place, error, variable) {
  return `The database at ${place} cannot be used: ${error.message || error.code}. Check ${variable}.`
}

// What a person who starts Portcullis is told of its catalogue. The dashboard loads the seed by itself, after it
// answers; the first time that takes a few seconds, and we say when they are over.
import { say } from './say.mjs'

const LOOK_MS = 2_000
const PATIENCE_MS = 600_000
const REACH_TIMEOUT_MS = 10_000
const STATE = `
  SELECT (SELECT count(*)::int FROM catalogue_server) AS servers,
         (SELECT coalesce(sum(tools), 0)::int FROM catalogue_server) AS tools,
         EXISTS (SELECT 1 FROM catalogue_import
                  WHERE starts_with(source, 'seed:') AND finished_at IS NOT NULL) AS seeded`

/** @returns {Promise<{ servers: number, tools: number, seeded: boolean }>} seeded: some version of the seed is in it */
export async function catalogueState(url) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: REACH_TIMEOUT_MS })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query(STATE)
    return rows[0]
  } finally {
    await client.end().catch(() => {})
  }
}

/** For the list of what was started. */
export function catalogueWords({ servers, tools, seeded }) {
  return seeded
    ? holds({ servers, tools })
    : 'is being filled from the seed; calls and pages do not wait for it'
}

/**
 * Says once that the seed is loaded, when it is; nothing where it was before.
 * @param {{ stopped: boolean }} lifecycle
 */
export async function announceSeed(lifecycle, url, state, lookMs = LOOK_MS) {
  if (state.seeded) return
  const deadline = Date.now() + PATIENCE_MS
  while (!lifecycle.stopped && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, lookMs).unref())
    // A database that is away is somebody else's news.
    const now = await catalogueState(url).catch(() => state)
    if (!now.seeded) continue
    say(`  The catalogue is filled: ${holds(now)}`)
    return
  }
}

function holds({ servers, tools }) {
  return `${servers.toLocaleString('en')} servers with ${tools.toLocaleString('en')} tools`
}

// Everything that a proof runs on: a Postgres, an upstream with its journal, replicas of the gateway, a
// client. All of it real processes, started here and ended here.
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { disconnect } from '#lib/data/client.ts'
import { freePort } from '../../scripts/postgres.mjs'
import { ensureGateway } from '../../scripts/start/bundle.mjs'
import type { ListedTool } from '../upstream.ts'
import { type Client, createClient } from './client.ts'
import { type Database, startDatabase } from './database.ts'
import { createReplica, type Replica } from './replica.ts'
import { startUpstream, type Upstream } from './upstream.ts'

export type Stage = {
  readonly database: Database
  readonly upstream: Upstream
  readonly replicas: readonly Replica[]
  readonly client: Client
  /** Numbers calls: each number is used once. */
  next(): number
  /** Every organisation that was made on this stage. */
  readonly organisations: Set<string>
  /** Plain SQL, for what the checks look at from behind. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>
  stop(): Promise<void>
}

const HOUR_MS = 3_600_000
const CONNECTIONS = 64

/** @param tools what the upstream lists @param replicas how many; the last one's clock is an hour ahead */
export async function startStage(replicas: number, tools: readonly ListedTool[]): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-proof-'))
  mkdirSync(join(folder, 'postgres'))
  const database = await startDatabase(join(folder, 'postgres'))
  const settings = {
    DATABASE_URL: database.url,
    APP_URL: 'http://localhost',
    SECRET_KEY: randomBytes(48).toString('base64'),
    SIGN_UP: 'open',
    ALLOW_PRIVATE_UPSTREAMS: 'true',
    // What it warns of while its database is away is what the proof does to it.
    LOG_LEVEL: 'error',
    DATA_DIR: folder,
  }
  // The edits go through the product's functions, in this process.
  Object.assign(process.env, settings)
  // Once, and not by each replica for itself.
  await ensureGateway()
  const upstream = await startUpstream(join(folder, 'journal'), tools, database.url)
  const made: Replica[] = []
  for (let nth = 0; nth < replicas; nth++) {
    const shiftMs = replicas > 1 && nth === replicas - 1 ? HOUR_MS : 0
    const port = (await freePort()) as number
    made.push(createReplica({ port, shiftMs, log: join(folder, `replica-${nth}`), settings }))
  }
  await Promise.all(made.map((replica) => replica.start()))
  const client = createClient(CONNECTIONS)
  const pool = new pg.Pool({ connectionString: database.url, max: 2 })
  pool.on('error', () => {})
  let calls = 0
  return {
    database,
    upstream,
    replicas: made,
    client,
    next: () => ++calls,
    organisations: new Set(),
    sql: async (text, values = []) => (await pool.query(text, [...values])).rows,
    async stop() {
      await Promise.all(made.map((replica) => replica.stop()))
      await client.close()
      await Promise.all([pool.end(), disconnect()])
      await upstream.stop()
      await database.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

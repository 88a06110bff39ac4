// One real Postgres for a test run; each suite that wants one gets a migrated database of its own.
// TEST_POSTGRES_BIN names the programs of another version than the embedded one, TEST_PGBOUNCER a pooler
// that the suites' databases are then reached through.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../scripts/migrate.mjs'
import { startPostgres } from '../scripts/postgres.mjs'
import { startPgBouncer } from './pgbouncer.ts'

const TEMPLATE = 'portcullis_template'

/** vitest's globalSetup: starts the server and migrates a template that suites are copied from. */
export default async function setup(project: TestProject) {
  const { TEST_DATABASE_URL, TEST_POSTGRES_BIN, TEST_PGBOUNCER } = process.env
  const directory = mkdtempSync(join(tmpdir(), 'portcullis-test-'))
  const binaries = TEST_POSTGRES_BIN ? { binaries: () => TEST_POSTGRES_BIN } : {}
  const server = TEST_DATABASE_URL
    ? { url: TEST_DATABASE_URL, stop: async () => {} }
    : await startPostgres(directory, { durable: false, ...binaries })
  await withClient(server.url, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${TEMPLATE}`)
  })
  await migrate(databaseUrl(server.url, TEMPLATE))
  const pooler = TEST_PGBOUNCER ? await startPgBouncer(TEST_PGBOUNCER, directory, server.url) : null
  // The suites run in processes of their own, which inherit it.
  process.env.TEST_POOLER_URL = pooler?.url ?? ''
  project.provide('postgresUrl', server.url)
  return async () => {
    await pooler?.stop()
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

export type TestDatabase = {
  /** What the product is given as DATABASE_URL. */
  readonly url: string
  /** The database itself: another address where the run goes through a pooler. */
  readonly directUrl: string
  /** To be called when the suite is done. */
  readonly drop: () => Promise<void>
}

/** A new, migrated, empty database on the run's server. */
export async function newDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `t_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  await withClient(serverUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`))
  const poolerUrl = process.env.TEST_POOLER_URL
  return {
    url: databaseUrl(poolerUrl || serverUrl, name),
    directUrl: databaseUrl(serverUrl, name),
    drop: () =>
      withClient(serverUrl, async (client) => {
        // A pool that was ended closes its connections a moment later; cutting them would be an error there.
        // A pooler keeps its own open, and minds nothing.
        if (!poolerUrl) await untilAlone(client, name)
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      }),
  }
}

async function untilAlone(client: pg.Client, database: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { rowCount } = await client.query('SELECT FROM pg_stat_activity WHERE datname = $1', [database])
    if (rowCount === 0) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.toString()
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

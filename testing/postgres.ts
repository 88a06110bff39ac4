// One real Postgres for a test run; each suite that wants one gets a migrated database of its own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../scripts/migrate.mjs'
import { startPostgres } from '../scripts/postgres.mjs'

const TEMPLATE = 'portcullis_template'

/** vitest's globalSetup: starts the server and migrates a template that suites are copied from. */
export default async function setup(project: TestProject) {
  const directory = process.env.TEST_DATABASE_URL ? null : mkdtempSync(join(tmpdir(), 'portcullis-test-'))
  const server = directory
    ? await startPostgres(directory, { durable: false })
    : { url: process.env.TEST_DATABASE_URL as string, stop: async () => {} }
  await withClient(server.url, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${TEMPLATE}`)
  })
  await migrate(databaseUrl(server.url, TEMPLATE))
  project.provide('postgresUrl', server.url)
  return async () => {
    await server.stop()
    if (directory) rmSync(directory, { recursive: true, force: true })
  }
}

/** A new, migrated, empty database on the run's server. Call `drop` when the suite is done. */
export async function newDatabase(serverUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `t_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  await withClient(serverUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`))
  return {
    url: databaseUrl(serverUrl, name),
    drop: () =>
      withClient(serverUrl, async (client) => {
        // A pool that was ended closes its connections a moment later; cutting them would be an error there.
        await untilAlone(client, name)
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

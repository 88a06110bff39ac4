// What docs/operations.md says of backups, done: a copy of a stopped instance's data folder, and a dump that is restored
// into an empty database; each with every row as it was, calls that pass with the tokens that agents have, and stored
// credentials that open with the SECRET_KEY they were sealed with, and with no other.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Config } from '#gateway/config.ts'
import { createDeps } from '#gateway/deps.ts'
import { createGateway } from '#gateway/gateway.ts'
import { ask, modernMessage } from '#gateway/testing/harness.ts'
import { startUpstream, type TestUpstream, TOOLS } from '#gateway/testing/upstream.ts'
import { createPool } from '#lib/data/admission/index.ts'
import { seedTenant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { createLog } from '#lib/log.ts'
import { sealHeaders } from '#lib/upstream/index.ts'
import { migrate } from '../scripts/migrate.mjs'
import { startPostgres } from '../scripts/postgres.mjs'

const KEY = Buffer.alloc(32, 7)
const CREDENTIAL = 'Bearer credential-of-the-server'
const PROGRAMS = [process.env.POSTGRES_15_BIN, '/usr/lib/postgresql/15/bin', '/usr/pgsql-15/bin'].find(
  (folder) => folder !== undefined && existsSync(join(folder, 'pg_restore')),
)

let upstream: TestUpstream
const folders: string[] = []
beforeAll(async () => {
  upstream = await startUpstream()
})
afterAll(async () => {
  await upstream.close()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** An instance that was in use: a tenant with a credential, and calls on record. */
async function use(url: string): Promise<Tenant> {
  await migrate(url)
  const pool = createPool(url, { max: 2 })
  const tenant = await seedTenant(pool, { url: upstream.url, tools: TOOLS, urlEnabled: true })
  const owner = { organisationId: tenant.organisationId, serverId: tenant.serverId }
  const sealed = sealHeaders(KEY, owner, { authorization: CREDENTIAL })
  await pool.query('UPDATE server SET sealed_headers = $2 WHERE id = $1', [tenant.serverId, sealed])
  expect(await called(url, tenant, KEY)).toMatchObject({ isAnswered: true, shown: CREDENTIAL })
  await pool.end()
  return tenant
}

/** One call through a gateway of its own: whether it was answered, and what the server was shown. */
async function called(
  url: string,
  tenant: Tenant,
  secretKey: Buffer,
): Promise<{ isAnswered: boolean; shown: string | null; text: string }> {
  const config: Config = {
    appUrl: 'http://gateway.test',
    secretKey,
    allowPrivateUpstreams: true,
    dashboardOrigin: '',
    bounds: { drainMs: 500 },
  }
  const deps = createDeps(url, config, createLog({ write: () => {} }))
  const gateway = createGateway(config, deps)
  const port = await gateway.listen(0, '127.0.0.1')
  const before = upstream.calls().length
  const { body, headers } = modernMessage('tools/call', { name: 'echo', arguments: { text: 'kept' } })
  const answer = await ask(`http://127.0.0.1:${port}/mcp/${tenant.serverId}/`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tenant.token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify(body),
  })
  await gateway.drain()
  const [call] = upstream.calls().slice(before)
  return {
    isAnswered: answer.status === 200 && answer.text.includes('kept'),
    shown: call?.headers.authorization ?? null,
    text: answer.text,
  }
}

/** Every table with the number of its rows and a digest of what is in them. */
async function contents(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const tables = await client.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
    )
    const found: Record<string, string> = {}
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ rows: string; digest: string }>(
        `SELECT count(*) AS rows, md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) AS digest FROM "${name}" t`,
      )
      found[name] = `${rows[0]?.rows} ${rows[0]?.digest}`
    }
    return found
  } finally {
    await client.end()
  }
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'portcullis-backup-'))
  folders.push(made)
  return made
}

describe('a copy of the data folder, made while nothing runs', () => {
  it('is the instance again, somewhere else', async () => {
    const [from, to] = [folder(), folder()]
    const first = await startPostgres(join(from, 'postgres'), { durable: false })
    const tenant = await use(first.url)
    const before = await contents(first.url)
    await first.stop()
    cpSync(from, to, { recursive: true, preserveTimestamps: true })
    const second = await startPostgres(join(to, 'postgres'), { durable: false })
    try {
      expect(await contents(second.url)).toEqual(before)
      expect(Object.keys(before).length).toBeGreaterThan(20)
      expect(before.call).not.toMatch(/^0 /)
      expect(await called(second.url, tenant, KEY)).toMatchObject({ isAnswered: true, shown: CREDENTIAL })
    } finally {
      await second.stop()
    }
  })
})

describe.skipIf(PROGRAMS === undefined)(
  'a dump, restored into an empty database (needs pg_dump of Postgres 15)',
  () => {
    const run = (program: string, args: string[]) => {
      const done = spawnSync(join(PROGRAMS ?? '', program), args, { encoding: 'utf8' })
      expect([program, done.status, done.stderr]).toEqual([program, 0, ''])
    }

    it('is the instance again; with another SECRET_KEY nothing is sent that was sealed with the old one', async () => {
      const place = folder()
      const server = await startPostgres(join(place, 'postgres'), {
        durable: false,
        binaries: () => PROGRAMS ?? '',
      })
      try {
        const tenant = await use(server.url)
        const before = await contents(server.url)
        const file = join(place, 'portcullis.dump')
        run('pg_dump', ['--format=custom', `--file=${file}`, server.url])
        run('createdb', [`--maintenance-db=${server.url}`, 'restored'])
        const restored = Object.assign(new URL(server.url), { pathname: '/restored' }).toString()
        run('pg_restore', ['--no-owner', '--exit-on-error', `--dbname=${restored}`, file])
        expect(await contents(restored)).toEqual(before)
        // As after any restore: the migrations of this release; none is missing.
        expect(await migrate(restored)).toEqual([])
        expect(await called(restored, tenant, KEY)).toMatchObject({ isAnswered: true, shown: CREDENTIAL })
        const wrong = await called(restored, tenant, Buffer.alloc(32, 8))
        expect(wrong).toMatchObject({ isAnswered: false, shown: null })
        expect(wrong.text).toContain('credentials stored for the server cannot be opened')
      } finally {
        await server.stop()
      }
    })
  },
)

// An instance that was in use, for what docs/operations.md says of backups: afterwards every row is as it was, calls pass
// with the tokens that agents have, and stored credentials open with the SECRET_KEY they were sealed with, and no other.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Config } from '#gateway/config.ts'
import { createDeps } from '#gateway/deps.ts'
import { createGateway } from '#gateway/gateway.ts'
import { ask, modernMessage } from '#gateway/testing/harness.ts'
import { startUpstream, type TestUpstream, TOOLS } from '#gateway/testing/upstream.ts'
import { createPool } from '#lib/data/admission/index.ts'
import { seedTenant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { createLog } from '#lib/log.ts'
import { sealHeaders } from '#lib/upstream/index.ts'
import { migrate } from '../../scripts/migrate.mjs'

export const KEY = Buffer.alloc(32, 7)
export const CREDENTIAL = 'Bearer credential-of-the-server'

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
export async function use(url: string): Promise<Tenant> {
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
export async function called(
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
export async function contents(url: string): Promise<Record<string, string>> {
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

/** A folder that is gone after the tests. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'portcullis-backup-'))
  folders.push(made)
  return made
}

// A gateway with its Postgres and an upstream, for two organisations: one that is measured, one that is a
// neighbour. What the neighbour does that is unusual is prepared here.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDeps } from '#gateway/deps.ts'
import { createGateway } from '#gateway/gateway.ts'
import { createPool, type Pool } from '#lib/data/admission/index.ts'
import { seedTenant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { createLog } from '#lib/log.ts'
import { migrate } from '../../scripts/migrate.mjs'
import { startPostgres } from '../../scripts/postgres.mjs'

export type Neighbours = {
  readonly pool: Pool
  readonly measured: Tenant
  readonly neighbour: Tenant
  /** One tools/call of a tenant, from the socket to its last byte. Never throws: the status, or 0. */
  call(tenant: Tenant, tool: string, args?: object): Promise<number>
  /** Puts so many events behind the neighbour's sliding limit, all of them within its window. */
  fillSlidingLimit(events: number): Promise<void>
  close(): Promise<void>
}

export const MILLION = 1_000_000
const MOST = 1_000_000_000
const limit = (counter: string, max: number, window: string | number, algorithm = 'fixed') => ({
  limits: [{ counter, max, window, algorithm, scope: 'grant' }],
})
const POLICY = {
  version: '1',
  default: 'deny',
  tools: {
    normal: limit('normal', MOST, 'day'),
    hang: limit('hang', MOST, 'day'),
    held: limit('held', MOST, 'day'),
    sliding: limit('sliding', 2 * MILLION, 86_400, 'sliding'),
    full: limit('full', 0, 'day'),
    poison: {},
  },
}
const TOOLS = [...Object.keys(POLICY.tools), 'denied'].map((name) => ({
  name,
  inputSchema: { type: 'object', additionalProperties: true },
}))

export async function startNeighbours(): Promise<Neighbours> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'))
  const postgres = await startPostgres(folder)
  await migrate(postgres.url)
  const upstream = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      if (body.includes('"hang"')) return
      const { id } = JSON.parse(body) as { id: unknown }
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: 'ok' }] } }),
      )
    })
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/mcp`
  const pool = createPool(postgres.url, { max: 4 })
  // A value that passes every check and that SQL refuses all the same.
  await pool.query(`CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF NEW.tool = 'poison' THEN RAISE EXCEPTION 'poisoned'; END IF; RETURN NEW; END $$`)
  await pool.query(
    'CREATE TRIGGER refuse_poison BEFORE INSERT ON call FOR EACH ROW EXECUTE FUNCTION refuse_poison()',
  )
  const config = {
    appUrl: 'http://gateway.test',
    secretKey: randomBytes(32),
    allowPrivateUpstreams: true,
    dashboardOrigin: '',
    bounds: {
      maxExchangesPerGrant: 5000,
      maxExchangesPerOrganisation: 5000,
      answerTimeoutMs: 60_000,
      drainMs: 200,
    },
  }
  const gateway = createGateway(config, createDeps(postgres.url, config, createLog({ write: () => {} })))
  const origin = `http://127.0.0.1:${await gateway.listen(0, '127.0.0.1')}`
  const [measured, neighbour] = await Promise.all(
    [1, 2].map(() => seedTenant(pool, { url, policy: POLICY, tools: TOOLS })),
  )
  if (!measured || !neighbour) throw new Error('no tenants')

  async function call(tenant: Tenant, tool: string, args: object = {}): Promise<number> {
    try {
      const response = await fetch(`${origin}/mcp/${tenant.serverId}/`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${tenant.token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
        },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          method: 'tools/call',
          params: { name: tool, arguments: args },
        }),
        signal: AbortSignal.timeout(20_000),
      })
      await response.text()
      return response.status
    } catch {
      return 0
    }
  }

  return {
    pool,
    measured,
    neighbour,
    call,
    async fillSlidingLimit(events) {
      await call(neighbour, 'sliding')
      const client = await pool.connect()
      await client.query('SET statement_timeout = 0')
      const of = [neighbour.organisationId]
      await client.query(
        `INSERT INTO counter_event (organisation_id, key, at, call_id, amount, before)
         SELECT organisation_id, key, at + i * interval '1 microsecond', 'c' || i, 1, i
           FROM counter_event, generate_series(1, $2::int) i WHERE organisation_id = $1`,
        [...of, events - 1],
      )
      await client.query(
        `UPDATE counter SET used = $2 WHERE organisation_id = $1 AND window_start = 'epoch'`,
        [...of, events],
      )
      await client.query('ANALYZE counter_event')
      client.release(true)
    },
    async close() {
      await gateway.drain()
      upstream.closeAllConnections()
      upstream.close()
      await pool.end()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

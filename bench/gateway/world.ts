// What a round meets: an upstream, the relay and the gateway before it, a database with tenants in it, and
// the load. Everything but this process's own words is a process of its own, as it would run in production.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPool, type Pool } from '#lib/data/admission/index.ts'
import { seedGrant, seedTenant } from '#lib/data/admission/testing/tenant.ts'
import { parseEnv } from '#lib/env.ts'
import { sealHeaders } from '#lib/upstream/index.ts'
import { migrate } from '../../scripts/migrate.mjs'
import { startPostgres } from '../../scripts/postgres.mjs'
import { SECRET_KEY, startGatewayProcess } from './gateway-process.ts'
import { programOf, type Running, startNode } from './process.ts'
import { POLICY, toolsFor } from './tenants.ts'

export type World = {
  readonly databaseUrl: string
  readonly pool: Pool
  readonly upstream: Running & { readonly port: number }
  readonly relay: Running & { readonly port: number }
  /** The relay with a bare admission; null where nothing is held against it. */
  readonly bare: (Running & { readonly port: number }) | null
  readonly gateway: Running & { readonly port: number }
  readonly load: Running
  readonly postgresPid: number
  /** How many calls of the load the gateway has answered, refusals included. */
  answered: number
  /** Where each grant's calls go, and the token that they carry. */
  readonly grants: readonly Grant[]
  /** A server with many tools, and a grant on it. */
  readonly many: Grant
  close(): Promise<void>
}
export type Grant = { readonly path: string; readonly token: string }
export type WorldOptions = {
  readonly nodeFlags?: readonly string[]
  readonly organisations?: number
  readonly durable?: boolean
  /** Whether there is a relay with a bare admission, too. */
  readonly bare?: boolean
}

export const FEW_TOOLS = 40
export const MANY_TOOLS = 1300
const GRANTS_PER_ORGANISATION = 8

/** Starts all of it, on free ports of the loopback interface and in a folder that `close` removes. */
export async function startWorld({
  nodeFlags = [],
  organisations = 8,
  durable = true,
  bare: wantsBare = false,
}: WorldOptions = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'))
  const postgres = await startPostgres(folder, { durable })
  await migrate(postgres.url)
  const pool = createPool(postgres.url, { max: 2 })
  const upstream = await startListening('upstream.mjs')
  const origin = `http://127.0.0.1:${upstream.port}`
  // Before there is a gateway, which would read the servers' lists by itself.
  const grants: Grant[] = []
  for (let count = 0; count < organisations; count++)
    grants.push(...(await seed(pool, `${origin}/mcp/${FEW_TOOLS}`, FEW_TOOLS)))
  const [many] = await seed(pool, `${origin}/mcp/${MANY_TOOLS}`, MANY_TOOLS)
  if (!many) throw new Error('no grant was made')
  await pool.query('ANALYZE')
  const relay = await startListening('relay.mjs', { origin })
  const tokens = grants.map(({ token }) => `Bearer ${token}`)
  const order = { origin, databaseUrl: postgres.url, tokens }
  const bare = wantsBare ? await startListening('relay.mjs', order) : null
  const gateway = await startGatewayProcess(postgres.url, nodeFlags)
  const load = startNode([programOf('load.mjs')])

  return {
    databaseUrl: postgres.url,
    pool,
    upstream,
    relay,
    bare,
    gateway,
    load,
    postgresPid: postgres.pid,
    answered: 0,
    grants,
    many,
    close: async () => {
      await gateway.end()
      await Promise.all([load.end(), relay.end(), bare?.end(), upstream.end(), pool.end()])
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Starts one of the bench's own servers, and resolves when it listens. */
export async function startListening(program: string, order?: object): Promise<Running & { port: number }> {
  const running = startNode([programOf(program)])
  const { port } = await running.ask<{ port: number }>(order)
  return { ...running, port }
}

// An organisation whose server has a stored credential, as most have, and a few grants on it.
async function seed(pool: Pool, url: string, tools: number): Promise<Grant[]> {
  const tenant = await seedTenant(pool, { url, policy: POLICY, tools: toolsFor(tools) })
  const { organisationId, serverId, userId, policyId } = tenant
  const { secretKey } = parseEnv({ DATABASE_URL: 'postgresql://a@b/c', SECRET_KEY })
  const headers = { authorization: 'Bearer an-upstream-credential-of-the-bench' }
  const sealed = sealHeaders(secretKey, { organisationId, serverId }, headers)
  await pool.query(
    "UPDATE server SET sealed_headers = $3, next_read_at = 'infinity' WHERE organisation_id = $1 AND id = $2",
    [organisationId, serverId, sealed],
  )
  const tokens = [tenant.token]
  while (tokens.length < GRANTS_PER_ORGANISATION)
    tokens.push((await seedGrant(pool, { organisationId, userId, serverId, policyId })).token)
  return tokens.map((token) => ({ path: `/mcp/${serverId}/`, token }))
}

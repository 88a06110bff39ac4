// Servers of 2024-11-05 behind the gateway: the official transport of that time on one end, the clients of
// today on the other, and between two replicas.

import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { seedTenant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { createLog } from '#lib/log.ts'
import { OLD_TOOLS, type OldSseServer, startOldSseServer } from '#testing/old-sse-server.ts'
import { createDeps } from '../deps.ts'
import { createGateway } from '../gateway.ts'
import { type Answer, ask, connect, type Harness, startHarness } from '../testing/harness.ts'

let gate: Harness
let old: OldSseServer
beforeAll(async () => {
  gate = await startHarness()
  old = await startOldSseServer()
})
afterEach(async () => {
  await old.list(OLD_TOOLS)
  old.seen.length = 0
  old.cancelled.length = 0
})
afterAll(async () => {
  await gate.close()
  await old.close()
})

async function tenantOf(policy: object = { version: '1', default: 'allow' }): Promise<Tenant> {
  const tenant = await seedTenant(gate.pool, { url: old.url, tools: OLD_TOOLS, policy })
  await gate.pool.query(`UPDATE server SET transport = 'sse' WHERE id = $1`, [tenant.serverId])
  return tenant
}
const initialize = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
}
const post = (tenant: Tenant, body: unknown, session?: string, origin = gate.origin): Promise<Answer> =>
  ask(`${origin}/mcp/${tenant.serverId}/`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tenant.token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(session && { 'mcp-session-id': session }),
    },
    body: JSON.stringify(body),
  })
const callOf = (id: number, name: string) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: { n: id } },
})
const sessionOf = async (tenant: Tenant, origin?: string) => {
  const answer = await post(tenant, initialize, undefined, origin)
  expect(answer.status).toBe(200)
  return answer.headers.get('mcp-session-id') ?? ''
}

describe('a server of 2024-11-05 behind the gateway', () => {
  it.each(['SDK v1', 'SDK v2, legacy', 'SDK v2, as it finds'] as const)(
    'is Streamable HTTP to %s: list, call, progress',
    async (kind) => {
      const tenant = await tenantOf()
      const client = await connect(kind, gate.url(tenant), tenant.token)
      expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['echo', 'slow', 'hang'])
      const progress: number[] = []
      const { content } = await client.callTool(
        { name: 'slow', arguments: { n: 1 } },
        (step) => void progress.push(step),
      )
      expect(content[0]?.text).toBe('{"name":"slow","args":{"n":1}}')
      expect(progress).toEqual([1, 2, 3])
      await client.close()
      expect((await gate.records(tenant)).map(({ tool, outcome }) => [tool, outcome])).toEqual([
        ['slow', 'ok'],
      ])
    },
  )

  it('is governed as any other: what the policy refuses never reaches it', async () => {
    const tenant = await tenantOf({ version: '1', default: 'deny', tools: { echo: {} } })
    const session = await sessionOf(tenant)
    const before = old.seen.length
    expect((await post(tenant, callOf(1, 'slow'), session)).text).toContain('POLICY DENIED')
    expect(old.seen.length).toBe(before)
    expect((await post(tenant, { jsonrpc: '2.0', id: 2, method: 'tools/list' }, session)).text).not.toContain(
      'slow',
    )
    expect((await post(tenant, callOf(3, 'echo'), session)).text).toContain('\\"n\\":3')
    expect(old.seen.every(({ authorization }) => authorization === undefined)).toBe(true)
  })

  it('[D2] tells of a changed list on the standing stream; the list is read again, the tool refused', async () => {
    const tenant = await tenantOf()
    const client = new Client({ name: 'listener', version: '1' })
    let told = 0
    client.setNotificationHandler(ToolListChangedNotificationSchema, () => void told++)
    const requestInit = { headers: { authorization: `Bearer ${tenant.token}` } }
    await client.connect(new StreamableHTTPClientTransport(new URL(gate.url(tenant)), { requestInit }))
    await client.callTool({ name: 'echo' })
    await new Promise((opened) => setTimeout(opened, 200))
    await old.list(
      OLD_TOOLS.map((tool) => (tool.name === 'echo' ? { ...tool, description: 'Another.' } : tool)),
    )
    await vi.waitFor(() => expect(told).toBeGreaterThan(0), { timeout: 15_000 })
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['slow', 'hang'])
    expect(JSON.stringify(await client.callTool({ name: 'echo' }))).toContain('definition-changed')
    await client.close()
  })

  it('hears of a cancellation', async () => {
    const tenant = await tenantOf()
    const client = new Client({ name: 'canceller', version: '1' })
    const requestInit = { headers: { authorization: `Bearer ${tenant.token}` } }
    await client.connect(new StreamableHTTPClientTransport(new URL(gate.url(tenant)), { requestInit }))
    const stop = new AbortController()
    const hanging = client.callTool({ name: 'hang' }, undefined, { signal: stop.signal })
    hanging.catch(() => {})
    await vi.waitFor(() => expect(old.seen.length).toBeGreaterThan(3), { timeout: 15_000 })
    stop.abort('enough')
    await expect(hanging).rejects.toThrow()
    await vi.waitFor(() => expect(old.cancelled).toContain('hang'), { timeout: 15_000 })
    await client.close()
  })

  it('that dies in the middle of a call says so, and the session is over', async () => {
    const tenant = await tenantOf()
    const session = await sessionOf(tenant)
    const hanging = post(tenant, callOf(1, 'hang'), session)
    await vi.waitFor(() => expect(old.seen.length).toBe(3), { timeout: 15_000 })
    old.die()
    expect((await hanging).json).toMatchObject({
      error: { data: { 'io.portcullis/upstream': { code: 'upstream-unreachable' } } },
    })
    expect((await post(tenant, callOf(2, 'echo'), session)).status).toBe(404)
    expect((await post(tenant, callOf(3, 'echo'), await sessionOf(tenant))).text).toContain('\\"n\\":3')
  })

  it('keeps two sessions apart, and a session from another grant', async () => {
    const [one, two] = [await tenantOf(), await tenantOf()]
    const [first, second] = [await sessionOf(one), await sessionOf(two)]
    const answers = await Promise.all([
      post(one, callOf(7, 'echo'), first),
      post(two, callOf(7, 'slow'), second),
    ])
    expect(answers.map(({ text }) => /"name\\":\\"(\w+)/.exec(text)?.[1])).toEqual(['echo', 'slow'])
    expect((await post(one, callOf(8, 'echo'), second)).status).toBe(404)
    const open = old.sessions()
    const deleted = await ask(gate.url(one), {
      method: 'DELETE',
      headers: { authorization: `Bearer ${one.token}`, 'mcp-session-id': first },
    })
    expect(deleted.status).toBe(200)
    await vi.waitFor(() => expect(old.sessions()).toBe(open - 1), { timeout: 15_000 })
    expect((await post(one, callOf(9, 'echo'), first)).status).toBe(404)
    expect((await post(two, callOf(9, 'echo'), second)).status).toBe(200)
  })

  it('[D3] ends with its grant', async () => {
    const tenant = await tenantOf()
    const open = old.sessions()
    await sessionOf(tenant)
    expect(old.sessions()).toBe(open + 1)
    await gate.pool.query('UPDATE "grant" SET revoked_at = now() WHERE id = $1', [tenant.grantId])
    await vi.waitFor(() => expect(old.sessions()).toBe(open), { timeout: 15_000 })
  })

  it('is reached from every replica, and not where its address changed', async () => {
    const config = {
      appUrl: 'http://gateway.test',
      secretKey: Buffer.alloc(32, 7),
      allowPrivateUpstreams: true,
      dashboardOrigin: '',
    }
    const other = createGateway(config, createDeps(gate.databaseUrl, config, createLog({ write: () => {} })))
    const origin = `http://127.0.0.1:${await other.listen(0, '127.0.0.1')}`
    const tenant = await tenantOf()
    const session = await sessionOf(tenant)
    const through = await post(tenant, callOf(4, 'echo'), session, origin)
    expect([through.status, through.text.includes('\\"n\\":4')]).toEqual([200, true])
    await gate.pool.query(`UPDATE server SET url = url || '?x=1' WHERE id = $1`, [tenant.serverId])
    expect((await post(tenant, callOf(5, 'echo'), session, origin)).status).toBe(404)
    expect((await post(tenant, callOf(6, 'echo'), session)).status).toBe(404)
    await other.drain()
  })
})

// What changes is announced (POLICY.md E14, D1; security: B19): a published policy, another policy for the
// grant, an accepted or changed definition. In a legacy session on its standing stream, on the 2026-07-28
// wire on the streams that subscribed.
import type { ServerResponse } from 'node:http'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { publish, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { newId } from '#lib/id.ts'
import { type HandStream, openByHand, streamOf } from './testing/hand-client.ts'
import { type Harness, modernMessage, startHarness } from './testing/harness.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startHarness()
})
afterEach(() => {
  gate.upstream.script = null
})
afterAll(() => gate.close())

const policy = (tools: object, methods: object = {}) => ({ version: '1', default: 'deny', tools, methods })
const LEGACY_NEWS = { jsonrpc: '2.0', method: 'notifications/tools/list_changed' }
const modernNews = (id: unknown) => ({
  ...LEGACY_NEWS,
  params: { _meta: { 'io.modelcontextprotocol/subscriptionId': id } },
})

/** A `subscriptions/listen` by hand; its answer as it comes. */
async function listen(tenant: Tenant, notifications: object, id: unknown = 'sub'): Promise<HandStream> {
  const { body, headers } = modernMessage('subscriptions/listen', { notifications }, id)
  const response = await fetch(gate.url(tenant), {
    method: 'POST',
    headers: {
      ...headers,
      authorization: `Bearer ${tenant.token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify(body),
  })
  return streamOf(response)
}

const CHANGES: [string, (tenant: Tenant) => Promise<unknown>][] = [
  ['a policy that is published', (tenant) => publish(gate.pool, tenant, policy({ slow: {} }))],
  [
    'another policy that the grant is given',
    async (tenant) => {
      const policyId = newId('pol', tenant.organisationId)
      await gate.pool.query(
        'INSERT INTO policy (organisation_id, id, server_id, name) VALUES ($1, $2, $3, $4)',
        [tenant.organisationId, policyId, tenant.serverId, 'Other'],
      )
      await publish(gate.pool, { ...tenant, policyId }, policy({ slow: {} }))
      await gate.pool.query('UPDATE grant_server SET policy_id = $1 WHERE grant_id = $2', [
        policyId,
        tenant.grantId,
      ])
    },
  ],
  [
    'a policy that the grant loses',
    (tenant) =>
      gate.pool.query('UPDATE grant_server SET policy_id = NULL WHERE grant_id = $1', [tenant.grantId]),
  ],
  [
    'a definition that is accepted',
    (tenant) =>
      gate.pool.query(`UPDATE tool SET pinned_hash = 'x' WHERE server_id = $1 AND name = 'slow'`, [
        tenant.serverId,
      ]),
  ],
  [
    'a definition that is found changed',
    (tenant) =>
      gate.pool.query(`UPDATE tool SET hash = 'x' WHERE server_id = $1 AND name = 'slow'`, [tenant.serverId]),
  ],
]

describe('a client is told of', () => {
  it.each(CHANGES)('%s, on the standing stream of its session', async (_, change) => {
    const tenant = await gate.tenant(policy({ echo: {} }))
    const client = await openByHand(gate, tenant)
    const stream = await client.openStream()
    await change(tenant)
    expect(await stream.next()).toEqual(LEGACY_NEWS)
    await stream.close()
  })

  it.each(CHANGES)('%s, on the stream that subscribed to it', async (_, change) => {
    const tenant = await gate.tenant(policy({ echo: {} }))
    const stream = await listen(tenant, { toolsListChanged: true }, 41)
    expect(await stream.next()).toMatchObject({ method: 'notifications/subscriptions/acknowledged' })
    await change(tenant)
    expect(await stream.next()).toEqual(modernNews(41))
    await stream.close()
  })

  it('nothing where nothing changed, or where another server or grant did', async () => {
    const [tenant, other] = [await gate.tenant(policy({ echo: {} })), await gate.tenant(policy({ echo: {} }))]
    const client = await openByHand(gate, tenant)
    const stream = await client.openStream()
    for (const [, change] of CHANGES) await change(other)
    await gate.pool.query('UPDATE "grant" SET last_used_at = now() WHERE id = $1', [tenant.grantId])
    // Several checks later the first news is that of our own change.
    await new Promise((resolve) => setTimeout(resolve, 300))
    await gate.upstream.servers.at(-1)?.sendLoggingMessage({ level: 'info', data: 'first' })
    expect(await stream.next()).toMatchObject({ params: { data: 'first' } })
    await stream.close()
  })

  it('by the official client of 2026-07-28, which then lists again and sees the other tools', async () => {
    const tenant = await gate.tenant(policy({ echo: {} }))
    const names: string[][] = []
    const client = new Client(
      { name: 'listening', version: '1' },
      {
        versionNegotiation: { mode: { pin: '2026-07-28' } },
        listChanged: {
          tools: { onChanged: (_, tools) => void names.push((tools ?? []).map(({ name }) => name)) },
        },
      },
    )
    const requestInit = { headers: { authorization: `Bearer ${tenant.token}` } }
    await client.connect(new StreamableHTTPClientTransport(new URL(gate.url(tenant)), { requestInit }))
    await expect.poll(() => gate.upstream.seen.at(-1)?.body).toContain('subscriptions/listen')
    await publish(gate.pool, tenant, policy({ slow: {} }))
    await expect.poll(() => names.at(-1), { timeout: 10_000 }).toEqual(['slow'])
    await client.close()
  })

  it('only where there will be a stream for it: so the server’s offer says', async () => {
    const tenant = await gate.tenant(policy({ echo: {} }))
    const offered = async (tools: object, session: Record<string, string>) => {
      gate.upstream.script = (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', ...session })
        const result = { protocolVersion: '2025-11-25', capabilities: { tools }, serverInfo: {} }
        response.end(JSON.stringify({ jsonrpc: '2.0', id: 0, result }))
        return true
      }
      const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: {} }
      const { json } = await gate.post(tenant, { jsonrpc: '2.0', id: 0, method: 'initialize', params })
      return (json as { result: { capabilities: { tools: object } } }).result.capabilities.tools
    }
    expect(await offered({}, { 'mcp-session-id': 'abc' })).toEqual({ listChanged: true })
    expect(await offered({}, {})).toEqual({})
    expect(await offered({ listChanged: true }, {})).toEqual({ listChanged: true })
  })
})

describe('the server’s own news', () => {
  it('of its tools passes, and is a reason to read its list again', async () => {
    const tenant = await gate.tenant()
    const told: string[] = []
    gate.deps.onListChanged = (facts) => void told.push(facts.server.id)
    const client = await openByHand(gate, tenant)
    const stream = await client.openStream()
    await gate.upstream.servers.at(-1)?.sendToolListChanged()
    expect(await stream.next()).toEqual(LEGACY_NEWS)
    expect(told).toEqual([tenant.serverId])
    await stream.close()
  })
})

describe('[B19] a subscription', () => {
  let up: ServerResponse | undefined
  let filter: unknown
  /** The server agrees to everything, and sends what it is told to. */
  const agreeing = (...messages: object[]) => {
    gate.upstream.script = (recorded, response) => {
      if (!recorded.body.includes('subscriptions/listen')) return false
      up = response
      filter = JSON.parse(recorded.body).params.notifications
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const notifications = {
        toolsListChanged: true,
        promptsListChanged: true,
        resourceSubscriptions: ['x'],
        other: 1,
      }
      const params = { notifications, _meta: { 'io.modelcontextprotocol/subscriptionId': 'sub' } }
      const acknowledged = { jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params }
      for (const message of [acknowledged, ...messages])
        response.write(`data: ${JSON.stringify(message)}\n\n`)
      return true
    }
  }
  const news = (method: string, params: object = {}) => ({
    jsonrpc: '2.0',
    method,
    params: { ...params, _meta: { 'io.modelcontextprotocol/subscriptionId': 'sub' } },
  })

  it('is narrowed to what the policy allows, up and down', async () => {
    const tenant = await gate.tenant(policy({}, { prompts: 'allow' }))
    agreeing(
      news('notifications/resources/updated', { uri: 'x' }),
      news('notifications/resources/list_changed'),
      news('notifications/prompts/list_changed'),
    )
    const wanted = {
      toolsListChanged: true,
      promptsListChanged: true,
      resourceSubscriptions: ['x'],
      resourcesListChanged: true,
    }
    const stream = await listen(tenant, wanted)
    expect(await stream.next()).toMatchObject({
      params: { notifications: { toolsListChanged: true, promptsListChanged: true } },
    })
    expect(filter).toEqual({ toolsListChanged: true, promptsListChanged: true })
    expect(await stream.next()).toEqual(news('notifications/prompts/list_changed'))
    await stream.close()
  })

  it('brings only what was asked for, and says so of every message', async () => {
    const tenant = await gate.tenant()
    agreeing(news('notifications/tools/list_changed'), {
      jsonrpc: '2.0',
      method: 'notifications/prompts/list_changed',
    })
    const stream = await listen(tenant, { promptsListChanged: true })
    expect(await stream.next()).toMatchObject({ params: { notifications: { promptsListChanged: true } } })
    expect(await stream.next()).toEqual(news('notifications/prompts/list_changed'))
    await publish(gate.pool, tenant, policy({}, { prompts: 'allow' }))
    up?.write(`data: ${JSON.stringify(news('notifications/message', { last: 1 }))}\n\n`)
    // The policy changed, and nobody had asked to hear of the tools.
    expect(await stream.next()).toEqual(news('notifications/message', { last: 1 }))
    await stream.close()
  })

  it('no longer brings what a policy has forbidden since', async () => {
    const tenant = await gate.tenant(policy({}, { resources: 'allow' }))
    agreeing(news('notifications/resources/updated', { uri: 'x' }))
    const stream = await listen(tenant, { resourceSubscriptions: ['x'] })
    await stream.next()
    expect(await stream.next()).toMatchObject({ method: 'notifications/resources/updated' })
    await publish(gate.pool, tenant, policy({}))
    up?.write(`data: ${JSON.stringify(news('notifications/resources/updated', { uri: 'x' }))}\n\n`)
    up?.write(`data: ${JSON.stringify(news('notifications/message', { last: 1 }))}\n\n`)
    expect(await stream.next()).toMatchObject({ method: 'notifications/message' })
    await stream.close()
  })

  it('that begins with anything but its acknowledgement is an error', async () => {
    const tenant = await gate.tenant()
    gate.upstream.script = (recorded, response) => {
      if (!recorded.body.includes('subscriptions/listen')) return false
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`data: ${JSON.stringify(news('notifications/tools/list_changed'))}\n\n`)
      return true
    }
    const stream = await listen(tenant, { toolsListChanged: true })
    expect(await stream.next()).toMatchObject({
      id: 'sub',
      error: { data: { 'io.portcullis/upstream': { code: 'upstream-not-mcp' } } },
    })
    await stream.ended
  })

  it('ends within a second after its grant was revoked', async () => {
    const tenant = await gate.tenant()
    agreeing()
    const stream = await listen(tenant, { toolsListChanged: true })
    await stream.next()
    const revokedAt = performance.now()
    await gate.pool.query('UPDATE "grant" SET revoked_at = now() WHERE id = $1', [tenant.grantId])
    expect(await stream.next()).toMatchObject({ id: 'sub', error: {} })
    await stream.ended
    expect(performance.now() - revokedAt).toBeLessThan(1000)
    await expect.poll(() => up?.destroyed).toBe(true)
  })
})

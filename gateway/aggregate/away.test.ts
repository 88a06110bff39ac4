// Servers of one grant that do not answer, do not know their session any more, or speak another revision: the others are
// there all the same.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, Server as ModernServer } from '@modelcontextprotocol/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import {
  ask,
  CLIENTS,
  callMessage,
  connect,
  type Harness,
  modernMessage,
  startHarness,
} from '../testing/harness.ts'
import { startUpstream, type TestUpstream, TOOLS } from '../testing/upstream.ts'
import { addServer } from './testing/grant.ts'
import { openAll } from './testing/hand.ts'

let gate: Harness
let second: TestUpstream
let tenant: Tenant
const tools = TOOLS.map((tool) => ({ ...tool }))
beforeAll(async () => {
  gate = await startHarness({ bounds: { partPatienceMs: 1500, partCheckMs: 100 } })
  second = await startUpstream()
})
beforeEach(async () => {
  gate.upstream.script = null
  second.script = null
  tenant = await gate.tenant()
})
afterAll(async () => {
  await second.close()
  await gate.close()
})
const url = () => `${gate.origin}/mcp/`
type List = { result: { tools: { name: string }[]; _meta?: Record<string, unknown> } }
const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' }
const prefixes = (names: readonly { name: string }[]) => new Set(names.map(({ name }) => name.split('__')[0]))

describe('a server that is away', () => {
  it.each(CLIENTS)('does not empty the list, for a client of %s', async (kind) => {
    await addServer(gate.pool, tenant, { slug: 'dead', url: 'http://127.0.0.1:9/mcp', tools })
    const client = await connect(kind, url(), tenant.token)
    const shown = (await client.listTools()).tools
    expect(prefixes(shown)).toEqual(new Set(['live']))
    expect(shown).toHaveLength(TOOLS.length)
    await client.close()
  })

  it('is named in the list, and its tools are answered for in its words', async () => {
    await addServer(gate.pool, tenant, { slug: 'dead', url: 'http://127.0.0.1:9/mcp', tools })
    const client = await openAll(gate, tenant)
    const { result } = (await client.post(list)).json as List
    expect(result._meta).toEqual({
      'io.portcullis/away': [{ server: 'dead', reason: expect.stringContaining('could not be reached') }],
    })
    const { json } = await client.post(callMessage('dead__echo', {}, 3))
    expect(json).toMatchObject({ id: 3, error: { code: -32603 } })
  })

  it('holds the list up for no longer than it is given, when it says nothing at all', async () => {
    await addServer(gate.pool, tenant, { slug: 'mute', url: second.url, tools })
    second.script = () => true
    const client = await openAll(gate, tenant)
    const { result } = (await client.post(list)).json as List
    expect(prefixes(result.tools)).toEqual(new Set(['live']))
    expect(JSON.stringify(result._meta)).toContain('mute')
  })

  it('is told for all where it is the only one, and an empty list is shown of a grant without servers', async () => {
    const only = await gate.tenant({ version: '1', default: 'allow' }, { url: 'http://127.0.0.1:9/mcp' })
    const { body, headers } = modernMessage('tools/list', {})
    const post = () =>
      ask(url(), {
        method: 'POST',
        headers: { ...headers, authorization: `Bearer ${only.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    expect((await post()).json).toMatchObject({ error: { code: -32603 } })
    await gate.pool.query('DELETE FROM grant_server WHERE grant_id = $1', [only.grantId])
    expect((await post()).json).toMatchObject({ result: { tools: [], resultType: 'complete' } })
  })

  it('is part of the session when it is back, and the client hears that there are other tools', async () => {
    second.script = (_, response) => {
      response.writeHead(503).end()
      return true
    }
    await addServer(gate.pool, tenant, { slug: 'late', url: second.url, tools })
    const client = await openAll(gate, tenant)
    const stream = await client.openStream()
    second.script = null
    expect(await stream.next()).toMatchObject({ method: 'notifications/tools/list_changed' })
    const { result } = (await client.post(list)).json as List
    expect(prefixes(result.tools)).toEqual(new Set(['live', 'late']))
    // Until the server's own stream is open nobody hears what it says.
    const saying = setInterval(
      () => void second.servers.at(-1)?.sendLoggingMessage({ level: 'info', data: 'here again' }),
      50,
    )
    while ((await stream.next()).params?.data !== 'here again');
    clearInterval(saying)
    await stream.close()
  })
})

describe('a server that has forgotten its session', () => {
  it('is asked for its list in a new one, and a call is told to come again: it is never sent twice', async () => {
    await addServer(gate.pool, tenant, { slug: 'other', url: second.url, tools })
    const client = await openAll(gate, tenant)
    const old = (await partsOf(tenant)).get('other')
    await forget('other')
    expect(prefixes(((await client.post(list)).json as List).result.tools)).toEqual(
      new Set(['live', 'other']),
    )
    expect((await partsOf(tenant)).get('other')).not.toBe(old)
    await forget('other')
    const before = second.calls().length
    expect((await client.post(callMessage('other__echo', {}, 5))).json).toMatchObject({
      id: 5,
      error: { data: { 'io.portcullis/upstream': { code: 'upstream-forgot' } } },
    })
    expect(second.calls()).toHaveLength(before + 1)
    expect((await client.post(callMessage('other__echo', {}, 6))).json).toMatchObject({ id: 6, result: {} })
  })

  // The server answers 404 to the session that it gave, as after a restart.
  async function forget(_: string): Promise<void> {
    const gone = new Set(second.seen.map(({ headers }) => headers['mcp-session-id']).filter(Boolean))
    second.script = ({ headers }, response) => {
      if (!gone.has(headers['mcp-session-id'])) return false
      response.writeHead(404).end()
      return true
    }
  }
  async function partsOf({ organisationId }: Tenant): Promise<Map<string, string>> {
    const { rows } = await gate.pool.query(
      `SELECT s.slug, p.session_text FROM aggregate_part p JOIN server s ON s.id = p.server_id
        WHERE p.organisation_id = $1`,
      [organisationId],
    )
    return new Map(rows.map(({ slug, session_text }) => [slug, session_text]))
  }
})

describe('servers of different revisions', () => {
  let modern: Server
  let modernUrl: string
  beforeAll(async () => {
    const handler = createMcpHandler(() => modernOnly(), { legacy: 'reject' })
    modern = createServer(toNodeHandler(handler))
    await new Promise<void>((ready) => modern.listen(0, '127.0.0.1', ready))
    modernUrl = `http://127.0.0.1:${(modern.address() as AddressInfo).port}/mcp`
  })
  afterAll(() => new Promise((closed) => modern.close(closed)))
  const [echo] = tools

  it.each(CLIENTS.filter((kind) => kind !== 'SDK v2, modern'))(
    'are all there for a client of %s: one of 2025-11-25, one of 2026-07-28',
    async (kind) => {
      second.script = ({ headers }, response) => {
        if (headers['mcp-protocol-version'] !== '2026-07-28') return false
        const error = { code: -32000, message: 'Bad Request: Server not initialized' }
        response
          .writeHead(400, { 'content-type': 'application/json' })
          .end(JSON.stringify({ jsonrpc: '2.0', id: null, error }))
        return true
      }
      await addServer(gate.pool, tenant, { slug: 'older', url: second.url, tools })
      await addServer(gate.pool, tenant, { slug: 'newer', url: modernUrl, tools: echo ? [echo] : [] })
      const client = await connect(kind, url(), tenant.token)
      expect(prefixes((await client.listTools()).tools)).toEqual(new Set(['live', 'older', 'newer']))
      for (const name of ['older__echo', 'newer__echo']) {
        const answer = await client.callTool({ name, arguments: { text: 'x' } })
        expect(answer.content[0]?.text).toContain('"text":"x"')
      }
      await client.close()
    },
    30_000,
  )

  function modernOnly(): ModernServer {
    const server = new ModernServer({ name: 'newer', version: '1' }, { capabilities: { tools: {} } })
    server.setRequestHandler('tools/list', () => ({
      tools: echo ? [echo] : [],
      ttlMs: 1000,
      cacheScope: 'public' as const,
    }))
    server.setRequestHandler('tools/call', ({ params }) => ({
      content: [{ type: 'text', text: JSON.stringify(params.arguments) }],
    }))
    return server
  }
})

// What passes between a client and the servers of its grant besides lists and calls, at the address of all servers:
// questions, cancelling, streams that were lost, tasks, subscriptions, approvals and stops (POLICY N1, N2, N3).
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { streamOf } from '../testing/hand-client.ts'
import { ask, callMessage, type Harness, modernMessage, startHarness } from '../testing/harness.ts'
import { startUpstream, type TestUpstream, TOOLS, WORK } from '../testing/upstream.ts'
import { type Added, addServer } from './testing/grant.ts'
import { openAll } from './testing/hand.ts'

let gate: Harness
let second: TestUpstream
let tenant: Tenant
let other: Added
const tools = [...TOOLS, WORK].map((tool) => ({ ...tool }))
const GROUPS = ['resources', 'prompts', 'completion', 'logging', 'tasks', 'sampling', 'elicitation', 'roots']
const policy = {
  version: '1',
  default: 'allow',
  methods: Object.fromEntries(GROUPS.map((group) => [group, 'allow'])),
}
beforeAll(async () => {
  gate = await startHarness({ bounds: { partPatienceMs: 5000, partCheckMs: 200, streamCheckMs: 50 } })
  second = await startUpstream()
  for (const upstream of [gate.upstream, second]) {
    upstream.tools = [...TOOLS, WORK]
    upstream.isResumable = true
  }
})
beforeEach(async () => {
  gate.upstream.script = null
  second.script = null
  tenant = await gate.tenant(policy, { tools: [...TOOLS, WORK] })
  other = await addServer(gate.pool, tenant, { slug: 'other', url: second.url, tools, policy })
})
afterAll(async () => {
  await second.close()
  await gate.close()
})
const url = () => new URL(`${gate.origin}/mcp/`)
const requestInit = () => ({ headers: { authorization: `Bearer ${tenant.token}` } })
const records = async () =>
  (await gate.records(tenant)).map(({ server_id, method, decision }) =>
    [server_id === other.serverId ? 'other' : 'live', method, decision].join(' '),
  )

describe('a question of a server', () => {
  it('[N1] is answered to the server that asked, once, in a legacy session', async () => {
    const client = new Client({ name: 'asked', version: '1' }, { capabilities: { elicitation: {} } })
    const asked: string[] = []
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      asked.push(params.message)
      return { action: 'accept', content: { name: 'Ann' } }
    })
    await client.connect(new StreamableHTTPClientTransport(url(), { requestInit: requestInit() }))
    for (const name of ['other__ask', 'live__ask']) {
      const { content } = await client.callTool({ name, arguments: { what: 'form' } })
      expect((content as { text: string }[])[0]?.text).toContain('Ann')
    }
    expect(asked).toEqual(['Your name?', 'Your name?'])
    expect(await records()).toEqual([
      'other tools/call allow',
      'other elicitation/create allow',
      'live tools/call allow',
      'live elicitation/create allow',
    ])
    await client.close()
  })

  it('[N3] is answered by a call of its own on the stateless wire, to the same tool of the same server alone', async () => {
    const client = new ModernClient(
      { name: 'asked', version: '1' },
      { capabilities: { elicitation: {} }, versionNegotiation: { mode: { pin: '2026-07-28' } } },
    )
    client.setRequestHandler('elicitation/create', async () => ({
      action: 'accept',
      content: { name: 'Bea' },
    }))
    await client.connect(new ModernTransport(url(), { requestInit: requestInit() }))
    const { content } = await client.callTool({ name: 'other__ask', arguments: { what: 'form' } })
    expect(JSON.stringify(content)).toContain('Bea')
    await client.close()
    const first = await modern('tools/call', { name: 'other__ask', arguments: {} })
    const { requestState } = (first.json as { result: { requestState: string } }).result
    const inputResponses = { asked: { action: 'accept', content: {} } }
    const stolen = { name: 'live__ask', arguments: {}, requestState, inputResponses }
    expect((await modern('tools/call', stolen)).json).toMatchObject({ error: { code: -32602 } })
  })
})

describe('a request that is under way', () => {
  it('is cancelled at its server by its own id', async () => {
    const client = await openAll(gate, tenant)
    const stream = await client.openStream({ message: callMessage('other__hang', {}, 'to be cancelled') })
    await vi.waitUntil(() => second.calls().some(({ body }) => body.includes('to be cancelled')), 20_000)
    const told = {
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId: 'to be cancelled' },
    }
    expect((await client.post(told)).status).toBe(202)
    expect(second.seen.at(-1)?.body).toContain('notifications/cancelled')
    await stream.close()
  })

  it('goes on from its one server where its stream was lost', async () => {
    const client = await openAll(gate, tenant)
    const message = callMessage('other__slow', {}, 'later')
    Object.assign(message.params, { _meta: { progressToken: 'p' } })
    const stream = await client.openStream({ message })
    expect(await stream.next()).toMatchObject({ params: { progressToken: 'p', progress: 1 } })
    const lastEventId = stream.lastEventId ?? ''
    await stream.close()
    const resumed = await client.openStream({ lastEventId })
    const rest = [await resumed.next(), await resumed.next(), await resumed.next()]
    expect(rest.map(({ params, id }) => params?.progress ?? id)).toEqual([2, 3, 'later'])
    await resumed.close()
  })
})

describe('standing streams', () => {
  it('bring what each server says, and are taken up where one of them was lost', async () => {
    const client = await openAll(gate, tenant)
    const [live, late] = [gate.upstream.servers.at(-1), second.servers.at(-1)]
    const stream = await client.openStream()
    const heard = new Set<unknown>()
    const saying = setInterval(() => {
      void live?.sendLoggingMessage({ level: 'info', data: 'from live' })
      void late?.sendLoggingMessage({ level: 'info', data: 'from other' })
    }, 100)
    while (heard.size < 2) heard.add((await stream.next()).params?.data)
    clearInterval(saying)
    expect(heard).toEqual(new Set(['from live', 'from other']))
    let last = stream.lastEventId ?? ''
    await stream.close()
    const whose = last.startsWith(other.serverId) ? late : live
    await whose?.sendLoggingMessage({ level: 'info', data: 'meanwhile' })
    const again = await client.openStream({ lastEventId: last })
    while ((await again.next()).params?.data !== 'meanwhile') last = again.lastEventId ?? last
    await again.close()
  })

  it('of the stateless wire begin with what all have agreed to, and name the subscription', async () => {
    const notifications = { toolsListChanged: true, resourceSubscriptions: ['portcullis://other/test://a'] }
    const { body, headers } = modernMessage('subscriptions/listen', { notifications }, 'sub')
    const response = await fetch(url(), {
      method: 'POST',
      headers: {
        ...headers,
        ...requestInit().headers,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify(body),
    })
    const stream = streamOf(response)
    const meta = { _meta: { 'io.modelcontextprotocol/subscriptionId': 'sub' } }
    expect(await stream.next()).toMatchObject({
      method: 'notifications/subscriptions/acknowledged',
      params: { ...meta, notifications: { toolsListChanged: true } },
    })
    const asked = second.seen.findLast((each) => each.body.includes('subscriptions/listen'))?.body ?? ''
    expect(asked).toContain('"resourceSubscriptions":["test://a"]')
    const elsewhere = gate.upstream.seen.findLast((each) => each.body.includes('subscriptions/listen'))
    expect(elsewhere?.body).not.toContain('test://a')
    await addServer(gate.pool, tenant, { slug: 'third', url: second.url, tools, policy })
    expect(await stream.next()).toMatchObject({ method: 'notifications/tools/list_changed', params: meta })
    await stream.close()
  })
})

describe('tasks, resources and levels', () => {
  it('[N2] are asked after at the server that has them', async () => {
    const client = await openAll(gate, tenant)
    const message = callMessage('other__work')
    Object.assign(message.params, { task: { ttl: 60_000 } })
    // The first event of a resumable stream is empty.
    const sent = async (about: object): Promise<unknown> => {
      const { text } = await client.post(about)
      return JSON.parse(text.startsWith('{') ? text : (/^data: (\{.*)$/m.exec(text)?.[1] ?? ''))
    }
    const made = (await sent(message)) as { result: { task: { taskId: string } } }
    const { taskId } = made.result.task
    const about = (method: string, params: object) => sent({ jsonrpc: '2.0', id: method, method, params })
    expect(await about('tasks/get', { taskId })).toMatchObject({ result: { taskId, status: 'completed' } })
    expect(await about('tasks/result', { taskId })).toMatchObject({
      result: { content: [{ text: 'worked' }] },
    })
    expect(await about('tasks/list', {})).toMatchObject({ result: { tasks: [{ taskId }] } })
    expect(await about('tasks/get', { taskId: 'nobody’s' })).toMatchObject({ error: { code: -32602 } })
    expect(await about('resources/list', {})).toMatchObject({
      result: { resources: [{ uri: 'portcullis://live/test://a' }, { uri: 'portcullis://other/test://a' }] },
    })
    expect(await about('resources/read', { uri: 'portcullis://other/test://a' })).toMatchObject({
      result: { contents: [{ uri: 'portcullis://other/test://a', text: 'hello' }] },
    })
    expect(await about('logging/setLevel', { level: 'debug' })).toMatchObject({ result: {} })
    for (const { seen } of [gate.upstream, second])
      expect(seen.filter(({ body }) => body.includes('logging/setLevel')).length).toBeGreaterThan(0)
  })

  it('[N1] are refused where no policy allows them, in the policy’s words', async () => {
    const narrow = await gate.tenant({ version: '1', default: 'deny', tools: { echo: {} } })
    await addServer(gate.pool, narrow, {
      slug: 'other',
      url: second.url,
      tools,
      policy: { version: '1', default: 'deny', methods: { resources: 'allow' } },
    })
    const client = await openAll(gate, narrow)
    const list = (await client.post({ jsonrpc: '2.0', id: 1, method: 'resources/list' })).json
    expect(list).toMatchObject({ result: { resources: [{ uri: 'portcullis://other/test://a' }] } })
    const templates = (await client.post({ jsonrpc: '2.0', id: 2, method: 'tasks/list' })).json
    expect(templates).toMatchObject({ error: { code: -32601, data: { 'io.portcullis/decision': {} } } })
  })
})

async function modern(method: string, params: Record<string, unknown>) {
  const { body, headers } = modernMessage(method, params)
  return ask(url().href, {
    method: 'POST',
    headers: { ...headers, ...requestInit().headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

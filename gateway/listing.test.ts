// [E14] over both eras and every way a list comes down: a tool is listed if and only if some call of it
// could pass, where "could pass" is what the gateway answers to calls, and nothing else.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { publish, seedTool, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { type HandClient, openByHand } from './testing/hand-client.ts'
import { callMessage, type Harness, modernMessage, startHarness } from './testing/harness.ts'

const COUNT = 10
const NAMES = Array.from({ length: COUNT }, (_, i) => `${i < 5 ? 'get' : 'set'}_${i}`)
const CATEGORIES = ['Read', 'Write', 'Destructive'] as const
const SEVERITIES = ['Medium', 'High', 'Critical'] as const
type Tool = { category: string; severity: string; state: 'pinned' | 'changed' | 'new' | 'twice' | 'gone' }
// Two arguments with two values each: whatever a rule below asks of one of them, one of four calls gives it.
const ARGUMENTS = ['a', 'b'].flatMap((x) => ['a', 'b'].map((y) => ({ x, y })))

let gate: Harness
beforeAll(async () => {
  // Every tool with all of its arguments may ask a person: more at once than a grant usually has waiting.
  gate = await startHarness({ bounds: { maxWaitingPerGrant: 10_000 } })
  gate.upstream.script = (recorded, response) => answer(recorded, response)
})
afterAll(() => gate.close())

// ------------------------------------------------------------------ policies

/** The rules of one layer. Of the arguments it looks at `key` alone, so that no two layers exclude each other. */
const layer = (key: 'x' | 'y') => {
  const isA = { path: `args.${key}`, op: 'eq', value: 'a' }
  const category = fc.constantFrom(...CATEGORIES)
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    { weight: 2, arbitrary: fc.constant({ deny_if: [{ conditions: [isA] }] }) },
    { weight: 2, arbitrary: fc.constant({ require: [{ conditions: [isA] }] }) },
    { weight: 1, arbitrary: fc.constant({ deny_if: [{ conditions: [] }] }) },
    category.map((value) => ({ deny_if: [{ conditions: [{ path: 'tool.category', op: 'eq', value }] }] })),
    category.map((value) => ({
      deny_if: [{ conditions: [{ path: 'tool.category', op: 'eq', value }, isA] }],
    })),
    fc.subarray([...SEVERITIES], { minLength: 1 }).map((value) => ({
      require: [{ conditions: [{ path: 'tool.severity', op: 'in', value }] }],
    })),
    fc.constantFrom({ require_approval: {} }, { require_approval: { conditions: [isA] } }),
    fc.tuple(fc.constantFrom(0, 1000), fc.integer({ min: 0, max: 1e9 })).map(([max, n]) => ({
      limits: [{ counter: `c${n}`, window: 'day', max, scope: 'grant' }],
    })),
  )
}
// What becomes of a call once a person has agreed, no call shows yet: so no limit of 0 stands behind an approval.
const isShown = (document: object) => {
  const text = JSON.stringify(document)
  return !(text.includes('require_approval') && text.includes('"max":0'))
}
const rules = fc.record({
  version: fc.constant('1'),
  default: fc.constantFrom('allow', 'deny'),
  hide: fc.subarray(['get_1', 'set_9', 'set_*', 'none']).filter((names) => names.length < 3),
  all_tools: layer('y'),
  tools: fc.dictionary(fc.constantFrom(...NAMES, 'get_*', '*_7'), layer('x'), { maxKeys: 8 }),
})
const policy = rules.filter(isShown)
const tool = fc.record({
  category: fc.constantFrom(...CATEGORIES),
  severity: fc.constantFrom(...SEVERITIES),
  state: fc.oneof(
    { weight: 8, arbitrary: fc.constant<Tool['state']>('pinned') },
    { weight: 1, arbitrary: fc.constantFrom<Tool['state']>('changed', 'new', 'twice', 'gone') },
  ),
})
const tools = fc.tuple(...NAMES.map(() => tool))

// ------------------------------------------------------------------ the server

let listed: object[] = []
let way: 'json' | 'sse' = 'json'
const definition = (name: string, description = 'As it was accepted.') => ({
  name,
  description,
  inputSchema: { type: 'object', properties: { x: {}, y: {} } },
})

/** What the server lists of tools in these states. */
function listOf(states: readonly Tool[]): object[] {
  return states.flatMap(({ state }, i) => {
    const name = NAMES[i] ?? ''
    if (state === 'gone') return []
    if (state === 'twice') return [definition(name), definition(name, 'Another.')]
    return [state === 'changed' ? definition(name, 'Changed.') : definition(name)]
  })
}

type Script = NonNullable<Harness['upstream']['script']>
function answer(...[recorded, response]: Parameters<Script>): boolean {
  const message = recorded.body === '' ? null : JSON.parse(recorded.body)
  const isModern = recorded.headers['mcp-protocol-version'] === '2026-07-28'
  const common = isModern ? { resultType: 'complete', ttlMs: 1, cacheScope: 'public' } : {}
  const list = (cursor: unknown) => {
    const half = Math.ceil(listed.length / 2)
    if (cursor === 'half') return { tools: listed.slice(half) }
    return cursor === 'start' ? { tools: listed.slice(0, half), nextCursor: 'half' } : { tools: listed }
  }
  if (recorded.method === 'GET') {
    // A stream that was lost after its first event: the list comes again.
    const replayed = JSON.stringify({ jsonrpc: '2.0', id: 'list', result: list(undefined) })
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(`id: 2\ndata: ${replayed}\n\n`)
    return true
  }
  const result =
    message?.method === 'tools/list'
      ? { ...list(message.params?.cursor), ...common }
      : message?.method === 'tools/call'
        ? { content: [], ...(isModern && { resultType: 'complete' }) }
        : { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: {} }
  if (message?.id === undefined) return response.writeHead(202).end() !== undefined
  const text = JSON.stringify({ jsonrpc: '2.0', id: message.id, result })
  const isStream = way === 'sse' && message.method === 'tools/list'
  response.writeHead(200, {
    'content-type': isStream ? 'text/event-stream' : 'application/json',
    ...(message.method === 'initialize' && { 'mcp-session-id': 'one' }),
  })
  response.end(isStream ? `id: 1\ndata: \n\nid: 2\ndata: ${text}\n\n` : text)
  return true
}

// ------------------------------------------------------------------ what a client sees

type Listing = { result: { tools: { name: string }[]; nextCursor?: string; cacheScope?: string } }
const listMessage = (params: object = {}) => ({ jsonrpc: '2.0', id: 'list', method: 'tools/list', params })

/** Every way a list comes down, by name. */
async function lists(tenant: Tenant, client: HandClient): Promise<Record<string, object[]>> {
  const legacy = async (params: object = {}) => (await client.post(listMessage(params))).json as Listing
  const modern = async (params: object = {}) => {
    const { body, headers } = modernMessage('tools/list', { ...params })
    const { result } = (await gate.post(tenant, body, headers)).json as Listing
    expect(result.cacheScope).toBe('private')
    return result
  }
  way = 'json'
  const shown: Record<string, object[]> = {
    'legacy, JSON': (await legacy()).result.tools,
    'modern, JSON': (await modern()).tools,
    'legacy, pages': [
      ...(await legacy({ cursor: 'start' })).result.tools,
      ...(await legacy({ cursor: 'half' })).result.tools,
    ],
    'modern, pages': [
      ...(await modern({ cursor: 'start' })).tools,
      ...(await modern({ cursor: 'half' })).tools,
    ],
  }
  way = 'sse'
  const streamed = await client.post(listMessage())
  const events = streamed.text.trimEnd().split('\n\n')
  const last = JSON.parse(/^data: (.*)$/m.exec(events.at(-1) ?? '')?.[1] ?? '') as Listing
  shown['legacy, stream'] = last.result.tools
  shown['modern, stream'] = await streamedModern(tenant)
  const lastEventId = /^id: (\S+)$/m.exec(events[0] ?? '')?.[1] ?? ''
  const stream = await client.openStream({ lastEventId })
  shown['legacy, replayed'] = ((await stream.next()) as unknown as Listing).result.tools
  await stream.close()
  return shown
}

async function streamedModern(tenant: Tenant): Promise<object[]> {
  const { body, headers } = modernMessage('tools/list', {})
  const { text } = await gate.post(tenant, body, headers)
  const data = text.split('\n').filter((line) => line.startsWith('data: {'))
  return (JSON.parse(data.at(-1)?.slice('data: '.length) ?? '') as Listing).result.tools
}

/** Whether the gateway would let this call pass, if a person agreed where one is asked. */
function passes(json: unknown): boolean {
  const { result, error } = json as {
    result?: { isError?: boolean; _meta?: Record<string, { reason: string }> }
    error?: object
  }
  if (error) return false
  return !result?.isError || result._meta?.['io.portcullis/decision']?.reason === 'approval-needed'
}

/** The tools of which some call could pass, in each era. */
async function callable(tenant: Tenant, client: HandClient): Promise<Record<'legacy' | 'modern', string[]>> {
  const found = { legacy: [] as string[], modern: [] as string[] }
  for (const name of NAMES) {
    const legacy = await Promise.all(ARGUMENTS.map((args) => client.post(callMessage(name, args))))
    const modern = await Promise.all(
      ARGUMENTS.map((args) => {
        const { body, headers } = modernMessage('tools/call', { name, arguments: args })
        return gate.post(tenant, body, headers)
      }),
    )
    if (legacy.some(({ json }) => passes(json))) found.legacy.push(name)
    if (modern.some(({ json }) => passes(json))) found.modern.push(name)
  }
  return found
}

it('[E14] lists a tool if and only if some call of it could pass, on every way down and in both eras', async () => {
  const seen = { shown: 0, left: 0 }
  await fc.assert(
    fc.asyncProperty(policy, tools, async (document, states) => {
      const tenant = await gate.tenant({ version: '1', default: 'deny' }, { tools: [] })
      for (const [i, { state, category, severity }] of states.entries()) {
        const name = NAMES[i] ?? ''
        if (state !== 'new') await seedTool(gate.pool, tenant, definition(name), i)
        await gate.pool.query(
          'UPDATE tool SET category = $3, severity = $4 WHERE server_id = $1 AND name = $2',
          [tenant.serverId, name, category, severity],
        )
      }
      await publish(gate.pool, tenant, document)
      listed = listOf(states)
      const client = await openByHand(gate, tenant)
      const shown = await lists(tenant, client)
      // After the lists: what they said of the tools is what calls are judged by (D1, D2).
      const able = await callable(tenant, client)
      expect(able.legacy).toEqual(able.modern)
      const definitions = able.legacy.map((name) => definition(name))
      for (const [by, list] of Object.entries(shown)) expect({ by, list }).toEqual({ by, list: definitions })
      seen.shown += definitions.length
      seen.left += COUNT - definitions.length
    }),
    { numRuns: 30, endOnFailure: true },
  )
  expect(Math.min(seen.shown, seen.left)).toBeGreaterThan(30)
}, 120_000)

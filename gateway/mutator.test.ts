// A server that changes between any two requests (H1, H2): after each change, what the gateway lists and
// what it lets through agree with D1–D4 and with each other.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedTool, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { disconnect } from '#lib/data/client.ts'
import type { Member } from '#lib/data/model.ts'
import { memberFrom } from '#lib/data/organisation.ts'
import { acceptTools, listToolChanges } from '#lib/servers/index.ts'
import { type Harness, modernMessage, startHarness } from './testing/harness.ts'

type Listed = Record<string, unknown> & { name: string }

let gate: Harness
/** What the server lists to the next request for its tools, and to those after it. */
let lists: (request: { count: number; session: string }) => readonly unknown[] = () => []
beforeAll(async () => {
  gate = await startHarness()
  // The dashboard's half, on the same database.
  const secret = randomBytes(48).toString('base64')
  Object.assign(process.env, {
    DATABASE_URL: gate.databaseUrl,
    APP_URL: 'http://localhost',
    SECRET_KEY: secret,
  })
  let count = 0
  gate.upstream.script = (recorded, response) => {
    const message = JSON.parse(recorded.body || '{}')
    if (message.method !== 'tools/list' && message.method !== 'tools/call') return false
    const result =
      message.method === 'tools/list'
        ? {
            tools: lists({ count: count++, session: String(recorded.headers['x-session'] ?? '') }),
            ttlMs: 0,
            cacheScope: 'private',
          }
        : { content: [{ type: 'text', text: `called ${message.params.name}` }] }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({ jsonrpc: '2.0', id: message.id, result: { resultType: 'complete', ...result } }),
    )
    return true
  }
})
afterAll(async () => {
  await disconnect()
  await gate.close()
})

const SEND: Listed = {
  name: 'send',
  title: 'Send',
  description: 'Sends a report.',
  inputSchema: {
    type: 'object',
    properties: {
      to: { type: 'string', enum: ['a', 'b'], default: 'a', 'x-mcp-header': 'To' },
      n: { maximum: 5 },
    },
    required: ['to'],
  },
  outputSchema: { type: 'object', properties: { id: { type: 'string' } } },
  annotations: { readOnlyHint: false },
  icons: [{ src: 'https://example.com/i.png' }],
  execution: { taskSupport: 'forbidden' },
  _meta: { origin: 'own' },
}
const READ: Listed = { name: 'read', description: 'Reads a report.', inputSchema: { type: 'object' } }
const OTHER: Listed = { ...SEND, description: 'Sends everything.' }

const tenantOf = async (policy: object = { version: '1', default: 'allow', tools: { 's*': {} } }) => {
  const tenant = await gate.tenant(policy)
  await gate.pool.query('DELETE FROM tool WHERE server_id = $1', [tenant.serverId])
  for (const [position, tool] of [SEND, READ].entries()) await seedTool(gate.pool, tenant, tool, position)
  return tenant
}
const ask = (tenant: Tenant, method: string, params: Record<string, unknown>) => {
  const { body, headers } = modernMessage(method, params)
  return gate.post(tenant, body, params.name === 'send' ? { ...headers, 'mcp-param-to': 'a' } : headers)
}
const list = async (tenant: Tenant, tools: readonly unknown[]): Promise<string[]> => {
  lists = () => tools
  const { json } = await ask(tenant, 'tools/list', {})
  return (json as { result: { tools: Listed[] } }).result.tools.map(({ name }) => name)
}
/** How a call ends: through, or by the rule that refuses it. */
const call = async (tenant: Tenant, name: string): Promise<string> => {
  const before = gate.upstream.calls().length
  const { text } = await ask(tenant, 'tools/call', { name, arguments: name === 'send' ? { to: 'a' } : {} })
  const reached = gate.upstream.calls().length > before
  if (text.includes(`called ${name}`)) return 'called'
  expect(reached).toBe(false)
  if (text.includes('Unknown tool')) return 'unknown'
  return /"reason":"([a-z-]+)"/.exec(text)?.[1] ?? text
}
const memberOf = ({ organisationId, userId, email }: Tenant): Member =>
  memberFrom(
    { role: 'owner', organisation: { id: organisationId, name: 'Test' }, user: { id: userId, email } },
    'user',
  )
/** What a person does on the review page: accepts what is shown there now. */
const accept = async (tenant: Tenant, name: string) => {
  const [review] = await listToolChanges(memberOf(tenant), tenant.serverId, name)
  await acceptTools(memberOf(tenant), tenant.serverId, { [name]: review?.hash ?? '' })
}

const CHANGES: readonly (readonly [string, (tool: Listed) => unknown])[] = [
  ['another description', (tool) => ({ ...tool, description: 'Sends a report' })],
  ['white space at the end of the description', (tool) => ({ ...tool, description: 'Sends a report. ' })],
  ['an invisible character', (tool) => ({ ...tool, description: 'Sends a report.\u200b' })],
  ['another composition of a letter', (tool) => ({ ...tool, title: 'Se\u006e\u0303d' })],
  ['no description', ({ description: _, ...tool }) => tool],
  ['another title', (tool) => ({ ...tool, title: 'send' })],
  ['null for a title', (tool) => ({ ...tool, title: null })],
  [
    'a new argument',
    (tool) => withSchema(tool, (schema) => ({ ...schema, properties: { ...of(schema), bcc: {} } })),
  ],
  [
    'an argument gone',
    (tool) => withSchema(tool, (schema) => ({ ...schema, properties: { to: of(schema).to } })),
  ],
  ['one more value of an enum', (tool) => withTo(tool, { enum: ['a', 'b', 'c'] })],
  ['another order of an enum', (tool) => withTo(tool, { enum: ['b', 'a'] })],
  ['another default', (tool) => withTo(tool, { default: 'b' })],
  ['another header for an argument', (tool) => withTo(tool, { 'x-mcp-header': 'From' })],
  ['another type', (tool) => withTo(tool, { type: ['string', 'null'] })],
  ['nothing required', (tool) => withSchema(tool, (schema) => ({ ...schema, required: [] }))],
  [
    'a larger maximum',
    (tool) =>
      withSchema(tool, (schema) => ({ ...schema, properties: { ...of(schema), n: { maximum: 5.5 } } })),
  ],
  ['a closed schema', (tool) => withSchema(tool, (schema) => ({ ...schema, additionalProperties: false }))],
  ['another result', (tool) => ({ ...tool, outputSchema: { type: 'object' } })],
  ['no result', ({ outputSchema: _, ...tool }) => tool],
  ['a hint that it only reads', (tool) => ({ ...tool, annotations: { readOnlyHint: true } })],
  ['one more hint', (tool) => ({ ...tool, annotations: { readOnlyHint: false, destructiveHint: false } })],
  ['no annotations', ({ annotations: _, ...tool }) => tool],
  ['another icon', (tool) => ({ ...tool, icons: [{ src: 'https://example.com/j.png' }] })],
  ['two icons', (tool) => ({ ...tool, icons: [{ src: 'https://example.com/i.png' }, { src: 'x' }] })],
  ['another _meta', (tool) => ({ ...tool, _meta: { origin: 'other' } })],
  ['null in _meta', (tool) => ({ ...tool, _meta: { origin: 'own', more: null } })],
  ['a member that nobody knows', (tool) => ({ ...tool, 'x-new': 1 })],
  ['a member named __proto__', (tool) => JSON.parse(`{"__proto__":{},${JSON.stringify(tool).slice(1)}`)],
  ['a schema that is none', (tool) => ({ ...tool, inputSchema: 'anything' })],
  [
    'arguments moved under a definition',
    (tool) => withSchema(tool, (schema) => ({ $defs: { all: schema }, $ref: '#/$defs/all' })),
  ],
]
type Schema = Record<string, unknown>
const of = (schema: Schema) => schema.properties as Record<string, object>
const withSchema = (tool: Listed, change: (schema: Schema) => Schema) => ({
  ...tool,
  inputSchema: change(tool.inputSchema as Schema),
})
const withTo = (tool: Listed, more: object) =>
  withSchema(tool, (schema) => ({
    ...schema,
    properties: { ...of(schema), to: { ...of(schema).to, ...more } },
  }))

describe('a server that changes between any two requests', () => {
  it.each(CHANGES)(
    '[D2] %s: unlisted and refused, until the same is back or a person accepts it',
    async (_, change) => {
      const tenant = await tenantOf()
      expect(await list(tenant, [SEND, READ])).toEqual(['send', 'read'])
      expect(await call(tenant, 'send')).toBe('called')
      expect(await list(tenant, [change(SEND), READ])).toEqual(['read'])
      expect(await call(tenant, 'send')).toBe('definition-changed')
      expect(await call(tenant, 'read')).toBe('called')
      expect(await list(tenant, [SEND, READ])).toEqual(['send', 'read'])
      expect(await call(tenant, 'send')).toBe('called')
    },
  )

  it('[D1] what is no change: the order of members, and how a number or a letter is written', async () => {
    const tenant = await tenantOf()
    const reordered = Object.fromEntries(Object.entries(SEND).reverse())
    expect(await list(tenant, [reordered, READ])).toEqual(['send', 'read'])
    expect(await call(tenant, 'send')).toBe('called')
  })

  it('[D2] gone and back: the same is what it was, another is refused', async () => {
    const tenant = await tenantOf()
    expect(await list(tenant, [READ])).toEqual(['read'])
    expect(await call(tenant, 'send')).toBe('unknown')
    expect(await list(tenant, [SEND, READ])).toEqual(['send', 'read'])
    expect(await call(tenant, 'send')).toBe('called')
    await list(tenant, [READ])
    expect(await list(tenant, [OTHER, READ])).toEqual(['read'])
    expect(await call(tenant, 'send')).toBe('definition-changed')
    expect(await list(tenant, [])).toEqual([])
    expect([await call(tenant, 'send'), await call(tenant, 'read')]).toEqual(['unknown', 'unknown'])
  })

  it('[D3] renamed: the old name is gone, the new one waits, whatever a glob allows', async () => {
    const tenant = await tenantOf()
    expect(await list(tenant, [{ ...SEND, name: 'send_now' }, READ])).toEqual(['read'])
    expect(await call(tenant, 'send')).toBe('unknown')
    expect(await call(tenant, 'send_now')).toBe('definition-changed')
    await accept(tenant, 'send_now')
    expect(await list(tenant, [{ ...SEND, name: 'send_now' }, READ])).toEqual(['send_now', 'read'])
    expect(await call(tenant, 'send_now')).toBe('called')
  })

  it('[D3] two tools that exchange their names are two changed tools', async () => {
    const tenant = await tenantOf()
    expect(
      await list(tenant, [
        { ...SEND, name: 'read' },
        { ...READ, name: 'send' },
      ]),
    ).toEqual([])
    expect([await call(tenant, 'send'), await call(tenant, 'read')]).toEqual([
      'definition-changed',
      'definition-changed',
    ])
  })

  it.each([
    ['the same twice', [SEND, SEND, READ]],
    ['another before it', [OTHER, SEND, READ]],
    ['another after it', [SEND, READ, OTHER]],
    ['three times', [SEND, SEND, OTHER, READ]],
  ])('[D2] doubled, %s: refused until the list names it once', async (_, tools) => {
    const tenant = await tenantOf()
    expect(await list(tenant, tools)).toEqual(['read'])
    expect(await call(tenant, 'send')).toBe('definition-changed')
    expect(await list(tenant, [SEND, READ])).toEqual(['send', 'read'])
    expect(await call(tenant, 'send')).toBe('called')
  })

  it('[D2] swapped between the look and the acceptance: accepting names what was shown, and does nothing', async () => {
    const tenant = await tenantOf()
    await list(tenant, [OTHER, READ])
    const [review] = await listToolChanges(memberOf(tenant), tenant.serverId)
    await list(tenant, [{ ...OTHER, title: 'Swapped' }, READ])
    const shown = { send: review?.hash ?? '' }
    await expect(acceptTools(memberOf(tenant), tenant.serverId, shown)).rejects.toMatchObject({
      code: 'definition-changed',
    })
    expect(await list(tenant, [{ ...OTHER, title: 'Swapped' }, READ])).toEqual(['read'])
    // And back to what was shown: that is what the person decided on.
    await list(tenant, [OTHER, READ])
    await acceptTools(memberOf(tenant), tenant.serverId, shown)
    expect(await list(tenant, [OTHER, READ])).toEqual(['send', 'read'])
    expect(await call(tenant, 'send')).toBe('called')
    expect(await list(tenant, [SEND, READ])).toEqual(['read'])
    expect(await call(tenant, 'send')).toBe('definition-changed')
  })

  it('[H2] another for each request: what was last listed is what is served', async () => {
    const tenant = await tenantOf()
    for (let turn = 0; turn < 12; turn++) {
      const isSame = turn % 2 === 0
      expect(await list(tenant, [isSame ? SEND : OTHER, READ])).toEqual(isSame ? ['send', 'read'] : ['read'])
      expect(await call(tenant, 'send')).toBe(isSame ? 'called' : 'definition-changed')
    }
    // A new one each time is a change each time.
    for (let turn = 0; turn < 5; turn++) {
      expect(await list(tenant, [{ ...SEND, description: `Sends ${turn}` }, READ])).toEqual(['read'])
      expect(await call(tenant, 'send')).toBe('definition-changed')
    }
  })

  it('[H2] one for each of two organisations: neither decides for the other', async () => {
    const [one, two] = [await tenantOf(), await tenantOf()]
    expect(await list(one, [SEND, READ])).toEqual(['send', 'read'])
    expect(await list(two, [OTHER, READ])).toEqual(['read'])
    expect([await call(one, 'send'), await call(two, 'send')]).toEqual(['called', 'definition-changed'])
  })

  it('[H2] in a race of many lists: whatever is shown last is what is served', async () => {
    const tenant = await tenantOf()
    lists = ({ count }) => [count % 3 === 0 ? SEND : OTHER, READ]
    await Promise.all(Array.from({ length: 30 }, () => ask(tenant, 'tools/list', {})))
    expect(await list(tenant, [OTHER, READ])).toEqual(['read'])
    expect(await call(tenant, 'send')).toBe('definition-changed')
    expect(await list(tenant, [SEND, READ])).toEqual(['send', 'read'])
    expect(await call(tenant, 'send')).toBe('called')
  })

  it.each(['Send', 'SEND', 's\u0435nd', 'send\u200b', 'send ', 'se\u006e\u0303d', 'ｓｅｎｄ', 'send\u0000'])(
    '[M1] [D3] a twin %j is another tool: nothing of it is shown or served',
    async (twin) => {
      const tenant = await tenantOf()
      const shown = await list(tenant, [{ ...SEND, name: twin }, SEND, READ])
      expect(shown).toEqual(['send', 'read'])
      expect(await call(tenant, 'send')).toBe('called')
      const { text } = await ask(tenant, 'tools/list', {})
      expect(text).not.toContain(`"name":${JSON.stringify(twin)}`)
      const before = gate.upstream.calls().length
      const { body, headers } = modernMessage('tools/call', { name: 'read' })
      const message = { ...body, params: { ...body.params, name: twin } }
      const encoded = `=?base64?${Buffer.from(twin).toString('base64')}?=`
      await gate.post(tenant, message, { ...headers, 'mcp-name': encoded })
      expect(gate.upstream.calls().length).toBe(before)
    },
  )

  it('[D2] shown page by page: a page brings nothing back, only the whole list does', async () => {
    const tenant = await tenantOf()
    await list(tenant, [OTHER, READ])
    gate.upstream.seen.length = 0
    const first = await pageOf(tenant, { tools: [SEND], nextCursor: '2' })
    expect(first).toEqual([])
    expect(await call(tenant, 'send')).toBe('definition-changed')
    expect(await list(tenant, [SEND, READ])).toEqual(['send', 'read'])
  })

  async function pageOf(tenant: Tenant, page: object): Promise<string[]> {
    const script = gate.upstream.script
    gate.upstream.script = (recorded, response) => {
      if (!recorded.body.includes('"tools/list"')) return script?.(recorded, response) ?? false
      const result = { resultType: 'complete', ttlMs: 0, cacheScope: 'private', ...page }
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result }))
      return true
    }
    const { json } = await ask(tenant, 'tools/list', {})
    gate.upstream.script = script
    return (json as { result: { tools: Listed[] } }).result.tools.map(({ name }) => name)
  }
})

// What a server asks of its client in a legacy session (POLICY.md N1): with the official client and
// server, and with both of them misbehaving.
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { publish, seedGrant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { type HandClient, openByHand } from './testing/hand-client.ts'
import { callMessage, type Harness, startHarness } from './testing/harness.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startHarness()
})
afterEach(() => {
  gate.upstream.script = null
})
afterAll(() => gate.close())

const policy = (methods: object) => ({ version: '1', default: 'deny', methods, tools: { ask: {} } })
const ALL = { sampling: {}, elicitation: { form: {}, url: {} }, roots: { listChanged: true } }

/** The official client, which answers whatever it is asked. */
async function connect(tenant: Tenant, capabilities: object = ALL): Promise<Client> {
  const client = new Client({ name: 'asked', version: '1' }, { capabilities })
  if ('elicitation' in capabilities)
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => ({
      action: 'accept',
      ...(params.mode !== 'url' && { content: { name: 'Ann' } }),
    }))
  if ('sampling' in capabilities)
    client.setRequestHandler(CreateMessageRequestSchema, () => ({
      role: 'assistant',
      content: { type: 'text', text: 'Paris' },
      model: 'm',
    }))
  if ('roots' in capabilities)
    client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///home' }] }))
  const requestInit = { headers: { authorization: `Bearer ${tenant.token}` } }
  await client.connect(new StreamableHTTPClientTransport(new URL(gate.url(tenant)), { requestInit }))
  return client
}
async function answerTo(client: Client, what: string): Promise<string> {
  const answer = await client.callTool({ name: 'ask', arguments: { what } })
  return (answer.content as { text: string }[])[0]?.text ?? ''
}
const summary = async (tenant: Tenant) =>
  (await gate.records(tenant)).map(({ method, decision, rule, outcome }) =>
    [method, decision, rule, outcome].join(' '),
  )

const QUESTIONS = [
  ['form', 'elicitation', 'elicitation/create', 'Ann'],
  ['url', 'elicitation', 'elicitation/create', 'accept'],
  ['sampling', 'sampling', 'sampling/createMessage', 'Paris'],
  ['roots', 'roots', 'roots/list', 'file:///home'],
] as const

describe('[N1] a question of the server', () => {
  it.each(QUESTIONS)(
    '(%s) passes where the policy allows it, and its answer is recorded',
    async (what, group, method, said) => {
      const tenant = await gate.tenant(policy({ [group]: 'allow' }))
      const client = await connect(tenant)
      expect(await answerTo(client, what)).toContain(said)
      await client.close()
      expect(await summary(tenant)).toEqual(['tools/call allow  ok', `${method} allow /methods/${group} ok`])
    },
  )

  it.each(QUESTIONS)(
    '(%s) that the policy denies is not even asked, for the server is told of no such client',
    async (what, group) => {
      const others = ['sampling', 'elicitation', 'roots'].filter((each) => each !== group)
      const tenant = await gate.tenant(policy(Object.fromEntries(others.map((each) => [each, 'allow']))))
      const client = await connect(tenant)
      expect(await answerTo(client, what)).toMatch(/does not (support|pass)|policy/i)
      await client.close()
    },
  )

  it('that comes all the same is answered in the client’s place, and recorded as denied', async () => {
    const tenant = await gate.tenant(policy({ elicitation: 'deny' }))
    const client = await openByHand(gate, tenant, ALL)
    const text = await askedInACall(
      client,
      '{"jsonrpc":"2.0","id":77,"method":"elicitation/create","params":{"message":"Your password?"}}',
    )
    expect(text).not.toContain('password')
    await expect
      .poll(() => gate.upstream.seen.at(-1)?.body)
      .toMatch(/^\{"jsonrpc":"2.0","id":77,"error":\{"code":-32601/)
    expect(await summary(tenant)).toContain('elicitation/create deny /methods/elicitation refused')
  })

  it.each([
    [
      'a capability that the client has not declared',
      { sampling: {} },
      '{"method":"roots/list"}',
      '(undeclared capability)',
    ],
    [
      'a mode that the client has not declared',
      { elicitation: {} },
      '{"method":"elicitation/create","params":{"mode":"url","url":"https://evil.test"}}',
      '(undeclared capability)',
    ],
    [
      'tools in sampling that it has not declared',
      { sampling: {} },
      '{"method":"sampling/createMessage","params":{"tools":[]}}',
      '(undeclared capability)',
    ],
    [
      'a task of the client',
      { sampling: {} },
      '{"method":"sampling/createMessage","params":{"task":{}}}',
      '(unknown method)',
    ],
    ['a method that is none', ALL, '{"method":"vendor/do"}', '(unknown method)'],
  ])('for %s is refused and recorded', async (_, capabilities, asked, rule) => {
    const tenant = await gate.tenant()
    const client = await openByHand(gate, tenant, capabilities)
    const text = await askedInACall(client, JSON.stringify({ jsonrpc: '2.0', id: 5, ...JSON.parse(asked) }))
    expect(text).not.toContain('"method"')
    await expect.poll(() => gate.upstream.seen.at(-1)?.body).toContain('"id":5,"error"')
    expect(await gate.records(tenant)).toContainEqual(expect.objectContaining({ decision: 'deny', rule }))
  })

  it('follows a policy that was published while the stream was open', async () => {
    const tenant = await gate.tenant(policy({ roots: 'allow' }))
    const client = await openByHand(gate, tenant, ALL)
    const stream = await client.openStream()
    gate.upstream.servers
      .at(-1)
      ?.listRoots()
      .catch(() => {})
    expect(await stream.next()).toMatchObject({ method: 'roots/list' })
    await publish(gate.pool, tenant, policy({}))
    const again = gate.upstream.servers
      .at(-1)
      ?.listRoots()
      .catch((error: Error) => error.message)
    expect(await again).toContain('-32601')
    await stream.close()
  })

  it('passes on the standing stream too, and so does the server’s ping, of which there is no record', async () => {
    const tenant = await gate.tenant(policy({ roots: 'allow' }))
    const client = await openByHand(gate, tenant, ALL)
    const stream = await client.openStream()
    const server = gate.upstream.servers.at(-1)
    const roots = server?.listRoots()
    const { id } = await stream.next()
    const result = { roots: [{ uri: 'file:///home' }] }
    expect((await client.post({ jsonrpc: '2.0', id, result })).status).toBe(202)
    expect(await roots).toEqual(result)
    const pinged = server?.ping()
    const ping = await stream.next()
    expect(ping.method).toBe('ping')
    expect((await client.post({ jsonrpc: '2.0', id: ping.id, result: {} })).status).toBe(202)
    expect(await pinged).toEqual({})
    await stream.close()
    expect(await summary(tenant)).toEqual(['roots/list allow /methods/roots ok'])
  })

  it('may be taken back by the server, under the id that the client was shown', async () => {
    const tenant = await gate.tenant(policy({ roots: 'allow' }))
    const client = await openByHand(gate, tenant, ALL)
    const stream = await client.openStream()
    const stop = new AbortController()
    gate.upstream.servers
      .at(-1)
      ?.listRoots({}, { signal: stop.signal })
      .catch(() => {})
    const asked = await stream.next()
    stop.abort('enough')
    expect(await stream.next()).toMatchObject({
      method: 'notifications/cancelled',
      params: { requestId: asked.id },
    })
    await stream.close()
  })
})

describe('[N1] an answer of the client', () => {
  /** A session whose server has asked for the roots, and the id that the client was shown. */
  async function asked(): Promise<{ tenant: Tenant; client: HandClient; id: unknown }> {
    const tenant = await gate.tenant(policy({ roots: 'allow' }))
    const client = await openByHand(gate, tenant, ALL)
    const stream = await client.openStream()
    gate.upstream.servers
      .at(-1)
      ?.listRoots()
      .catch(() => {})
    const { id } = await stream.next()
    await stream.close()
    return { tenant, client, id }
  }
  const answer = (id: unknown) => ({ jsonrpc: '2.0', id, result: { roots: [] } })
  const arrived = () => gate.upstream.seen.filter((each) => each.body.includes('"roots":[]')).length

  it('goes up once: a second one is refused and recorded', async () => {
    const { tenant, client, id } = await asked()
    const before = arrived()
    expect((await client.post(answer(id))).status).toBe(202)
    expect((await client.post(answer(id))).status).toBe(400)
    expect(arrived()).toBe(before + 1)
    expect(await summary(tenant)).toEqual([
      'roots/list allow /methods/roots ok',
      'roots/list deny (answered before) refused',
    ])
  })

  it('goes up once of many that come at the same time', async () => {
    const { client, id } = await asked()
    const before = arrived()
    const all = await Promise.all(Array.from({ length: 8 }, () => client.post(answer(id))))
    expect(all.map(({ status }) => status).sort()).toEqual([202, 400, 400, 400, 400, 400, 400, 400])
    expect(arrived()).toBe(before + 1)
  })

  it('that nobody asked for is refused: by another id, of another session, of another grant', async () => {
    const { tenant, client, id } = await asked()
    const neighbour = { ...tenant, ...(await seedGrant(gate.pool, tenant)) }
    const other = await openByHand(gate, tenant, ALL)
    const stranger = await openByHand(gate, neighbour, ALL)
    const before = arrived()
    for (const wrong of [0, 1, 'x', `${String(id)}A`])
      expect((await client.post(answer(wrong))).status).toBe(400)
    for (const wrong of [other, stranger]) expect((await wrong.post(answer(id))).status).toBe(400)
    expect(arrived()).toBe(before)
    expect(await gate.records(tenant)).toHaveLength(6)
  })

  it('is refused where the policy was changed meanwhile, and the server is told', async () => {
    const { tenant, client, id } = await asked()
    await publish(gate.pool, tenant, policy({}))
    const before = arrived()
    expect((await client.post(answer(id))).status).toBe(400)
    expect(arrived()).toBe(before)
    await expect.poll(() => gate.upstream.seen.at(-1)?.body).toMatch(/"error":\{"code":-32601/)
    expect(await summary(tenant)).toEqual(['roots/list deny /default refused'])
  })
})

describe('[N1] news of the client’s roots', () => {
  const told = { jsonrpc: '2.0', method: 'notifications/roots/list_changed' }
  it('goes up and is recorded where roots are allowed and the client declared them', async () => {
    const tenant = await gate.tenant(policy({ roots: 'allow' }))
    const client = await openByHand(gate, tenant, ALL)
    expect((await client.post(told)).status).toBe(202)
    expect(gate.upstream.seen.at(-1)?.body).toBe(JSON.stringify(told))
    expect(await summary(tenant)).toEqual(['notifications/roots/list_changed allow /methods/roots ok'])
  })

  it.each([
    ['denied', {}, ALL],
    ['undeclared', { roots: 'allow' }, { roots: {} }],
  ])('stays here where roots are %s', async (_, methods, capabilities) => {
    const tenant = await gate.tenant(policy(methods))
    const client = await openByHand(gate, tenant, capabilities)
    const before = gate.upstream.seen.length
    expect((await client.post(told)).status).toBe(202)
    expect(gate.upstream.seen).toHaveLength(before)
  })
})

/** A call whose stream carries this message of the server before its answer; what the client saw of it. */
async function askedInACall(client: HandClient, message: string): Promise<string> {
  gate.upstream.script = (recorded, response) => {
    if (!recorded.body.includes('tools/call')) return false
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(`data: ${message}\n\ndata: {"jsonrpc":"2.0","id":1,"result":{"content":[]}}\n\n`)
    return true
  }
  return (await client.post(callMessage('ask'))).text
}

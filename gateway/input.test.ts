// What a server asks for in the middle of a 2026-07-28 call (POLICY.md N3): with the official client and
// server, and with both of them misbehaving.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { publish, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { type Harness, modernMessage, startHarness } from './testing/harness.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startHarness()
})
afterEach(() => {
  gate.upstream.script = null
})
afterAll(() => gate.close())

const ALL = { sampling: {}, elicitation: { form: {}, url: {} }, roots: {} }
const policy = (methods: object, entry: object = {}) => ({
  version: '1',
  default: 'deny',
  methods,
  tools: { ask: entry, echo: {} },
})

/** The official client, which answers whatever it is asked and tries again by itself. */
async function connect(tenant: Tenant, capabilities: object = ALL): Promise<Client> {
  const client = new Client(
    { name: 'asked', version: '1' },
    { capabilities, versionNegotiation: { mode: { pin: '2026-07-28' } } },
  )
  if ('elicitation' in capabilities)
    client.setRequestHandler('elicitation/create', ({ params }) => ({
      action: 'accept' as const,
      ...(params.mode !== 'url' && { content: { name: 'Ann' } }),
    }))
  if ('sampling' in capabilities)
    client.setRequestHandler('sampling/createMessage', () => ({
      role: 'assistant' as const,
      content: { type: 'text' as const, text: 'Paris' },
      model: 'm',
    }))
  if ('roots' in capabilities)
    client.setRequestHandler('roots/list', () => ({ roots: [{ uri: 'file:///home' }] }))
  const requestInit = { headers: { authorization: `Bearer ${tenant.token}` } }
  await client.connect(new StreamableHTTPClientTransport(new URL(gate.url(tenant)), { requestInit }))
  return client
}
const summary = async (tenant: Tenant) =>
  (await gate.records(tenant)).map(({ method, decision, rule, outcome }) =>
    [method, decision, rule, outcome].join(' '),
  )

type Result = { requestState: string; inputRequests?: object; content?: unknown }
/** A modern call by hand; `declares` are the capabilities of this very request. */
async function call(tenant: Tenant, params: object, declares: object = ALL, method = 'tools/call') {
  const { body, headers } = modernMessage(method, { ...params })
  Object.assign(body.params._meta, { 'io.modelcontextprotocol/clientCapabilities': declares })
  const answer = await gate.post(tenant, body, headers)
  const { result, error } = (answer.json ?? {}) as { result?: Result; error?: { data?: object } }
  return { ...answer, result, error }
}
/** Every call is answered with this result. */
const answering = (result: object) => {
  gate.upstream.script = (recorded, response) => {
    if (!/tools\/call|resources\/read|prompts\/get/.test(recorded.body)) return false
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({ jsonrpc: '2.0', id: 1, result: { resultType: 'input_required', ...result } }),
    )
    return true
  }
}
const sent = () => JSON.parse(gate.upstream.seen.at(-1)?.body ?? '{}').params
const form = {
  method: 'elicitation/create',
  params: { message: 'Name?', requestedSchema: { type: 'object' } },
}
const accepted = { action: 'accept', content: { name: 'Ann' } }

describe('[N3] a question in the middle of a call', () => {
  it.each([
    ['form', 'elicitation', 'Ann'],
    ['url', 'elicitation', 'accept'],
    ['sampling', 'sampling', 'Paris'],
    ['roots', 'roots', 'file:///home'],
  ])(
    '(%s) reaches the client where the policy allows it, and the retry is a call of its own',
    async (what, group, said) => {
      const tenant = await gate.tenant(policy({ [group]: 'allow' }))
      const client = await connect(tenant)
      const answer = await client.callTool({ name: 'ask', arguments: { what } })
      expect(JSON.stringify(answer.content)).toContain(said)
      await client.close()
      expect(await summary(tenant)).toEqual(['tools/call allow  ok', 'tools/call allow  ok'])
    },
  )

  it('goes through for resources/read and prompts/get as well', async () => {
    const tenant = await gate.tenant()
    answering({ inputRequests: { name: form } })
    for (const [method, params] of [
      ['resources/read', { uri: 'test://a' }],
      ['prompts/get', { name: 'p' }],
    ] as const) {
      const { result } = await call(tenant, params, ALL, method)
      expect(result?.inputRequests).toEqual({ name: form })
      await call(
        tenant,
        { ...params, requestState: result?.requestState, inputResponses: { name: accepted } },
        ALL,
        method,
      )
      expect(sent()).toMatchObject({ ...params, inputResponses: { name: accepted } })
    }
  })

  it.each<[string, object, object, object, string]>([
    ['the policy denies', {}, ALL, form, '/default'],
    ['the client has not declared', { elicitation: 'allow' }, {}, form, '(undeclared capability)'],
    [
      'is a page, where only forms are declared',
      { elicitation: 'allow' },
      { elicitation: {} },
      { ...form, params: { mode: 'url' } },
      '(undeclared capability)',
    ],
  ])('[B15] that %s stops the answer, and is recorded', async (_, methods, declares, question, rule) => {
    const tenant = await gate.tenant(policy(methods))
    answering({ inputRequests: { good: form, bad: question }, requestState: 'their-state' })
    const answer = await call(tenant, { name: 'ask' }, declares)
    expect(answer.error?.data).toEqual({ 'io.portcullis/upstream': { code: 'upstream-asks' } })
    expect(answer.text).not.toContain('Name?')
    expect(await summary(tenant)).toEqual([
      'tools/call allow  upstream_error',
      `elicitation/create deny ${rule} refused`,
    ])
  })

  it('follows a policy that was published while the server thought about it', async () => {
    const tenant = await gate.tenant(policy({ elicitation: 'allow' }))
    gate.upstream.script = async (recorded, response) => {
      if (!recorded.body.includes('tools/call')) return false
      await publish(gate.pool, tenant, policy({}))
      response.writeHead(200, { 'content-type': 'application/json' })
      const result = { resultType: 'input_required', inputRequests: { name: form } }
      response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result }))
      return true
    }
    expect((await call(tenant, { name: 'ask' })).text).toContain('upstream-asks')
  })

  it('[B14] asked for ever is stopped', async () => {
    const tenant = await gate.tenant()
    answering({ inputRequests: { name: form } })
    let requestState: string | undefined
    let rounds = 0
    for (; rounds < 50; rounds++) {
      const answer: Awaited<ReturnType<typeof call>> = await call(tenant, {
        name: 'ask',
        ...(requestState && { requestState, inputResponses: { name: accepted } }),
      })
      if (answer.error) {
        expect(answer.text).toContain('upstream-asks-on')
        break
      }
      requestState = answer.result?.requestState
    }
    expect(rounds).toBe(10)
    expect(await gate.records(tenant)).toHaveLength(11)
  })
})

describe('[N3] [B13] an answer that is brought back', () => {
  const asked = async (methods: object = { elicitation: 'allow', roots: 'allow' }, own?: string) => {
    const tenant = await gate.tenant(policy(methods))
    answering({ inputRequests: { name: form }, ...(own && { requestState: own }) })
    const { result } = await call(tenant, { name: 'ask', arguments: { what: 'form' } })
    return { tenant, requestState: String(result?.requestState) }
  }
  const retry = { name: 'ask', arguments: { what: 'form' } }

  it('goes up with the server’s own state, or with none where it gave none', async () => {
    for (const own of ['their-state', undefined]) {
      const { tenant, requestState } = await asked(undefined, own)
      expect(requestState).not.toContain('their-state')
      await call(tenant, { ...retry, requestState, inputResponses: { name: accepted } })
      expect(sent()).toMatchObject({ inputResponses: { name: accepted } })
      expect(sent().requestState).toBe(own)
    }
  })

  it('leaves behind what was not asked for', async () => {
    const { tenant, requestState } = await asked()
    const inputResponses = { name: accepted, other: accepted, more: { roots: [] } }
    await call(tenant, { ...retry, requestState, inputResponses })
    expect(sent().inputResponses).toEqual({ name: accepted })
  })

  it('is refused for another tool, other arguments, and another grant', async () => {
    const { tenant, requestState } = await asked()
    const stranger = await gate.tenant(policy({ elicitation: 'allow' }))
    const before = gate.upstream.calls().length
    const inputResponses = { name: accepted }
    for (const [who, params] of [
      [tenant, { ...retry, name: 'echo' }],
      [tenant, { ...retry, arguments: { what: 'url' } }],
      [stranger, retry],
    ] as const)
      expect((await call(who, { ...params, requestState, inputResponses })).status).toBe(400)
    expect(gate.upstream.calls()).toHaveLength(before)
    expect(await summary(tenant)).toContain('tools/call deny (malformed message) refused')
  })

  it('is refused where the policy has been changed meanwhile, and counted and decided like any call', async () => {
    const { tenant, requestState } = await asked()
    await publish(gate.pool, tenant, policy({}))
    const before = gate.upstream.calls().length
    expect((await call(tenant, { ...retry, requestState, inputResponses: { name: accepted } })).status).toBe(
      400,
    )
    expect(gate.upstream.calls()).toHaveLength(before)
    expect(await summary(tenant)).toContain('tools/call deny /default refused')
  })

  it('without a state is of the group that its shape says, and passes only with that', async () => {
    const before = gate.upstream.calls().length
    const answers = { a: accepted, b: { roots: [] }, c: { role: 'assistant', content: {}, model: 'm' } }
    for (const [key, group] of [
      ['a', 'elicitation'],
      ['b', 'roots'],
      ['c', 'sampling'],
    ] as const) {
      const inputResponses = { [key]: answers[key] }
      const shut = await gate.tenant({ version: '1', default: 'allow', methods: { [group]: 'deny' } })
      expect((await call(shut, { name: 'echo', inputResponses })).status).toBe(400)
      expect(await summary(shut)).toEqual([`tools/call deny /methods/${group} refused`])
    }
    expect(gate.upstream.calls()).toHaveLength(before)
    const open = await gate.tenant(policy({ elicitation: 'allow' }))
    expect((await call(open, { name: 'echo', inputResponses: { a: accepted } })).status).toBe(200)
    expect(sent().inputResponses).toEqual({ a: accepted })
  })
})

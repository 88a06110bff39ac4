// Sessions and streams: what may come down, what may not, and to whom.
import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { publish, seedGrant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { SseSplitter } from '#lib/mcp/index.ts'
import { ask, callMessage, type Harness, modernMessage, startHarness } from './testing/harness.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startHarness({ bounds: { maxAnswerBytes: 100_000, answerTimeoutMs: 3000 } })
})
afterEach(() => {
  gate.upstream.script = null
})
afterAll(() => gate.close())

const sse = (response: ServerResponse, ...texts: string[]) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.end(texts.join(''))
  return true
}
const onCall = (answer: (response: ServerResponse) => boolean) => {
  gate.upstream.script = (recorded, response) => recorded.body.includes('tools/call') && answer(response)
}
const headersOf = (tenant: Tenant, more: Record<string, string> = {}) => ({
  authorization: `Bearer ${tenant.token}`,
  accept: 'application/json, text/event-stream',
  'content-type': 'application/json',
  'mcp-protocol-version': '2025-11-25',
  ...more,
})
const initialize = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: { elicitation: {}, sampling: {}, roots: {} },
    clientInfo: { name: 'hand', version: '1' },
  },
}
/** Opens a legacy session by hand and gives its id. */
async function openSession(tenant: Tenant): Promise<string> {
  const answer = await ask(gate.url(tenant), {
    method: 'POST',
    headers: headersOf(tenant),
    body: JSON.stringify(initialize),
  })
  const id = answer.headers.get('mcp-session-id')
  if (!id) throw new Error(answer.text)
  const initialized = { jsonrpc: '2.0', method: 'notifications/initialized' }
  const told = await ask(gate.url(tenant), {
    method: 'POST',
    headers: headersOf(tenant, { 'mcp-session-id': id }),
    body: JSON.stringify(initialized),
  })
  expect(told.status).toBe(202)
  return id
}
const inSession = (tenant: Tenant, session: string, method: string, body?: object) =>
  ask(gate.url(tenant), {
    method,
    headers: headersOf(tenant, { 'mcp-session-id': session }),
    ...(body && { body: JSON.stringify(body) }),
  })

describe('a legacy session', () => {
  it('belongs to the grant that opened it: every other grant gets 404', async () => {
    const owner = await gate.tenant()
    const session = await openSession(owner)
    const neighbour = { ...owner, ...(await seedGrant(gate.pool, owner)) }
    const foreigner = await gate.tenant()
    const before = gate.upstream.seen.length
    for (const other of [neighbour, foreigner])
      for (const method of ['POST', 'GET', 'DELETE'])
        expect(
          (await inSession(other, session, method, method === 'POST' ? callMessage('echo') : undefined))
            .status,
        ).toBe(404)
    expect(gate.upstream.seen).toHaveLength(before)
    expect((await inSession(owner, session, 'POST', callMessage('echo'))).status).toBe(200)
  })

  it('has an id that does not show the upstream’s own, does not change, and cannot be made up', async () => {
    const tenant = await gate.tenant()
    const session = await openSession(tenant)
    const answer = await inSession(tenant, session, 'POST', callMessage('echo'))
    expect([session, null]).toContain(answer.headers.get('mcp-session-id'))
    const upstreamId = gate.upstream.calls().at(-1)?.headers['mcp-session-id']
    expect(upstreamId).toMatch(/^[0-9a-f-]{36}$/)
    expect(Buffer.from(session, 'base64url').toString('latin1')).not.toContain(String(upstreamId))
    for (const wrong of [String(upstreamId), `${session}A`, session.slice(1), 'AAAA', '%00'])
      expect((await inSession(tenant, wrong, 'POST', callMessage('echo'))).status).toBe(404)
  })

  it('ends by DELETE, and its id is then the upstream’s 404', async () => {
    const tenant = await gate.tenant()
    const session = await openSession(tenant)
    expect((await inSession(tenant, session, 'DELETE')).status).toBe(200)
    expect((await inSession(tenant, session, 'POST', callMessage('echo'))).status).toBe(404)
  })

  it('has no stream without an id, and none on the modern wire', async () => {
    const tenant = await gate.tenant()
    for (const version of ['2025-11-25', '2026-07-28']) {
      const headers = headersOf(tenant, { 'mcp-protocol-version': version })
      expect((await ask(gate.url(tenant), { method: 'GET', headers })).status).toBe(405)
    }
  })

  it('[N1] [B11] declares upstream only what the policy allows', async () => {
    const sent = () => gate.upstream.seen.findLast((each) => each.body.includes('"hand"'))?.body
    await openSession(await gate.tenant({ version: '1', default: 'deny' }))
    expect(sent()).toContain('"capabilities":{}')
    await openSession(await gate.tenant({ version: '1', default: 'deny', methods: { roots: 'allow' } }))
    expect(sent()).toContain('"capabilities":{"roots":{}}')
  })

  it('carries news on its standing stream, until its grant is revoked', async () => {
    const tenant = await gate.tenant()
    const session = await openSession(tenant)
    let up: ServerResponse | undefined
    gate.upstream.script = (recorded, response) => {
      if (recorded.method !== 'GET') return false
      up = response
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': hello\n\nid: 8\nretry: 250\ndata: \n\n')
      response.write('id: 9\ndata: {"jsonrpc":"2.0","method":"notifications/tools/list_changed"}\n\n')
      return true
    }
    const answer = await fetch(gate.url(tenant), {
      headers: headersOf(tenant, { 'mcp-session-id': session }),
    })
    expect(answer.headers.get('content-type')).toBe('text/event-stream')
    const splitter = new SseSplitter(10_000)
    const events = []
    for await (const chunk of answer.body ?? []) {
      events.push(...splitter.push(chunk))
      if (events.length === 3)
        await gate.pool.query('UPDATE "grant" SET revoked_at = now() WHERE id = $1', [tenant.grantId])
    }
    expect(events).toEqual([
      { kind: 'comment' },
      { kind: 'event', id: expect.any(String), retry: '250', data: '' },
      {
        kind: 'event',
        id: expect.any(String),
        data: '{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}',
      },
    ])
    await expect.poll(() => up?.destroyed).toBe(true)
  })

  it('[E14] does not replay a list past the filter', async () => {
    const tenant = await gate.tenant({ version: '1', default: 'deny', tools: { echo: {} } })
    const session = await openSession(tenant)
    const list = JSON.stringify({ jsonrpc: '2.0', id: 5, result: { tools: gate.upstream.tools } })
    gate.upstream.script = (recorded, response) =>
      recorded.method === 'GET' && sse(response, `id: 1\ndata: ${list}\n\n`)
    const answer = await inSession(tenant, session, 'GET')
    expect(answer.json).toMatchObject({ id: 5, result: { tools: [{ name: 'echo' }] } })
    expect(answer.text).not.toContain('delete_account')
  })

  it('may be told by a server to come back later', async () => {
    const tenant = await gate.tenant()
    const session = await openSession(tenant)
    onCall((response) => sse(response, 'id: 1\nretry: 100\ndata: \n\n'))
    const answer = await inSession(tenant, session, 'POST', callMessage('echo'))
    expect(answer.text).toMatch(/^id: [\w-]+\nretry: 100\ndata: \n\n$/)
    expect(await gate.records(tenant)).toMatchObject([{ outcome: 'unknown' }])
  })
})

describe('an answer', () => {
  const call = async (tenant: Tenant) => {
    const { body, headers } = modernMessage('tools/call', { name: 'echo' })
    return gate.post(tenant, body, headers)
  }
  const json =
    (text: string, status = 200, type = 'application/json') =>
    (response: ServerResponse) => {
      response.writeHead(status, {
        'content-type': type,
        'www-authenticate': 'Bearer resource_metadata="https://evil.test"',
      })
      response.end(text)
      return true
    }
  const event =
    (...texts: string[]) =>
    (response: ServerResponse) =>
      sse(response, ...texts.map((text) => `data: ${text}\n\n`))
  const complete = '{"jsonrpc":"2.0","id":1,"result":{"content":[],"resultType":"complete"}}'

  it.each<[string, (response: ServerResponse) => boolean, string]>([
    ['a web page', json('<html>secret</html>', 200, 'text/html'), 'upstream-not-mcp'],
    ['no JSON', json('secret'), 'upstream-not-mcp'],
    ['duplicate keys', json('{"jsonrpc":"2.0","id":1,"result":{"secret":1,"secret":2}}'), 'upstream-not-mcp'],
    ['another’s id', json('{"jsonrpc":"2.0","id":2,"result":{"content":"secret"}}'), 'upstream-not-mcp'],
    [
      'result and error',
      json('{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":"secret"}}'),
      'upstream-not-mcp',
    ],
    ['a batch', json(`[${complete}]`), 'upstream-not-mcp'],
    [
      'a task',
      json('{"jsonrpc":"2.0","id":1,"result":{"resultType":"task","task":"secret"}}'),
      'upstream-foreign-result',
    ],
    [
      'a question to nobody we know',
      json(
        '{"jsonrpc":"2.0","id":1,"result":{"resultType":"input_required","inputRequests":{"a":{"method":"vendor/secret"}},"requestState":"secret"}}',
      ),
      'upstream-foreign-result',
    ],
    [
      'a request for input that asks for nothing',
      json('{"jsonrpc":"2.0","id":1,"result":{"resultType":"input_required","secret":1}}'),
      'upstream-foreign-result',
    ],
    [
      'too much',
      json(`{"jsonrpc":"2.0","id":1,"result":{"secret":"${'x'.repeat(100_000)}"}}`),
      'upstream-too-large',
    ],
    ['401', json('secret', 401), 'upstream-credentials'],
    ['403', json('secret', 403), 'upstream-credentials'],
    ['429', json('secret', 429), 'upstream-busy'],
    [
      '500 with a stack trace',
      json('{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"secret"}}', 500),
      'upstream-failed',
    ],
    ['a redirect', json('', 302), 'upstream-not-mcp'],
    ['202', json('', 202), 'upstream-not-mcp'],
    ['nothing in time', () => true, 'upstream-slow'],
    [
      'a connection that breaks',
      (response) => {
        response.socket?.destroy()
        return true
      },
      'upstream-unreachable',
    ],
  ])('that is %s is an error from a closed set', async (_, script, code) => {
    const tenant = await gate.tenant()
    onCall(script)
    const answer = await call(tenant)
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({
      id: 1,
      error: { code: -32603, data: { 'io.portcullis/upstream': { code } } },
    })
    expect(answer.text).not.toContain('secret')
    expect(answer.headers.get('www-authenticate')).toBeNull()
    expect(await gate.records(tenant)).toMatchObject([{ outcome: 'upstream_error' }])
  })

  it.each<[string, (response: ServerResponse) => boolean, string]>([
    ['no JSON', event('secret', complete), 'upstream-not-mcp'],
    [
      'another’s id',
      event('{"jsonrpc":"2.0","id":2,"result":{"content":"secret"}}', complete),
      'upstream-not-mcp',
    ],
    [
      'a request, on the modern wire',
      event('{"jsonrpc":"2.0","id":5,"method":"sampling/createMessage","params":{"secret":1}}', complete),
      'upstream-not-mcp',
    ],
    [
      'an end without an answer',
      event('{"jsonrpc":"2.0","method":"notifications/message","params":{}}'),
      'upstream-not-mcp',
    ],
    ['an event beyond the bound', event(`"${'secret'.repeat(20_000)}"`), 'upstream-too-large'],
    [
      'a task',
      event('{"jsonrpc":"2.0","id":1,"result":{"resultType":"task","task":"secret"}}'),
      'upstream-foreign-result',
    ],
  ])('in a stream that holds %s ends as an upstream error', async (_, script, code) => {
    const tenant = await gate.tenant()
    onCall(script)
    const answer = await call(tenant)
    const last = answer.text.trimEnd().split('\n\n').at(-1) ?? ''
    expect(JSON.parse(last.replace('data: ', ''))).toMatchObject({
      id: 1,
      error: { code: -32603, data: { 'io.portcullis/upstream': { code } } },
    })
    expect(answer.text).not.toContain('secret')
    expect(await gate.records(tenant)).toMatchObject([{ outcome: 'upstream_error' }])
  })

  it('in a stream ends it: nothing that follows comes down', async () => {
    const tenant = await gate.tenant()
    onCall(
      event(
        '{"jsonrpc":"2.0","method":"notifications/message","params":{"n":1.0}}',
        complete,
        '{"jsonrpc":"2.0","method":"late"}',
      ),
    )
    const answer = await call(tenant)
    expect(answer.text).toBe(
      `data: {"jsonrpc":"2.0","method":"notifications/message","params":{"n":1.0}}\n\ndata: ${complete}\n\n`,
    )
    expect(await gate.records(tenant)).toMatchObject([{ outcome: 'ok', response_bytes: answer.text.length }])
  })

  it.each([400, 404])(
    'of %i with a JSON-RPC error passes, for it drives the client’s choice of era',
    async (status) => {
      const tenant = await gate.tenant()
      onCall(
        json(
          '{"jsonrpc":"2.0","id":1,"error":{"code":-32022,"message":"Unsupported","data":{"supported":["2025-11-25"]},"x":1}}',
          status,
        ),
      )
      const answer = await call(tenant)
      expect(answer.status).toBe(status)
      expect(answer.json).toEqual({
        jsonrpc: '2.0',
        id: 1,
        error: { code: -32022, message: 'Unsupported', data: { supported: ['2025-11-25'] } },
      })
    },
  )

  it('comes through event by event, as it is made', async () => {
    const tenant = await gate.tenant()
    let up: ServerResponse | undefined
    onCall((response) => {
      up = response
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(
        'data: {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1}}\n\n',
      )
      return true
    })
    const { body, headers } = modernMessage('tools/call', { name: 'echo' })
    const answer = await fetch(gate.url(tenant), {
      method: 'POST',
      headers: { ...headersOf(tenant), ...headers },
      body: JSON.stringify(body),
    })
    const reader = answer.body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('notifications/progress')
    up?.end(`data: ${complete}\n\n`)
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('"resultType":"complete"')
  })

  it('[N3] that only says "come back with this" is sealed to the call, and the retry is a call of its own', async () => {
    const limits = [{ counter: 'c', window: 'day', max: 2, scope: 'grant' }]
    const tenant = await gate.tenant({ version: '1', default: 'deny', tools: { echo: { limits }, slow: {} } })
    onCall(
      json('{"jsonrpc":"2.0","id":1,"result":{"resultType":"input_required","requestState":"their-state"}}'),
    )
    const first = await call(tenant)
    const state = (first.json as { result: { requestState: string } }).result.requestState
    expect(first.text).not.toContain('their-state')
    gate.upstream.script = null
    const retry = async (params: Record<string, unknown>) => {
      const { body, headers } = modernMessage('tools/call', params)
      return gate.post(tenant, body, headers)
    }
    expect((await retry({ name: 'slow', requestState: state })).status).toBe(400)
    expect((await retry({ name: 'echo', arguments: { text: 'other' }, requestState: state })).status).toBe(
      400,
    )
    expect((await retry({ name: 'echo', requestState: state })).status).toBe(200)
    expect(gate.upstream.calls().at(-1)?.body).toContain('"requestState":"their-state"')
    expect((await retry({ name: 'echo', requestState: state })).text).toContain('limit-reached')
    // Each is on record by itself: two were admitted and counted, three were refused.
    const seen = (await gate.records(tenant)).map(({ decision, reason }) => `${decision} ${reason}`)
    expect(seen).toEqual([
      'allow allowed',
      'deny malformed-message',
      'deny malformed-message',
      'allow allowed',
      'deny limit-reached',
    ])
  })

  it('[N3] retried under a policy that was published meanwhile is decided by that one', async () => {
    const tenant = await gate.tenant({ version: '1', default: 'deny', tools: { echo: {} } })
    onCall(
      json('{"jsonrpc":"2.0","id":1,"result":{"resultType":"input_required","requestState":"their-state"}}'),
    )
    const first = await call(tenant)
    const state = (first.json as { result: { requestState: string } }).result.requestState
    gate.upstream.script = null
    await publish(gate.pool, tenant, { version: '1', default: 'deny', tools: {} })
    const before = gate.upstream.calls().length
    const { body, headers } = modernMessage('tools/call', { name: 'echo', requestState: state })
    expect((await gate.post(tenant, body, headers)).text).toContain('(default deny)')
    expect(gate.upstream.calls()).toHaveLength(before)
    expect(await gate.records(tenant)).toMatchObject([{ decision: 'allow' }, { decision: 'deny' }])
  })

  it('under way ends within a second after its grant was revoked', async () => {
    const tenant = await gate.tenant()
    onCall((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"jsonrpc":"2.0","method":"notifications/message","params":{}}\n\n')
      return true
    })
    const calling = call(tenant)
    await expect.poll(() => gate.records(tenant)).toHaveLength(1)
    const revokedAt = performance.now()
    await gate.pool.query('UPDATE "grant" SET revoked_at = now() WHERE id = $1', [tenant.grantId])
    expect((await calling).text).toContain('grant-ended')
    expect(performance.now() - revokedAt).toBeLessThan(1000)
    expect(await gate.records(tenant)).toMatchObject([{ outcome: 'stopped' }])
  })
})

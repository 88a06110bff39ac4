// The journey of a call, with real clients, a real upstream and a real database.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publish } from '#lib/data/admission/testing/tenant.ts'
import {
  ask,
  CLIENTS,
  callMessage,
  connect,
  type Harness,
  modernMessage,
  startHarness,
} from './testing/harness.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startHarness()
})
afterAll(() => gate.close())

const policy = (tools: object, more: object = {}) => ({ version: '1', default: 'deny', ...more, tools })
const note = (answer: { _meta?: Record<string, unknown> }) =>
  answer._meta?.['io.portcullis/decision'] as Record<string, unknown> | undefined

describe.each(CLIENTS)('through the gateway, a client of %s', (kind) => {
  it('gets the upstream’s own answer to an allowed call', async () => {
    const tenant = await gate.tenant(policy({ echo: {} }))
    const client = await connect(kind, gate.url(tenant), tenant.token)
    const direct = await connect(kind, gate.upstream.url, 'none')
    const call = { name: 'echo', arguments: { text: 'größe 😀' } }
    expect(await client.callTool(call)).toEqual(await direct.callTool(call))
    await Promise.all([client.close(), direct.close()])
    expect(await gate.records(tenant)).toMatchObject([
      { tool: 'echo', decision: 'allow', outcome: 'ok', upstream_status: 200, argument_names: ['text'] },
    ])
  })

  it('sees only the tools that it could call, in the upstream’s order', async () => {
    const tenant = await gate.tenant(
      policy({ slow: {}, echo: {}, fail: { action: 'deny' } }, { hide: ['delete_*'] }),
    )
    const client = await connect(kind, gate.url(tenant), tenant.token)
    expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual(['echo', 'slow'])
    await client.close()
  })

  it('[E11] is told in a result that a call is denied, and by which rule', async () => {
    const tenant = await gate.tenant(
      policy({
        echo: {
          deny_if: [{ conditions: [{ path: 'args.text', op: 'eq', value: 'no' }], on_deny: 'Not that.' }],
        },
      }),
    )
    const client = await connect(kind, gate.url(tenant), tenant.token)
    const before = gate.upstream.calls().length
    const answer = await client.callTool({ name: 'echo', arguments: { text: 'no' } })
    expect(answer).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: '[POLICY DENIED] Not that.' }],
    })
    expect(note(answer)).toMatchObject({ rule: '/tools/echo/deny_if/0', reason: 'condition-met' })
    expect(gate.upstream.calls()).toHaveLength(before)
    const [record] = await gate.records(tenant)
    expect(record).toMatchObject({
      id: note(answer)?.id,
      decision: 'deny',
      message: 'Not that.',
      outcome: 'refused',
    })
    await client.close()
  })

  it('[E10] hears the same of a hidden tool as of one that does not exist', async () => {
    const tenant = await gate.tenant(policy({ delete_account: {}, echo: {} }, { hide: ['delete_account'] }))
    const client = await connect(kind, gate.url(tenant), tenant.token)
    const errors = await Promise.all(
      ['delete_account', 'no_such_tool'].map((name) => client.callTool({ name }).catch((error) => error)),
    )
    expect(errors.map((error) => error.code)).toEqual([-32602, -32602])
    expect(errors[0].message.replace('delete_account', 'X')).toBe(
      errors[1].message.replace('no_such_tool', 'X'),
    )
    await client.close()
  })

  it('[L8] is refused the 31st call of a minute, and told when it resets', async () => {
    const limits = [{ counter: 'create_connection_rate', window: 'day', max: 30, scope: 'grant' }]
    const tenant = await gate.tenant(policy({ create_connection: { limits } }))
    const client = await connect(kind, gate.url(tenant), tenant.token)
    const answers = []
    for (let i = 0; i < 31; i++)
      answers.push(await client.callTool({ name: 'create_connection', arguments: {} }))
    expect(answers.filter((answer) => answer.isError)).toHaveLength(1)
    const last = answers[30] ?? {}
    expect(note(last)).toMatchObject({
      rule: expect.stringMatching(/^\/tools\/create_connection\/limits\//),
      reason: 'limit-reached',
      remaining: '0',
    })
    const resetAt = new Date(String(note(last)?.resetAt))
    expect(resetAt.getTime()).toBeGreaterThan(Date.now())
    expect(answers[30]?.content[0]?.text).toContain(resetAt.toISOString())
    const records = await gate.records(tenant)
    expect(records.at(-1)).toMatchObject({ reason: 'limit-reached', decision: 'deny' })
    expect(records.at(-1)?.message).toContain('create_connection_rate')
    await client.close()
  })

  it('follows the progress of a call as it comes', async () => {
    const tenant = await gate.tenant(policy({ slow: {} }))
    const client = await connect(kind, gate.url(tenant), tenant.token)
    const progress: number[] = []
    const answer = await client.callTool({ name: 'slow' }, (step) => progress.push(step))
    expect(progress).toEqual([1, 2, 3])
    expect(answer.isError).toBeFalsy()
    await client.close()
  })

  it('is refused on the very next call after its grant was revoked', async () => {
    const tenant = await gate.tenant(policy({ echo: {} }))
    const client = await connect(kind, gate.url(tenant), tenant.token)
    await client.callTool({ name: 'echo' })
    const before = gate.upstream.calls().length
    await gate.pool.query('UPDATE "grant" SET revoked_at = now() WHERE id = $1', [tenant.grantId])
    await expect(client.callTool({ name: 'echo' })).rejects.toThrow()
    expect(gate.upstream.calls()).toHaveLength(before)
    await client.close()
  })

  it('is judged by a new version on the very next call after it was published', async () => {
    const tenant = await gate.tenant(policy({ echo: {} }))
    const client = await connect(kind, gate.url(tenant), tenant.token)
    expect((await client.callTool({ name: 'echo' })).isError).toBeFalsy()
    await publish(gate.pool, tenant, policy({}))
    expect(note(await client.callTool({ name: 'echo' }))).toMatchObject({ rule: '(default deny)' })
    await client.close()
  })
})

describe('a call', () => {
  it('[E8] [A3] that needs approval is told what happens next, in the form of a refusal', async () => {
    const tenant = await gate.tenant(policy({ echo: { require_approval: { reason: 'Moves money.' } } }))
    const answer = await gate.post(tenant, callMessage('echo'))
    expect(answer.json).toMatchObject({
      result: {
        isError: true,
        content: [
          {
            text: expect.stringMatching(
              /^\[APPROVAL PENDING\] Moves money\. A person decides about this call of echo at http/,
            ),
          },
        ],
        _meta: {
          'io.portcullis/decision': { reason: 'approval-needed', rule: '/tools/echo/require_approval' },
        },
      },
    })
    expect(await gate.records(tenant)).toMatchObject([{ decision: 'await', outcome: 'refused' }])
  })

  it('[E1] of a grant without a policy is denied, and its list is empty', async () => {
    const tenant = await gate.tenant(null)
    expect((await gate.post(tenant, callMessage('echo'))).text).toContain('"rule":"(no policy)"')
    const list = await gate.post(
      tenant,
      modernMessage('tools/list', {}).body,
      modernMessage('tools/list', {}).headers,
    )
    expect(list.json).toMatchObject({ result: { tools: [] } })
  })

  it('reaches the upstream digit for digit, and its answer comes back so', async () => {
    const tenant = await gate.tenant()
    gate.upstream.script = (recorded, response) => {
      if (!recorded.body.includes('tools/call')) return false
      response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b', 'x-secret': '1' })
      response.end('{"jsonrpc":"2.0","id":"n","result":{"content":[],"n":12345678901234567890.10,"m":1e2}}')
      return true
    }
    const answer = await gate.post(
      tenant,
      '{"jsonrpc":"2.0","id":"n","method":"tools/call","params":{"name":"echo","arguments":{"n":9007199254740993,"m":1.50}}}',
    )
    gate.upstream.script = null
    expect(gate.upstream.calls().at(-1)?.body).toContain('"arguments":{"n":9007199254740993,"m":1.50}')
    expect(answer.text).toContain('"n":12345678901234567890.10,"m":1e2')
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.headers.get('x-secret')).toBeNull()
    expect(answer.headers.get('content-security-policy')).toBe('sandbox')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('never takes the client’s headers with it', async () => {
    const tenant = await gate.tenant()
    await gate.post(tenant, callMessage('echo'), {
      cookie: 'session=secret',
      'x-api-key': 'secret',
      'x-forwarded-for': '1.2.3.4',
      'mcp-param-region': 'forged',
      traceparent: 'x',
    })
    const headers = gate.upstream.calls().at(-1)?.headers ?? {}
    expect(JSON.stringify(headers)).not.toMatch(/secret|1\.2\.3\.4|forged|pcg_|traceparent/)
    expect(headers.authorization).toBeUndefined()
  })

  it('[B10] repeats marked arguments in headers made from the judged body', async () => {
    const tenant = await gate.tenant()
    const message = modernMessage('tools/call', { name: 'echo', arguments: { region: 'eu' } })
    const encoded = { ...message.headers, 'mcp-param-region': '=?base64?ZXU=?=' }
    expect((await gate.post(tenant, message.body, encoded)).status).toBe(200)
    expect(gate.upstream.calls().at(-1)?.headers['mcp-param-region']).toBe('eu')
  })

  it('[B10] refuses a call whose header says something else, before the upstream hears of it', async () => {
    const tenant = await gate.tenant()
    const before = gate.upstream.calls().length
    const message = modernMessage('tools/call', { name: 'echo', arguments: { region: 'eu' } })
    const forged = { ...message.headers, 'mcp-param-region': 'us' }
    const answer = await gate.post(tenant, message.body, forged)
    expect(answer).toMatchObject({ status: 400, json: { error: { code: -32020 } } })
    expect(gate.upstream.calls().length).toBe(before)
    expect(await gate.records(tenant)).toMatchObject([{ decision: 'deny', rule: '(malformed message)' }])
  })

  it('[B10] leaves it to the server whether it misses a header', async () => {
    const tenant = await gate.tenant()
    const message = modernMessage('tools/call', { name: 'echo', arguments: { region: 'eu' } })
    expect((await gate.post(tenant, message.body, message.headers)).status).toBe(200)
    expect(gate.upstream.calls().at(-1)?.headers).not.toHaveProperty('mcp-param-region')
  })

  it('[B10] tells of no header that a hidden tool wants', async () => {
    const tenant = await gate.tenant(policy({}, { hide: ['echo'] }))
    const message = modernMessage('tools/call', { name: 'echo', arguments: { region: 'eu' } })
    const forged = { ...message.headers, 'mcp-param-region': 'us' }
    const answer = await gate.post(tenant, message.body, forged)
    expect(answer.json).toMatchObject({ error: { code: -32602, message: 'Unknown tool: echo' } })
  })

  it('[N2] passes a modern call that still says "task", and leaves the word out', async () => {
    const tenant = await gate.tenant()
    const message = modernMessage('tools/call', { name: 'echo', arguments: {}, task: { ttl: 1 } })
    expect((await gate.post(tenant, message.body, message.headers)).status).toBe(200)
    expect(gate.upstream.calls().at(-1)?.body).not.toContain('"task"')
  })

  it('[N1] [B11] declares only the capabilities that the policy lets the server use', async () => {
    const tenant = await gate.tenant(policy({ echo: {} }, { methods: { sampling: 'allow' } }))
    const message = modernMessage('tools/call', { name: 'echo' })
    await gate.post(tenant, message.body, message.headers)
    expect(gate.upstream.calls().at(-1)?.body).toContain(
      '"io.modelcontextprotocol/clientCapabilities":{"sampling":{}}',
    )
  })

  it('is recorded with what its client calls itself, in both eras', async () => {
    const tenant = await gate.tenant()
    const client = await connect('SDK v1', gate.url(tenant), tenant.token)
    await client.callTool({ name: 'echo' })
    await client.close()
    const message = modernMessage('tools/call', { name: 'echo' })
    await gate.post(tenant, message.body, message.headers)
    const records = await gate.records(tenant)
    expect(records.map((record) => (record.detail as { client: string }).client)).toEqual([
      'test-client',
      'modern-test',
    ])
  })

  it('carries the stored headers, opened just before it is sent, and an echo of them is hidden', async () => {
    const { sealHeaders } = await import('#lib/upstream/index.ts')
    const tenant = await gate.tenant()
    const sealed = sealHeaders(Buffer.alloc(32, 7), tenant, { Authorization: 'Bearer upstream-secret' })
    await gate.pool.query('UPDATE server SET sealed_headers = $1 WHERE id = $2', [sealed, tenant.serverId])
    const { body, headers } = modernMessage('tools/call', { name: 'echo' })
    expect((await gate.post(tenant, body, headers)).status).toBe(200)
    expect(gate.upstream.calls().at(-1)?.headers.authorization).toBe('Bearer upstream-secret')
    gate.upstream.script = (recorded, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const text = JSON.stringify(recorded.headers)
      response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text }] } }))
      return true
    }
    const echoed = await gate.post(tenant, body, headers)
    gate.upstream.script = null
    expect(echoed.text).toContain('[hidden]')
    expect(echoed.text).not.toContain('upstream-secret')
  })

  it('is not sent without the stored headers where they cannot be opened', async () => {
    const tenant = await gate.tenant()
    const unreadable = Buffer.from('x')
    await gate.pool.query('UPDATE server SET sealed_headers = $1 WHERE id = $2', [
      unreadable,
      tenant.serverId,
    ])
    const before = gate.upstream.seen.length
    expect((await gate.post(tenant, callMessage('echo'))).text).toContain('cannot be opened')
    expect(gate.upstream.seen).toHaveLength(before)
    expect(await gate.records(tenant)).toMatchObject([{ outcome: 'not_sent' }])
  })

  it('[L6] counts nothing where not a byte was sent, and is recorded as not sent', async () => {
    const limits = [{ counter: 'c', window: 'day', max: 1, scope: 'grant' }]
    const tenant = await gate.tenant(policy({ echo: { limits } }), { url: 'http://127.0.0.1:9/mcp' })
    const answers = []
    for (let i = 0; i < 3; i++) {
      answers.push(await gate.post(tenant, callMessage('echo')))
      await gate.deps.outcomes.drain()
    }
    for (const answer of answers) expect(answer.json).toMatchObject({ error: { code: -32603 } })
    expect((await gate.records(tenant)).map((record) => record.outcome)).toEqual([
      'not_sent',
      'not_sent',
      'not_sent',
    ])
  })

  it('whose client goes away is cancelled at the upstream, and recorded so', async () => {
    const tenant = await gate.tenant()
    const gone = new AbortController()
    const calling = fetch(gate.url(tenant), {
      method: 'POST',
      headers: { authorization: `Bearer ${tenant.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(callMessage('hang')),
      signal: gone.signal,
    }).catch(() => 'gone')
    const before = gate.upstream.calls().length
    gate.upstream.script = (_, response) => {
      response.on('close', () => gate.upstream.seen.push({ method: 'CLOSED', headers: {}, body: '' }))
      return true
    }
    await expect.poll(() => gate.upstream.calls().length).toBe(before + 1)
    gone.abort()
    expect(await calling).toBe('gone')
    await expect.poll(() => gate.upstream.seen.at(-1)?.method).toBe('CLOSED')
    gate.upstream.script = null
    await expect.poll(async () => (await gate.records(tenant))[0]?.outcome).toBe('cancelled')
  })
})

describe('a policy that is saved while calls are under way', () => {
  it('judges every call that starts after it was saved, and none forwarded escapes it', async () => {
    const tenant = await gate.tenant(policy({ echo: {} }))
    const { body, headers } = modernMessage('tools/call', { name: 'echo' })
    const saves: { from: number; until: number; allows: boolean }[] = []
    const seen: { from: number; until: number; allowed: boolean }[] = []
    let done = false
    const save = async () => {
      for (let i = 0; i < 6; i++) {
        const from = performance.now()
        await publish(gate.pool, tenant, policy(i % 2 ? { echo: {} } : {}))
        saves.push({ from, until: performance.now(), allows: i % 2 === 1 })
        const enough = seen.length + 24
        await expect.poll(() => seen.length, { timeout: 15_000, interval: 10 }).toBeGreaterThan(enough)
      }
      done = true
    }
    const call = async () => {
      while (!done) {
        const from = performance.now()
        const answer = await gate.post(tenant, body, headers)
        expect(answer.status).toBe(200)
        seen.push({ from, until: performance.now(), allowed: !answer.text.includes('(default deny)') })
      }
    }
    await Promise.all([save(), ...Array.from({ length: 6 }, call)])
    let judged = 0
    for (const each of seen) {
      const last = saves.findLast((one) => one.until <= each.from)
      const overlaps = saves.some((one) => one.from < each.until && one.until > each.from)
      if (!last || overlaps) continue
      judged++
      expect(each.allowed).toBe(last.allows)
    }
    expect(judged).toBeGreaterThan(20)
    const records = await gate.records(tenant)
    expect(records.filter((record) => record.decision === 'allow')).toHaveLength(
      seen.filter((each) => each.allowed).length,
    )
  })
})

describe('resources', () => {
  it('[N1] pass where the policy allows them, and are recorded like calls', async () => {
    const tenant = await gate.tenant(policy({}, { methods: { resources: 'allow' } }))
    const message = modernMessage('resources/read', { uri: 'test://a' })
    const answer = await gate.post(tenant, message.body, message.headers)
    expect(answer.json).toMatchObject({ result: { contents: [{ text: 'hello' }] } })
    expect(await gate.records(tenant)).toMatchObject([
      {
        method: 'resources/read',
        tool: '',
        decision: 'allow',
        outcome: 'ok',
        detail: { target: 'test://a' },
      },
    ])
  })

  it('[N1] are refused where it does not, and nothing reaches the upstream', async () => {
    const tenant = await gate.tenant(policy({ echo: {} }))
    const before = gate.upstream.seen.length
    const message = modernMessage('resources/read', { uri: 'test://a' })
    const answer = await gate.post(tenant, message.body, message.headers)
    expect(answer.json).toMatchObject({
      error: {
        code: -32601,
        data: { 'io.portcullis/decision': { reason: 'method-not-allowed', rule: '/default' } },
      },
    })
    expect(gate.upstream.seen).toHaveLength(before)
    expect(await gate.records(tenant)).toMatchObject([
      { decision: 'deny', outcome: 'refused', rule: '/default' },
    ])
  })

  it('[N1] are not even offered where the policy does not allow them', async () => {
    const tenant = await gate.tenant(policy({ echo: {} }))
    const message = modernMessage('server/discover', {})
    const { json } = await gate.post(tenant, message.body, message.headers)
    expect(json).toMatchObject({ result: { cacheScope: 'private', capabilities: { tools: {} } } })
    expect(JSON.stringify(json)).not.toContain('resources')
  })
})

describe('the token in the URL', () => {
  it('works only where the grant allows it', async () => {
    const open = await gate.tenant(undefined, { urlEnabled: true })
    const shut = await gate.tenant()
    const statusOf = async (tenant: typeof open, headers: Record<string, string> = {}) => {
      const url = `${gate.origin}/mcp/t/${tenant.token}/${tenant.serverId}/`
      const message = modernMessage('tools/call', { name: 'echo' })
      const own = { 'content-type': 'application/json', ...message.headers, ...headers }
      return (await ask(url, { method: 'POST', headers: own, body: JSON.stringify(message.body) })).status
    }
    expect(await statusOf(open)).toBe(200)
    expect(await statusOf(shut)).toBe(401)
    expect(await statusOf(open, { authorization: `Bearer ${open.token}` })).toBe(401)
    expect(gate.logged.join('')).not.toContain(open.token)
  })
})

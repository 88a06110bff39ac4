// Two secrets pass through a gateway: the server's credential goes up and nowhere else, the client's token
// goes nowhere (I4, I5, D13). A run that touches every way they could take, then a look into every sink.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedTenant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { sealHeaders } from '#lib/upstream/index.ts'
import { ask, callMessage, type Harness, modernMessage, startHarness } from './testing/harness.ts'
import { TOOLS } from './testing/upstream.ts'

const CANARY = 'canary-7Kq"x/9+é'
const base64 = (text: string) => Buffer.from(text).toString('base64')
/** Any of these in a sink is a leak. */
const TRACES = [
  'canary-7Kq',
  'Y2FuYXJ5LTdLc',
  encodeURIComponent(CANARY),
  Buffer.from(CANARY).toString('hex'),
]

let gate: Harness
let tenant: Tenant
const received: string[] = []
beforeAll(async () => {
  gate = await startHarness()
  tenant = await seedTenant(gate.pool, { url: gate.upstream.url, tools: TOOLS, urlEnabled: true })
  const owner = { organisationId: tenant.organisationId, serverId: tenant.serverId }
  const sealed = sealHeaders(Buffer.alloc(32, 7), owner, { authorization: `Bearer ${CANARY}` })
  await gate.pool.query('UPDATE server SET sealed_headers = $2 WHERE id = $1', [tenant.serverId, sealed])
})
afterAll(() => gate.close())

const kept = async (answer: Promise<{ text: string; headers: Headers; status: number }>) => {
  const { text, headers, status } = await answer
  received.push(text, JSON.stringify([...headers]))
  return { text, status }
}
const modern = (method: string, params: Record<string, unknown>) => {
  const { body, headers } = modernMessage(method, params)
  return kept(gate.post(tenant, body, headers))
}
/** Everything a server knows of a request, said back in `text`. */
const ECHOES: readonly string[] = [
  CANARY,
  `Bearer ${CANARY}`,
  JSON.stringify({ authorization: `Bearer ${CANARY}` }),
  JSON.stringify(JSON.stringify({ authorization: `Bearer ${CANARY}` })),
  base64(CANARY),
  base64(`authorization: Bearer ${CANARY}\n`),
  encodeURIComponent(CANARY),
  Buffer.from(CANARY).toString('hex'),
]
const HEADERS = {
  'set-cookie': `session=${encodeURIComponent(CANARY)}`,
  'www-authenticate': `Bearer error="${base64(CANARY)}"`,
  'x-echo': base64(CANARY),
  server: `upstream ${base64(CANARY)}`,
}

describe('[I4] [I5] [H7] canaries', () => {
  it('a run that touches every way back', async () => {
    const says = (body: (id: unknown) => object | string, type = 'application/json', status = 200) => {
      gate.upstream.script = (recorded, response) => {
        expect(recorded.headers.authorization).toBe(`Bearer ${CANARY}`)
        const { id } = JSON.parse(recorded.body || '{}')
        const said = body(id)
        response.writeHead(status, { 'content-type': type, ...HEADERS })
        response.end(typeof said === 'string' ? said : JSON.stringify(said))
        return true
      }
    }
    for (const echo of ECHOES) {
      const content = [{ type: 'text', text: echo }]
      const result = {
        resultType: 'complete',
        content,
        structuredContent: { [echo]: [echo] },
        _meta: { echo },
      }
      says((id) => ({ jsonrpc: '2.0', id, result }))
      await modern('tools/call', { name: 'slow' })
      await kept(gate.post(tenant, callMessage('slow')))
      says((id) => ({ jsonrpc: '2.0', id, error: { code: -32000, message: echo, data: { echo } } }))
      await modern('tools/call', { name: 'slow' })
      for (const status of [400, 404, 405]) {
        says(
          (id) => ({ jsonrpc: '2.0', id, error: { code: -32000, message: echo } }),
          'application/json',
          status,
        )
        await modern('resources/read', { uri: 'test://a' })
      }
      const event = (message: object) => `id: 1\nevent: message\ndata: ${JSON.stringify(message)}\n\n`
      const progress = {
        jsonrpc: '2.0',
        method: 'notifications/progress',
        params: { progressToken: 1, progress: 1, message: echo },
      }
      const log = { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: echo } }
      says((id) => event(progress) + event(log) + event({ jsonrpc: '2.0', id, result }), 'text/event-stream')
      await modern('tools/call', { name: 'slow' })
      const own = TOOLS.map((tool) => ({ ...tool, description: echo }))
      says((id) => ({ jsonrpc: '2.0', id, result: { resultType: 'complete', tools: own, nextCursor: echo } }))
      await modern('tools/list', {})
      // What was accepted is back, or every later call would be refused here.
      says((id) => ({ jsonrpc: '2.0', id, result: { resultType: 'complete', tools: TOOLS } }))
      await modern('tools/list', {})
      says((id) => ({
        jsonrpc: '2.0',
        id,
        result: { resultType: 'complete', resources: [{ uri: echo, name: echo }] },
      }))
      await modern('resources/list', {})
      for (const status of [401, 403, 429, 500, 502]) {
        says(() => echo, 'text/html', status)
        await modern('tools/call', { name: 'fail' })
      }
      says(() => echo, 'text/plain')
      await modern('tools/call', { name: 'fail' })
      says(() => `{"jsonrpc":"2.0","id":1,"result":{"x":"${echo}`, 'application/json')
      await modern('tools/call', { name: 'fail' })
    }
    gate.upstream.script = (_, response) => {
      response.writeHead(302, { location: `https://evil.example.com/?q=${encodeURIComponent(CANARY)}` }).end()
      return true
    }
    await modern('tools/call', { name: 'fail' })
    gate.upstream.script = null
    await kept(
      ask(`${gate.origin}/mcp/${tenant.serverId}/${tenant.token}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        body: JSON.stringify(callMessage('echo', { a: 1 })),
      }),
    )
    await kept(gate.post(tenant, callMessage('no_such_tool')))
    await kept(gate.post(tenant, '{', { authorization: `Bearer ${tenant.token}` }))
    await kept(gate.post(tenant, callMessage('echo'), { authorization: `Bearer ${tenant.token}x` }))
    await gate.pool.query(`UPDATE server SET sealed_headers = '\\x01' WHERE id = $1`, [tenant.serverId])
    await modern('tools/call', { name: 'slow' })
    await gate.records(tenant)
    expect(received.length).toBeGreaterThan(100)
    expect(received.join()).toContain('[hidden]')
  }, 60_000)

  it('leave no trace in what clients received', () => {
    for (const trace of [...TRACES, tenant.token])
      expect(received.filter((each) => each.includes(trace))).toEqual([])
  })

  it('leave no trace of the token in what the server received', () => {
    expect(gate.upstream.seen.length).toBeGreaterThan(100)
    const seen = JSON.stringify(gate.upstream.seen)
    for (const form of [tenant.token, base64(tenant.token), tenant.tokenDigest])
      expect(seen).not.toContain(form)
  })

  it('leave no trace in the log', () => {
    gate.deps.log.info('the log is heard')
    expect(gate.logged.join('')).toContain('the log is heard')
    for (const trace of [...TRACES, tenant.token]) expect(gate.logged.join('')).not.toContain(trace)
  })

  it('leave no trace in the database, but for definitions that the server itself filled with them', async () => {
    const tables = await gate.pool.query(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    )
    expect(tables.rows.length).toBeGreaterThan(15)
    for (const { name } of tables.rows) {
      const { rows } = await gate.pool.query(
        `SELECT to_jsonb(t) - '{definition,evidence}'::text[] AS row FROM "${name}" t`,
      )
      const dump = JSON.stringify(rows)
      for (const trace of [...TRACES, tenant.token])
        expect([name, dump.includes(trace)]).toEqual([name, false])
    }
  })
})

describe('[K3] secrets in arguments, under each setting of what is recorded', () => {
  const SECRET = 'canary-args-5Jx'
  const SETTINGS = ['names', 'mentioned', 'all'] as const
  const POLICY = {
    version: '1',
    default: 'allow',
    tools: {
      echo: {
        deny_if: [
          { conditions: [{ path: 'args.note', op: 'contains', value: 'refuse' }] },
          { conditions: [{ path: 'args.password', op: 'eq', value: 'x' }] },
        ],
      },
      fail: { require_approval: true },
    },
  }
  const organisations: string[] = []
  const answers: string[] = []

  beforeAll(async () => {
    for (const setting of SETTINGS) {
      const asking = await gate.tenant(POLICY)
      organisations.push(asking.organisationId)
      await gate.pool.query('UPDATE server SET record = $2 WHERE id = $1', [asking.serverId, setting])
      await gate.pool.query(
        `INSERT INTO channel (organisation_id, id, name, kind, target, least) VALUES ($1, $2, 'x', 'email', $3, 'info')`,
        [asking.organisationId, `chn_${asking.organisationId}`, asking.email],
      )
      const args = {
        note: SECRET,
        password: SECRET,
        deep: [{ api_key: SECRET, text: `Bearer ${SECRET}-and-more` }],
      }
      const sent = [
        callMessage('echo', args),
        callMessage('echo', { ...args, note: `refuse ${SECRET}` }),
        callMessage('fail', args),
        callMessage('no_such_tool', args),
      ]
      for (const message of sent) answers.push((await gate.post(asking, message)).text)
      await gate.records(asking)
    }
  }, 60_000)

  it('the calls came, and values were kept where the setting says so', async () => {
    // The upstream heard the secret: it is the agent's to send.
    expect(JSON.stringify(gate.upstream.seen)).toContain(SECRET)
    const { rows } = await gate.pool.query(
      `SELECT s.record, count(v.call_id)::int AS kept FROM server s
         LEFT JOIN call_values v ON v.organisation_id = s.organisation_id AND v.server_id = s.id
        WHERE s.organisation_id = ANY($1) GROUP BY s.record ORDER BY s.record`,
      [organisations],
    )
    expect(rows).toEqual([
      { record: 'all', kept: 4 },
      // What mentions nothing keeps nothing: two of its calls are of tools without conditions.
      { record: 'mentioned', kept: 2 },
      { record: 'names', kept: 0 },
    ])
  })

  it('leave no trace in the log', () => {
    expect(gate.logged.join('')).not.toContain(SECRET)
  })

  it('leave no trace in the clear in any table: calls, values, approvals, notices and their deliveries', async () => {
    const tables = await gate.pool.query(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    )
    const seen = new Set<string>()
    const hex = Buffer.from(SECRET).toString('hex')
    for (const { name } of tables.rows) {
      const { rows } = await gate.pool.query(`SELECT to_jsonb(t) AS row FROM "${name}" t`)
      const dump = JSON.stringify(rows)
      if (rows.length > 0) seen.add(name)
      for (const trace of [SECRET, hex, base64(SECRET).slice(0, 18)])
        expect([name, trace, dump.includes(trace)]).toEqual([name, trace, false])
    }
    for (const name of ['call_values', 'approval', 'event', 'delivery']) expect(seen).toContain(name)
  })

  it('a refusal repeats none of it to the agent', () => {
    expect(answers.slice(1, 4).join('')).not.toContain(SECRET)
    expect(answers).toHaveLength(4 * SETTINGS.length)
  })
})

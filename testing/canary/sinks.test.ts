// One run through the product's own programs, with secrets that stand out in every place where a secret is given; then a
// look into every place where something comes out: logs, figures, traces, mail, webhooks, answers, error pages, the
// command line, and the whole database.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { modernMessage } from '#gateway/testing/harness.ts'
import { startUpstream, type TestUpstream } from '#gateway/testing/upstream.ts'
import { type Listening, listen, textOf } from '#lib/upstream/testing/listen.ts'
import { run } from '../../cli/testing/run.ts'
import { freePort } from '../../scripts/postgres.mjs'
import { type OtlpReceiver, startOtlpReceiver } from '../otlp-receiver.ts'
import { newDatabase, type TestDatabase } from '../postgres.ts'
import { type MailServer, startMailServer } from '../smtp.ts'
import { answering, firstMessage, type Program, startProgram } from './programs.ts'
import { leaksIn, type Secrets } from './secrets.ts'

const canary = (what: string) => `canary-${what}-${randomBytes(9).toString('hex')}`
const secrets: Secrets = Object.fromEntries(
  [
    ...['password', 'wrong-password', 'credential', 'api-key-of-server', 'argument'],
    ...['webhook-path', 'metrics-token', 'collector-key', 'url-password', 'secret-key', 'github-secret'],
  ].map((what) => [what, canary(what)]),
)
const secret = (what: string) => secrets[what] ?? ''
/** What came out, by where: each must hold no secret. */
const sinks = new Map<string, string>()
const note = (sink: string, text: string) => sinks.set(sink, `${sinks.get(sink) ?? ''}\n${text}`)

let database: TestDatabase
let upstream: TestUpstream
let collector: OtlpReceiver
let mail: MailServer
let hooks: Listening
const hooked: string[] = []
let gateway: Program
let api: Program

type Answer = { readonly status: number; readonly body: Record<string, never> }
async function ask(sink: string | null, url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init)
  const text = await response.text()
  if (sink) note(sink, `${JSON.stringify([...response.headers])}\n${text}`)
  const body = text.startsWith('{') ? JSON.parse(text) : {}
  return { status: response.status, body }
}

beforeAll(async () => {
  database = await newDatabase(inject('postgresUrl'))
  upstream = await startUpstream()
  collector = await startOtlpReceiver()
  mail = await startMailServer()
  hooks = await listen(async (request, response) => {
    hooked.push(`${JSON.stringify(request.headers)}\n${await textOf(request)}`)
    response.writeHead(200).end('ok')
  })
  secrets['database-password'] = decodeURIComponent(new URL(database.url).password)
  secrets['smtp-password'] = decodeURIComponent(new URL(mail.url).password)
  const [port, own, other] = [await freePort(), await freePort(), await freePort()]
  const env = {
    DATABASE_URL: database.url,
    SECRET_KEY: secret('secret-key'),
    APP_URL: `http://127.0.0.1:${port}`,
    PORT: String(port),
    ALLOW_PRIVATE_UPSTREAMS: 'true',
    SIGN_UP: 'open',
    SMTP_URL: mail.url,
    MAIL_FROM: 'gate@example.org',
    GITHUB_CLIENT_ID: 'portcullis',
    GITHUB_CLIENT_SECRET: secret('github-secret'),
    METRICS_TOKEN: secret('metrics-token'),
    MAX_HOLD_MS: '0',
    LOG_LEVEL: 'trace',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_HEADERS: `x-key=${secret('collector-key')}`,
    OTEL_BSP_SCHEDULE_DELAY: '200',
  }
  gateway = startProgram('gateway/main.ts', { ...env, METRICS_PORT: String(own) })
  api = startProgram('testing/canary/api.ts', { ...env, METRICS_PORT: String(other) })
  const { origin } = (await firstMessage(api)) as { origin: string }
  await answering(`http://127.0.0.1:${port}/readyz`, gateway)
  await useEverything(`http://127.0.0.1:${port}`, `${origin}/api/v1`, env)
  for (const [part, at] of [
    ['gateway', own],
    ['dashboard', other],
  ] as const) {
    const scraped = await fetch(`http://127.0.0.1:${at}/metrics`, {
      headers: { authorization: `Bearer ${secret('metrics-token')}` },
    })
    note(`figures of the ${part}`, await scraped.text())
    await ask(`refused figures of the ${part}`, `http://127.0.0.1:${at}/metrics`)
  }
  await Promise.all([gateway.stop(), api.stop()])
  note('log of the gateway and its sender', gateway.said())
  note('log of the dashboard', api.said())
  note('traces', collector.bodies.map(({ body }) => body.toString()).join('\n'))
  note('mail', mail.received.map(({ raw, decoded }) => `${raw}\n${decoded}`).join('\n'))
  note('webhooks', hooked.join('\n'))
  // Ten programs one after another, on a machine that may be shared.
}, 900_000)
afterAll(async () => {
  await Promise.all([gateway.stop(), api.stop()])
  await Promise.all([upstream.close(), collector.close(), mail.close(), hooks.close()])
  await database.drop()
})

/** Every way in which a secret comes in, and every kind of failure beside it. */
async function useEverything(gate: string, at: string, env: Readonly<Record<string, string>>): Promise<void> {
  const cli = async (args: string[], more: Record<string, string> = {}) => {
    const done = await run(args, '', '.', { ...env, ...more, METRICS_PORT: '' })
    note('command line', `${done.stdout}\n${done.stderr}`)
    return done
  }
  const who = ['--email', 'ada@example.org']
  // What it prints on stdout is the key, which is what it is asked for.
  const made = await run(['user', 'create', ...who, '--password', secret('password'), '--json'], '', '.', env)
  note('command line', made.stderr)
  const { apiKey } = JSON.parse(made.stdout) as { apiKey: string }
  secrets['api-key'] = apiKey
  await cli(['user', 'create', ...who, '--password', secret('wrong-password'), '--json'])
  const call = (sink: string | null, method: string, path: string, body?: unknown, key = apiKey) =>
    ask(sink, `${at}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })

  const headers = {
    authorization: `Bearer ${secret('credential')}`,
    'x-api-key': secret('api-key-of-server'),
  }
  const server = await call('answers of the API', 'POST', '/servers', {
    name: 'Own',
    url: upstream.url,
    headers,
  })
  expect(server.status).toBe(201)
  const serverId = String(server.body.id)
  const connector = await call(null, 'POST', '/servers', { name: 'Mine', transport: 'connector' })
  secrets['connector-key'] = String(connector.body.connectorKey)
  const document = {
    version: '1',
    default: 'allow',
    tools: { fail: { require_approval: true }, slow: { action: 'deny' } },
  }
  const policy = await call('answers of the API', 'POST', '/policies', { serverId, name: 'P', document })
  const grant = await call(null, 'POST', '/grants', {
    label: 'Agent',
    servers: [{ serverId, policyId: policy.body.id }],
  })
  const token = String(grant.body.token)
  secrets['grant-token'] = token
  await call(null, 'POST', `/grants/${grant.body.id}/url`)
  const hook = `${hooks.url}/${secret('webhook-path')}`
  const channel = await call(null, 'POST', '/channels', {
    name: 'Hook',
    kind: 'webhook',
    to: hook,
    least: 'info',
  })
  expect(channel.status).toBe(201)
  secrets['signing-secret'] = String(channel.body.secret)
  await call('answers of the API', 'POST', '/channels', {
    name: 'Mail',
    kind: 'email',
    to: 'ada@example.org',
    least: 'info',
  })

  // What is wrong, with a secret in it.
  const withUser = `http://ada:${secret('url-password')}@127.0.0.1:9/`
  await call('answers of the API', 'POST', '/servers', { name: 'Wrong', url: withUser })
  await call(
    'answers of the API',
    'POST',
    '/servers',
    `{"headers": {"authorization": "Bearer ${secret('credential')}"`,
  )
  await call('answers of the API', 'GET', '/servers', undefined, `${apiKey}x`)
  await call('answers of the API', 'POST', `/servers/${serverId}/refresh`)
  for (const path of ['/servers', `/servers/${serverId}`, '/grants', '/channels', '/audit', '/api-keys'])
    await call('answers of the API', 'GET', path)

  const send = (
    name: string,
    shown: string | null = token,
    path = `/mcp/${serverId}/`,
    sink: string | null = 'answers of the gateway',
  ) => {
    const args = { password: secret('argument'), api_key: secret('argument') }
    const { body, headers: own } = modernMessage('tools/call', { name, arguments: args })
    return ask(sink, `${gate}${path}`, {
      method: 'POST',
      headers: {
        ...(shown !== null && { authorization: `Bearer ${shown}` }),
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...own,
      },
      body: JSON.stringify(body),
    })
  }
  upstream.script = ({ body }, response) => {
    const { id, method } = JSON.parse(body || '{}')
    if (method !== 'tools/call') return false
    // A server that says back what it was shown.
    response.writeHead(500, { 'content-type': 'text/html', 'x-echo': secret('credential') })
    response.end(`<pre>Authorization: Bearer ${secret('credential')} ${id}</pre>`)
    return true
  }
  expect((await send('echo')).status).toBe(200)
  upstream.script = null
  await send('slow')
  await send('fail')
  await send('no_such_tool')
  await send('echo', `${token}x`)
  // The agent gets back from the tool what it sent itself.
  await send('echo', null, `/mcp/t/${token}/${serverId}/`, null)
  await send('echo', null, `/mcp/t/${token}x/${serverId}/`)
  await ask('error pages', `${gate}/?token=${token}`)
  await ask('error pages', `${gate}/mcp/${serverId}/`, {
    headers: { authorization: `Bearer ${token}`, 'sec-fetch-mode': 'navigate' },
  })

  await call('answers of the API', 'GET', '/calls')
  await cli(['policy', 'pull', String(policy.body.id), '--url', at.replace('/api/v1', '')], {
    PORTCULLIS_API_KEY: `${apiKey}x`,
  })
  await cli(['policy', 'pull', String(policy.body.id), '--url', at.replace('/api/v1', '')], {
    PORTCULLIS_API_KEY: apiKey,
  })
  await cli(['audit', 'verify'])
  await cli(['organisation', 'list'])
  await cli(['audit', 'verify'], { DATABASE_URL: database.url.replace(/:\d+\//, ':9/') })
  await vi.waitFor(
    () => {
      expect(hooked.length).toBeGreaterThan(0)
      expect(mail.received.length).toBeGreaterThan(0)
    },
    { timeout: 300_000, interval: 200 },
  )
}

describe('no secret comes out (security K3, I4, I5)', () => {
  const SINKS = [
    'log of the gateway and its sender',
    'log of the dashboard',
    'figures of the gateway',
    'figures of the dashboard',
    'refused figures of the gateway',
    'refused figures of the dashboard',
    'traces',
    'mail',
    'webhooks',
    'answers of the gateway',
    'answers of the API',
    'error pages',
    'command line',
  ]
  it('and each of them was looked at, with something in it', () => {
    expect([...sinks.keys()].sort()).toEqual([...SINKS].sort())
    for (const sink of SINKS) expect([sink, (sinks.get(sink) ?? '').length > 20]).toEqual([sink, true])
    expect(sinks.get('traces')).toContain('tools/call echo')
    expect(sinks.get('log of the gateway and its sender')).toContain('the gateway listens')
    for (const words of ['POLICY DENIED', 'APPROVAL PENDING', 'grant-unknown'])
      expect(sinks.get('answers of the gateway')).toContain(words)
    expect(sinks.get('webhooks')).toContain('approval')
    expect(sinks.get('mail')).toContain('ada@example.org')
    expect(sinks.get('command line')).toMatch(/require_approval[\s\S]*as they were sealed/)
    // One by the header, and one by the token in the URL.
    expect(upstream.calls()).toHaveLength(2)
    expect(sinks.get('figures of the gateway')).toContain('portcullis_decisions_total{')
    expect(sinks.get('figures of the dashboard')).toContain('portcullis_ready{')
    expect(Object.keys(secrets).length).toBeGreaterThan(16)
    for (const [name, each] of Object.entries(secrets)) expect([name, each.length >= 8]).toEqual([name, true])
  })

  it.each(SINKS)('by the %s', (sink) => {
    expect(leaksIn(sinks.get(sink) ?? '', secrets)).toEqual([])
  })

  it('by the server, but for its own credentials and what the agent sends', () => {
    const { credential: _, 'api-key-of-server': _own, argument: _sent, ...foreign } = secrets
    const seen = JSON.stringify(upstream.seen)
    expect(seen).toContain(secret('credential'))
    expect(leaksIn(seen, foreign)).toEqual([])
  })

  it('by a dump of the database: what opens a door is sealed, or a digest', async () => {
    const { default: pg } = await import('pg')
    const client = new pg.Client({ connectionString: database.directUrl })
    await client.connect()
    const tables = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    )
    const found: Record<string, string[]> = {}
    let rows = 0
    for (const { name } of tables.rows) {
      const dump = await client.query(`SELECT to_jsonb(t) AS row FROM "${name}" t`)
      rows += dump.rows.length
      const leaks = leaksIn(JSON.stringify(dump.rows), secrets)
      if (leaks.length > 0) found[name] = leaks
    }
    await client.end()
    expect(rows).toBeGreaterThan(30)
    expect(found).toEqual({})
  })

  it('or the test would say so', () => {
    const planted = `Basic ${Buffer.from(`ada:${secret('password')}`).toString('base64')}`
    expect(leaksIn(planted, secrets)).toEqual(['password'])
    expect(leaksIn(encodeURIComponent(secret('smtp-password')), secrets)).toEqual(['smtp-password'])
  })
})

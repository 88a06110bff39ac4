// The transport of 2024-11-05 against servers that a test writes line by line.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { Fault } from '#lib/fault.ts'
import { readTools } from '../read-tools.ts'
import { readAll } from '../response-body.ts'
import { type Door, openDoor, type Sent, type Target, type UpstreamRequest } from '../send.ts'
import { type Listening, listen, textOf } from '../testing/listen.ts'
import { endpointOf } from './endpoint.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

type Message = { id?: number; method?: string; params?: Record<string, unknown> }
type Stage = Listening & {
  stream: () => ServerResponse
  posts: { body: Message; headers: IncomingMessage['headers'] }[]
}

/** A server whose first event is `first` and whose posts are answered by `reply`. */
async function stage(
  first: string | null,
  reply: (
    message: Message,
    say: (value: unknown) => void,
    response: ServerResponse,
  ) => number | undefined = byTheBook,
): Promise<Stage> {
  let stream: ServerResponse | null = null
  const posts: Stage['posts'] = []
  const server = await listen(async (request, response) => {
    if (request.method === 'GET') {
      stream = response
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(first ?? ': nothing yet\n\n')
      return
    }
    const body = JSON.parse(await textOf(request))
    posts.push({ body, headers: request.headers })
    const say = (value: unknown) => stream?.write(`event: message\ndata: ${JSON.stringify(value)}\n\n`)
    response.writeHead(reply(body, say, response) ?? 202).end()
  })
  closing.push(server.close)
  const own = () => {
    if (!stream) throw new Error('no stream is open')
    return stream
  }
  return Object.assign(server, { stream: own, posts })
}
function byTheBook(message: Message, say: (value: unknown) => void): undefined {
  if (message.id === undefined) return
  const result =
    message.method === 'initialize'
      ? {
          protocolVersion: '2024-11-05',
          capabilities: { tools: {} },
          serverInfo: { name: 'old', version: '1' },
        }
      : message.method === 'tools/list'
        ? { tools: [{ name: 'echo', inputSchema: {} }] }
        : { echoed: message.params }
  say({ jsonrpc: '2.0', id: message.id, result })
}
const ENDPOINT = 'event: endpoint\ndata: /messages?session=1\n\n'

function door(idleMs?: number): Door {
  const own = openDoor({ ...(idleMs !== undefined && { idleMs }) })
  closing.push(own.close)
  return own
}
const to = (server: Listening, headers: Record<string, string> = {}): Target => ({
  url: server.url.replace('/mcp', '/sse'),
  headers,
  allowPrivate: true,
  transport: 'sse',
})
const request = (
  message: Message | null,
  more: Partial<UpstreamRequest> = {},
  session?: string,
): UpstreamRequest => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...(session && { 'mcp-session-id': session }) },
  ...(message && { body: JSON.stringify({ jsonrpc: '2.0', ...message }) }),
  headersTimeoutMs: 5_000,
  bodyTimeoutMs: 5_000,
  maxBytes: 1_000_000,
  ...more,
})
const INITIALIZE: Message = { id: 0, method: 'initialize', params: { protocolVersion: '2024-11-05' } }
const text = async ({ body }: Sent) => (await readAll(body)).toString()

async function begin(own: Door, target: Target): Promise<string> {
  const sent = await own.send(target, request(INITIALIZE))
  expect([sent.status, sent.headers['content-type']]).toEqual([200, 'application/json'])
  expect(await text(sent)).toContain('"protocolVersion":"2024-11-05"')
  return sent.headers['mcp-session-id'] ?? ''
}
async function faultOf(work: Promise<Sent>): Promise<Fault> {
  try {
    await readAll((await work).body)
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
  throw new Error('accepted')
}

describe('a session over HTTP+SSE', () => {
  it('answers requests as Streamable HTTP does, with our headers on every one of its own', async () => {
    const server = await stage(ENDPOINT)
    const own = door()
    const target = to(server, { authorization: 'Bearer upstream-secret' })
    const session = await begin(own, target)
    expect(session).toMatch(/^[\w-]{32}$/)
    const told = await own.send(target, request({ method: 'notifications/initialized' }, {}, session))
    expect(told.status).toBe(202)
    const answer = await own.send(
      target,
      request({ id: 1, method: 'tools/call', params: { a: 1.5 } }, {}, session),
    )
    expect(await text(answer)).toBe('{"jsonrpc":"2.0","id":1,"result":{"echoed":{"a":1.5}}}')
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /sse',
      ...Array(3).fill('POST /messages?session=1'),
    ])
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(
      Array(4).fill('Bearer upstream-secret'),
    )
    expect(server.requests.every(({ headers }) => headers['mcp-session-id'] === undefined)).toBe(true)
  })

  it('gives each answer to the request that asked, progress with it, and all else to the standing stream', async () => {
    const later: { id: number; say: (value: unknown) => void }[] = []
    const server = await stage(ENDPOINT, (message, say) => {
      if (message.method !== 'tools/call') return byTheBook(message, say)
      later.push({ id: message.id ?? 0, say })
      return undefined
    })
    const own = door()
    const target = to(server)
    const session = await begin(own, target)
    const standing = await own.send(target, request(null, { method: 'GET', bodyTimeoutMs: 0 }, session))
    expect(standing.headers['content-type']).toBe('text/event-stream')
    const call = (id: number) =>
      own.send(
        target,
        request({ id, method: 'tools/call', params: { _meta: { progressToken: `t${id}` } } }, {}, session),
      )
    const [first, second] = [call(1), call(2)]
    await expect.poll(() => later.length).toBe(2)
    const say = later[0]?.say ?? (() => {})
    say({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 't2', progress: 1 } })
    say({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' })
    say({ jsonrpc: '2.0', id: 2, result: { is: 'second' } })
    say({ jsonrpc: '2.0', id: '1', result: { is: 'of nobody' } })
    say({ jsonrpc: '2.0', id: 1, result: { is: 'first' } })
    expect(await text(await first)).toBe('{"jsonrpc":"2.0","id":1,"result":{"is":"first"}}')
    const streamed = await text(await second)
    expect(streamed.match(/^data: .*$/gm)).toEqual([
      'data: {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"t2","progress":1}}',
      'data: {"jsonrpc":"2.0","id":2,"result":{"is":"second"}}',
    ])
    const ended = text(standing)
    await own.send(target, request(null, { method: 'DELETE' }, session))
    expect((await ended).match(/^data: .*$/gm)).toEqual([
      'data: {"jsonrpc":"2.0","method":"notifications/tools/list_changed"}',
    ])
  })

  it('splits a batch (2025-03-26), and keeps what nobody hears for the stream that is opened next', async () => {
    const server = await stage(ENDPOINT)
    const own = door()
    const target = to(server)
    const session = await begin(own, target)
    server.stream().write('data: [{"jsonrpc":"2.0","method":"a"},{"jsonrpc":"2.0","method":"b"}]\n\n')
    await new Promise((wait) => setTimeout(wait, 100))
    const standing = await own.send(target, request(null, { method: 'GET', bodyTimeoutMs: 0 }, session))
    const heard = text(standing)
    own.sessions.end(session)
    expect((await heard).match(/"method":"."/g)).toEqual(['"method":"a"', '"method":"b"'])
  })

  it('refuses what has no session, a modern message, and an id that is still open', async () => {
    const server = await stage(ENDPOINT, (message, say) =>
      message.method === 'tools/call' ? undefined : byTheBook(message, say),
    )
    const own = door()
    const target = to(server)
    const session = await begin(own, target)
    expect((await own.send(target, request({ id: 1, method: 'tools/list' }))).status).toBe(400)
    expect((await own.send(target, request({ id: 1, method: 'tools/list' }, {}, 'unknown'))).status).toBe(404)
    expect((await own.send(target, request(null, { method: 'GET' }))).status).toBe(405)
    expect((await own.send(target, request(null, { method: 'GET' }, 'unknown'))).status).toBe(404)
    expect((await own.send(target, request(null, { method: 'DELETE' }, 'unknown'))).status).toBe(404)
    const modern = request(
      { id: 1, method: 'server/discover' },
      { headers: { 'mcp-protocol-version': '2026-07-28' } },
    )
    expect(await text(await own.send(target, modern))).toContain('-32022')
    const open = own.send(target, request({ id: 7, method: 'tools/call' }, {}, session))
    await expect.poll(() => server.posts.length).toBe(2)
    expect((await own.send(target, request({ id: 7, method: 'tools/call' }, {}, session))).status).toBe(400)
    own.sessions.end(session)
    expect((await faultOf(open)).code).toBe('upstream-unreachable')
    expect(server.posts).toHaveLength(2)
  })

  it('ends where the server closes its stream: what is open fails, what comes is told to begin again', async () => {
    const server = await stage(ENDPOINT, (message, say, response) => {
      if (message.method !== 'tools/call') return byTheBook(message, say)
      setImmediate(() => server.stream().destroy())
      return void response
    })
    const own = door()
    const target = to(server)
    const session = await begin(own, target)
    const fault = await faultOf(own.send(target, request({ id: 1, method: 'tools/call' }, {}, session)))
    expect([fault.code, fault.data.handedOver]).toEqual(['upstream-unreachable', true])
    expect((await own.send(target, request({ id: 2, method: 'ping' }, {}, session))).status).toBe(404)
  })

  it('ends where the server has forgotten it, where its address or headers changed, and when it is idle', async () => {
    const server = await stage(ENDPOINT, (message, say) =>
      message.method === 'ping' ? 404 : byTheBook(message, say),
    )
    const own = door()
    const target = to(server, { 'x-key': 'one' })
    const forgotten = await begin(own, target)
    expect((await own.send(target, request({ id: 2, method: 'ping' }, {}, forgotten))).status).toBe(404)
    expect(own.sessions.has(forgotten)).toBe(false)
    const moved = await begin(own, target)
    const other = { ...target, headers: { 'x-key': 'two' } }
    expect((await own.send(other, request({ id: 2, method: 'tools/list' }, {}, moved))).status).toBe(404)
    expect(own.sessions.has(moved)).toBe(false)
    const quick = door(100)
    const idle = await begin(quick, target)
    await expect.poll(() => quick.sessions.has(idle), { timeout: 10_000 }).toBe(false)
    await expect.poll(() => server.stream().destroyed).toBe(true)
  })

  it('keeps an open stream from being idle', async () => {
    const server = await stage(ENDPOINT)
    const own = door(80)
    const session = await begin(own, to(server))
    const standing = await own.send(to(server), request(null, { method: 'GET', bodyTimeoutMs: 0 }, session))
    await new Promise((wait) => setTimeout(wait, 400))
    expect(own.sessions.has(session)).toBe(true)
    standing.body.cancel()
    await expect.poll(() => own.sessions.has(session), { timeout: 10_000 }).toBe(false)
  })

  it('[H8] bounds a message, and what a slow reader makes it hold', async () => {
    const server = await stage(ENDPOINT)
    const own = door()
    const target = to(server)
    const session = await begin(own, target)
    const open = own.send(target, request({ id: 9, method: 'ping' }, { maxBytes: 100 }, session))
    server.stream().write(`data: {"jsonrpc":"2.0","method":"x","params":{"a":"${'a'.repeat(500)}"}}\n\n`)
    await faultOf(open).catch(() => {})
    const chunk = 'a'.repeat(1 << 20)
    server.stream().write('data: "')
    for (let mib = 0; mib < 18; mib++) server.stream().write(chunk)
    await expect.poll(() => own.sessions.has(session), { timeout: 15_000 }).toBe(false)
  })
})

describe('[I1] [I3] where messages are posted to', () => {
  const from = { url: 'https://mcp.example.com/a/sse?key=1', allowPrivate: false }
  it.each([
    ['/messages?session=1', 'https://mcp.example.com/messages?session=1'],
    ['messages', 'https://mcp.example.com/a/messages'],
    ['?session=2', 'https://mcp.example.com/a/sse?session=2'],
    ['https://mcp.example.com/other', 'https://mcp.example.com/other'],
    ['https://MCP.example.com:443/other', 'https://mcp.example.com/other'],
    ['//mcp.example.com/x', 'https://mcp.example.com/x'],
  ])('%s is %s', (endpoint, url) => {
    expect(endpointOf(endpoint, from)).toBe(url)
  })

  it.each([
    'https://evil.example.com/messages',
    '//evil.example.com/messages',
    'http://mcp.example.com/messages',
    'https://mcp.example.com:8443/messages',
    'https://mcp.example.com.evil.example.com/',
    'https://user@mcp.example.com/messages',
    'https://user:secret@mcp.example.com/messages',
    '/\\evil.example.com/messages',
    '\\\\evil.example.com/messages',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,x',
    'http://169.254.169.254/latest/',
    'https://127.0.0.1/',
    '/messages\r\nX-Injected: 1',
    '/messages\nX-Injected: 1',
    '/mess ages',
    '/mess\tages',
    '/mess\u200bages',
    '/messages#part',
    '',
  ])('%j is refused', (endpoint) => {
    expect(() => endpointOf(endpoint, from)).toThrow(Fault)
  })

  it.each([
    ['of another origin', 'event: endpoint\ndata: http://127.0.0.2:9/messages\n\n', 'upstream-error'],
    ['over several lines', 'event: endpoint\ndata: /messages\ndata: Host: x\n\n', 'upstream-error'],
    ['that is none', 'event: message\ndata: {}\n\n', 'upstream-not-mcp'],
    ['that never comes', null, 'upstream-slow'],
  ])('an endpoint %s opens no session, and nothing is posted anywhere', async (_, first, code) => {
    const server = await stage(first)
    const fault = await faultOf(
      door().send(
        to(server, { authorization: 'Bearer upstream-secret' }),
        request(INITIALIZE, { headersTimeoutMs: 700 }),
      ),
    )
    expect(fault.code).toBe(code)
    expect(fault.data.handedOver).toBe(false)
    expect(fault.message).not.toContain('upstream-secret')
    expect(server.posts).toEqual([])
    await expect.poll(() => server.stream().destroyed, { timeout: 10_000 }).toBe(true)
  })

  it('a redirect of the stream, or of a post, is not followed', async () => {
    const other = await stage(ENDPOINT)
    const server = await listen((request, response) => {
      response.writeHead(307, { location: `${other.url}${request.url}` }).end()
    })
    closing.push(server.close)
    const target = to(server, { authorization: 'Bearer upstream-secret' })
    expect((await faultOf(door().send(target, request(INITIALIZE)))).message).toContain('redirect')
    expect(other.requests).toHaveLength(0)
  })
})

describe('reading the tools of such a server', () => {
  it('finds the transport out, and says what it is', async () => {
    const server = await stage(ENDPOINT, (message, say, response) => {
      if (response.req.url?.startsWith('/messages')) return byTheBook(message, say)
      return 405
    })
    const { url, headers } = to(server)
    const list = await readTools({ url, headers, allowPrivate: true })
    expect(list).toMatchObject({ transport: 'sse', protocol: '2024-11-05', tools: [{ name: 'echo' }] })
    await expect.poll(() => server.stream().destroyed, { timeout: 10_000 }).toBe(true)
    await expect(readTools({ url, headers, allowPrivate: true, transport: 'http' })).rejects.toMatchObject({
      code: 'upstream-not-mcp',
    })
  })
})

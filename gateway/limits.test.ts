// Every limit at its bound and one beyond: what is within passes, what is beyond is refused with a sentence
// that names the limit, and reaches no server.
import { readFileSync } from 'node:fs'
import { connect as connectSocket, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { seedGrant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { BOUNDS, type Bounds } from './config.ts'
import { LIMITS, limitsFrom } from './limits.ts'
import {
  type Answer,
  ask,
  callMessage,
  type Harness,
  modernMessage,
  startHarness,
} from './testing/harness.ts'

const SMALL = {
  maxMessageBytes: 6000,
  maxUnknownBytes: 1024,
  maxHeaderBytes: 4096,
  maxHeaders: 30,
  maxUrlLength: 300,
  maxDepth: 8,
  maxValues: 120,
  maxKeys: 20,
  maxTextLength: 2000,
  headersTimeoutMs: 1000,
  requestTimeoutMs: 1500,
  maxExchangesPerGrant: 3,
  maxExchangesPerOrganisation: 4,
  maxStreamsPerGrant: 3,
  maxStreamsPerSession: 2,
  answerTimeoutMs: 20_000,
  maxAnswerBytes: 4000,
  maxStreamBytes: 9000,
  maxStreamEvents: 5,
  maxSessionMs: 60_000,
  stalledClientMs: 1000,
} satisfies Partial<Bounds>

let gate: Harness
let tenant: Tenant
beforeAll(async () => {
  gate = await startHarness({ bounds: SMALL })
  tenant = await gate.tenant()
})
afterEach(() => {
  gate.upstream.script = null
})
afterAll(() => gate.close())

const CALL = { jsonrpc: '2.0', id: 1, result: { content: [] } }
/** Answers every call at once with what a legacy server may answer. */
function answerAll(): void {
  gate.upstream.script = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(CALL))
    return true
  }
}
/** Lets calls wait until `finish`. */
function holdAll(harness = gate): { finish: () => void } {
  const held: (() => void)[] = []
  harness.upstream.script = (_, response) => {
    held.push(() => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(CALL)))
    return true
  }
  return { finish: () => held.splice(0).forEach((each) => void each()) }
}
async function passes(act: () => Promise<Answer>): Promise<void> {
  answerAll()
  const before = gate.upstream.seen.length
  expect(await act()).toMatchObject({ status: 200, json: CALL })
  expect(gate.upstream.seen).toHaveLength(before + 1)
}
async function isRefused(act: () => Promise<Answer>, status: number, says: RegExp): Promise<void> {
  answerAll()
  const before = gate.upstream.seen.length
  const answer = await act()
  expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(says)])
  expect(gate.upstream.seen).toHaveLength(before)
}
const nested = (depth: number) =>
  callMessage('echo', { a: JSON.parse('['.repeat(depth) + ']'.repeat(depth)) })

describe('a message', () => {
  const text = (bytes: number) => {
    const message = JSON.stringify(callMessage('echo', { text: 'x'.repeat(100) }))
    return message + ' '.repeat(bytes - message.length)
  }
  const list = (values: number) => callMessage('echo', { a: Array(values - 8).fill(0) })
  const keys = (count: number) =>
    callMessage('echo', Object.fromEntries(Array.from({ length: count }, (_, key) => [`k${key}`, 0])))
  const string = (length: number) => callMessage('echo', { text: 'x'.repeat(length) })

  it.each<[string, unknown, unknown, number, RegExp]>([
    ['bytes', text(6000), text(6001), 413, /at most 6000 bytes/],
    ['depth', nested(5), nested(6), 400, /deeper than 8 levels/],
    ['values', list(120), list(121), 400, /more than 120 values/],
    ['keys', keys(20), keys(21), 400, /more than 20 keys/],
    ['text', string(2000), string(2001), 400, /more than 2000 characters/],
  ])('is held to its %s', async (_, within, beyond, status, says) => {
    await passes(() => gate.post(tenant, within))
    await isRefused(() => gate.post(tenant, beyond), status, says)
  })

  it('is held to its address and its headers', async () => {
    const post = (query: string, headers: Record<string, string> = {}) =>
      ask(gate.url(tenant) + query, {
        method: 'POST',
        headers: { authorization: `Bearer ${tenant.token}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(callMessage('echo')),
      })
    const path = `/mcp/${tenant.serverId}/`
    await passes(() => post(`?${'q'.repeat(299 - path.length)}`))
    await isRefused(() => post(`?${'q'.repeat(300 - path.length)}`), 414, /at most 300 characters/)
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, '1']))
    // Of fetch's own there are nine at most.
    await passes(() => post('', many(20)))
    await isRefused(() => post('', many(30)), 431, /at most 30 headers/)
    await passes(() => post('', { 'x-long': 'x'.repeat(3000) }))
    await isRefused(() => post('', { 'x-long': 'x'.repeat(4096) }), 431, /at most 4096 bytes/)
  })

  it('of a token that nobody knows is not read to its end', async () => {
    const stranger = await gate.tenant()
    const socket = connectSocket(Number(new URL(gate.origin).port), '127.0.0.1')
    const heard = readAll(socket)
    const head = `POST /mcp/${tenant.serverId}/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${stranger.token}\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n`
    socket.write(head + ' '.repeat(1025))
    expect(await heard).toMatch(/^HTTP\/1.1 404 /)
  })
})

describe('a slow request', () => {
  const head = () => `POST /mcp/${tenant.serverId}/ HTTP/1.1\r\nHost: localhost\r\n`
  it.each([
    ['headers', () => head()],
    [
      'body',
      () =>
        `${head()}Content-Type: application/json\r\nContent-Length: 100\r\nAuthorization: Bearer ${tenant.token}\r\n\r\n{`,
    ],
  ])('is ended where its %s do not come in time', async (_, begin) => {
    const socket = connectSocket(Number(new URL(gate.origin).port), '127.0.0.1')
    socket.write(begin())
    const drip = setInterval(() => socket.write('x'), 300)
    const heard = await readAll(socket)
    clearInterval(drip)
    expect(heard).toMatch(/^HTTP\/1.1 408 /)
    expect(heard).toContain('its headers within 1 s')
  })
})

describe('at once', () => {
  it('a grant has only so many requests under way, and then as many again', async () => {
    const own = await gate.tenant()
    const held = holdAll()
    const before = gate.upstream.seen.length
    const three = [1, 2, 3].map(() => gate.post(own, callMessage('echo')))
    await expect.poll(() => gate.upstream.seen.length).toBe(before + 3)
    const fourth = await gate.post(own, callMessage('echo'))
    expect([fourth.status, fourth.text]).toEqual([429, expect.stringMatching(/3 requests under way/)])
    expect(fourth.headers.get('retry-after')).toBe('1')
    expect(gate.upstream.seen).toHaveLength(before + 3)
    held.finish()
    for (const answer of await Promise.all(three)) expect(answer.status).toBe(200)
    answerAll()
    expect((await gate.post(own, callMessage('echo'))).status).toBe(200)
  })

  it('an organisation too, over all its grants', async () => {
    const own = await gate.tenant()
    const other = { ...own, ...(await seedGrant(gate.pool, own)) }
    const held = holdAll()
    const before = gate.upstream.seen.length
    const calls = [own, own, other, other].map((each) => gate.post(each, callMessage('echo')))
    await expect.poll(() => gate.upstream.seen.length).toBe(before + 4)
    const fifth = await gate.post(other, callMessage('echo'))
    expect([fifth.status, fifth.text]).toEqual([429, expect.stringMatching(/4 requests under way/)])
    const stranger = await gate.tenant()
    const third = gate.post(stranger, callMessage('echo'))
    await expect.poll(() => gate.upstream.seen.length).toBe(before + 5)
    held.finish()
    for (const answer of await Promise.all([...calls, third])) expect(answer.status).toBe(200)
  })

  it('a grant and a session have only so many streams open', async () => {
    const own = await gate.tenant()
    const session = await openSession(own)
    const opened: AbortController[] = []
    gate.upstream.script = ({ method }, response) => {
      if (method !== 'GET') return false
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n')
      return true
    }
    const open = async (id: string) => {
      const gone = new AbortController()
      opened.push(gone)
      const headers = {
        authorization: `Bearer ${own.token}`,
        'mcp-session-id': id,
        accept: 'text/event-stream',
      }
      const answer = await fetch(gate.url(own), { headers, signal: gone.signal })
      return answer.status === 200 ? '200' : `${answer.status} ${await answer.text()}`
    }
    expect([await open(session), await open(session)]).toEqual(['200', '200'])
    expect(await open(session)).toMatch(/^429 .*This session has 2 streams/)
    const second = await openSession(own)
    expect(await open(second)).toBe('200')
    expect(await open(second)).toMatch(/^429 .*This grant has 3 streams/)
    opened[0]?.abort()
    await expect.poll(() => open(second)).toBe('200')
    for (const each of opened) each.abort()
  })

  it('an address has only so many connections', async () => {
    const own = await startHarness({ bounds: { maxConnectionsPerAddress: 4 } })
    const { port } = new URL(own.origin)
    const sockets = await Promise.all([1, 2, 3, 4].map(() => connected(Number(port))))
    const fifth = await connected(Number(port))
    const heard = await readAll(fifth)
    expect(heard).toMatch(/^HTTP\/1.1 503 /)
    expect(heard).toContain('There are 4 connections from your address')
    sockets.pop()?.destroy()
    await expect.poll(async () => (await ask(`${own.origin}/livez`, {}).catch(() => null))?.status).toBe(200)
    for (const socket of sockets) socket.destroy()
    await own.close()
  })
})

describe('an answer', () => {
  const json = (bytes: number) => {
    const frame = JSON.stringify({ ...CALL, result: { content: [], pad: '' } })
    return frame.replace('""', `"${'x'.repeat(bytes - frame.length)}"`)
  }
  const answerWith = (type: string, body: string) => {
    gate.upstream.script = (_, response) => {
      response.writeHead(200, { 'content-type': type }).end(body)
      return true
    }
    return gate.post(tenant, callMessage('echo'))
  }
  const note = (pad = '') => {
    const params = { level: 'info', data: pad }
    return `data: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params })}\n\n`
  }
  const end = `data: ${JSON.stringify(CALL)}\n\n`

  it('has at most so many bytes', async () => {
    expect((await answerWith('application/json', json(4000))).json).toMatchObject({ result: { content: [] } })
    const beyond = await answerWith('application/json', json(4001))
    expect(beyond.json).toMatchObject({
      error: { message: expect.stringMatching(/larger than this gateway/) },
    })
  })

  it('in one event has at most as many', async () => {
    const event = (length: number) => `data: ${json(length - 6)}\n\n`
    expect((await answerWith('text/event-stream', event(4000))).text).toContain('"result"')
    expect((await answerWith('text/event-stream', event(4001))).text).toContain('upstream-too-large')
  })

  it('in a stream has at most so many events, and bytes in all', async () => {
    const events = (count: number) => answerWith('text/event-stream', note().repeat(count - 1) + end)
    expect((await events(5)).text).toContain('"result"')
    expect((await events(6)).text).toContain('upstream-too-large')
    const long = (bytes: number) => {
      const tail = note('x'.repeat(3000)).repeat(2) + end
      return answerWith('text/event-stream', note('x'.repeat(bytes - tail.length - note().length)) + tail)
    }
    expect((await long(9000)).text).toContain('"result"')
    expect((await long(9001)).text).toContain('upstream-too-large')
  })

  const ACKNOWLEDGED =
    'data: {"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"notifications":{}}}\n\n'

  it('and a standing stream last only so long', async () => {
    const own = await startHarness({ bounds: { maxStreamMs: 400, maxStandingMs: 400, streamCheckMs: 50 } })
    const theirs = await own.tenant()
    own.upstream.script = ({ body }, response) => {
      const isListen = body.includes('subscriptions/listen')
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(isListen ? ACKNOWLEDGED : note())
      return true
    }
    const answer = await own.post(theirs, callMessage('echo'))
    expect(answer.text).toContain('stream-too-long')
    const listen = modernMessage('subscriptions/listen', { notifications: { toolsListChanged: true } })
    expect((await own.post(theirs, listen.body, listen.headers)).text).toContain('stream-too-long')
    expect((await own.records(theirs)).map((each) => each.outcome)).toEqual(['stopped'])
    await own.close()
  })
})

describe('a session', () => {
  it('is unknown when it is older than a session may be, and its server hears of nothing', async () => {
    const own = await startHarness({ bounds: { maxSessionMs: 700 } })
    const theirs = await own.tenant()
    const session = await openSession(theirs, own)
    const list = () =>
      own.post(theirs, { jsonrpc: '2.0', id: 2, method: 'tools/list' }, { 'mcp-session-id': session })
    expect((await list()).status).toBe(200)
    await expect.poll(async () => (await list()).status, { timeout: 10_000 }).toBe(404)
    const before = own.upstream.seen.length
    await list()
    expect(own.upstream.seen).toHaveLength(before)
    await own.close()
  })
})

describe('the settings', () => {
  it('name every limit once, and its usual value lies between its ends', () => {
    const bounds = Object.values(LIMITS).map((limit) => limit.bound)
    expect(new Set(bounds).size).toBe(bounds.length)
    for (const { bound, least, most } of Object.values(LIMITS)) {
      expect(BOUNDS[bound], bound).toBeGreaterThanOrEqual(least)
      expect(BOUNDS[bound], bound).toBeLessThanOrEqual(most)
    }
  })

  it('are read from the environment, and all that are wrong are named at once', () => {
    expect(limitsFrom({ MAX_JSON_DEPTH: '32', MAX_STREAM_MS: '', PORT: '1' })).toEqual({ maxDepth: 32 })
    expect(limitsFrom({ MAX_JSON_DEPTH: '8' })).toEqual({ maxDepth: 8 })
    expect(() => limitsFrom({ MAX_JSON_DEPTH: '7', MAX_HEADERS: '1e2', MAX_CONNECTIONS: '-1' })).toThrow(
      /MAX_HEADERS: must be a whole number from 20 to 1000\n.*MAX_JSON_DEPTH: must be .* 8 to 256\n.*MAX_CONNECTIONS/s,
    )
  })

  it('stand in docs/limits.md with the values that they have', () => {
    const page = readFileSync(new URL('../docs/limits.md', import.meta.url), 'utf8')
    for (const [name, { bound }] of Object.entries(LIMITS))
      expect(page, name).toMatch(new RegExp(`\\| \`${name}\` +\\| ${BOUNDS[bound].toLocaleString('en')} `))
  })
})

async function openSession(of: Tenant, harness = gate): Promise<string> {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } }
  const answer = await harness.post(of, { jsonrpc: '2.0', id: 1, method: 'initialize', params })
  expect(answer.status).toBe(200)
  return answer.headers.get('mcp-session-id') ?? ''
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connectSocket(port, '127.0.0.1', () => resolve(socket))
    socket.on('error', () => {})
  })
}

function readAll(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(heard))
  })
}

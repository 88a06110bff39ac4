import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { Fault } from '#lib/fault.ts'
import { type ReadOptions, readTools } from './read-tools.ts'
import { json, legacy } from './testing/legacy-server.ts'
import { type Listening, listen, textOf } from './testing/listen.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function upstream(answer: RequestListener): Promise<Listening> {
  const server = await listen(answer)
  closing.push(server.close)
  return server
}

const read = (url: string, options: ReadOptions = {}, headers: Record<string, string> = {}) =>
  readTools({ url, headers, allowPrivate: true }, options)

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  try {
    await work
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
  throw new Error('accepted')
}
const refusal = async (answer: RequestListener, options?: ReadOptions, headers?: Record<string, string>) =>
  faultOf(read((await upstream(answer)).url, options, headers))

describe('readTools says what happened and what to do', () => {
  const page: RequestListener = (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Hello</title>')

  it.each<[string, RequestListener, string, string]>([
    [
      'a wrong path',
      (_, response) => response.writeHead(404).end('Not found'),
      'upstream-not-mcp',
      'Check the URL',
    ],
    ['a web page', page, 'upstream-not-mcp', 'answered with a web page'],
    ['no POST', (_, response) => response.writeHead(405).end(), 'upstream-not-mcp', 'takes no POST'],
    ['a failing server', (_, response) => response.writeHead(500).end(), 'upstream-error', 'failed (500)'],
    [
      'a limited server',
      (_, response) => response.writeHead(429).end(),
      'upstream-error',
      'limiting requests',
    ],
    ['other JSON', (_, response) => json(response, { ok: true }), 'upstream-not-mcp', 'no JSON-RPC answer'],
    ['broken JSON', (_, response) => json(response, '{"jsonrpc":'), 'upstream-not-mcp', 'not JSON'],
    ['doubled keys', (_, response) => json(response, '{"id":1,"id":1}'), 'upstream-not-mcp', 'not JSON'],
    ['plain text', (_, response) => response.end('hello'), 'upstream-not-mcp', 'not JSON'],
    [
      'a redirect',
      (_, response) => response.writeHead(308, { location: 'https://elsewhere.example.com/mcp' }).end(),
      'upstream-error',
      'redirect (308) to https://elsewhere.example.com/mcp.',
    ],
  ])('%s', async (_, answer, code, sentence) => {
    const fault = await refusal(answer)
    expect([fault.code, fault.message]).toEqual([code, expect.stringContaining(sentence)])
  })

  it.each([401, 403])('credentials that are missing, or wrong (%i)', async (status) => {
    const answer: RequestListener = (_, response) => response.writeHead(status).end('no')
    const missing = await refusal(answer)
    expect([missing.code, missing.message]).toEqual([
      'upstream-unauthorised',
      expect.stringContaining('Add an Authorization header'),
    ])
    const wrong = await refusal(answer, {}, { authorization: 'Bearer x' })
    expect(wrong.message).toContain('refused the credentials')
  })

  it('an address that nothing listens at', async () => {
    const server = await listen(() => {})
    await server.close()
    const fault = await faultOf(read(server.url))
    expect([fault.code, fault.message]).toEqual([
      'upstream-unreachable',
      expect.stringContaining('refused the connection'),
    ])
  })

  it('a server that hangs, within the deadline', async () => {
    const before = performance.now()
    const fault = await refusal(() => {}, { deadlineMs: 600 })
    expect([fault.code, fault.message]).toEqual(['upstream-slow', expect.stringContaining('within 0.6 s')])
    expect(performance.now() - before).toBeLessThan(3_000)
  })

  it('a server that drips, within the deadline', async () => {
    const drip: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const timer = setInterval(() => response.write(': still here\n\n'), 20)
      response.on('close', () => clearInterval(timer))
    }
    expect((await refusal(drip, { deadlineMs: 600 })).code).toBe('upstream-slow')
  })

  it('a stream that ends too early', async () => {
    const fault = await refusal((_, response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data:\n\n'),
    )
    expect(fault.message).toContain('closed its stream before it had answered initialize')
  })

  it('an unknown version, in either era', async () => {
    const legacyOnly = await refusal(async (request, response) => {
      const { id, method } = JSON.parse(await textOf(request))
      if (method !== 'initialize')
        return json(response, { jsonrpc: '2.0', id, error: { code: -32601, message: 'no' } })
      return json(response, {
        jsonrpc: '2.0',
        id,
        result: { protocolVersion: '2031-01-01', capabilities: {} },
      })
    })
    expect([legacyOnly.code, legacyOnly.message]).toEqual([
      'upstream-not-mcp',
      expect.stringContaining('(2031-01-01)'),
    ])
    const modernOnly = await refusal(async (request, response) => {
      const { id } = JSON.parse(await textOf(request))
      const error = { code: -32022, message: 'no', data: { supported: ['2030-01-01'] } }
      return json(response, { jsonrpc: '2.0', id, error }, 400)
    })
    expect(modernOnly.message).toContain('(2030-01-01)')
  })

  it('[H7] in the server’s words, without our credential or anything invisible in them', async () => {
    const message = `bad token s3cr\u200bet-token\u202e\n\u0007in Bearer s3cret-token ${'x'.repeat(500)}`
    const fault = await refusal(
      async (request, response) => {
        const { id } = JSON.parse(await textOf(request))
        return json(response, { jsonrpc: '2.0', id, error: { code: -32000, message } })
      },
      {},
      { authorization: 'Bearer s3cret-token' },
    )
    expect(fault.code).toBe('upstream-error')
    expect(fault.message).toContain('bad token [hidden] in')
    expect(fault.message).not.toMatch(/s3cr|[\p{Cc}\p{Cf}]/u)
    expect(fault.message.length).toBeLessThan(350)
  })

  it('a private address, without a request', async () => {
    const server = await upstream(page)
    const fault = await faultOf(
      readTools({ url: `https://localhost:8443/`, headers: {}, allowPrivate: false }),
    )
    expect(fault.code).toBe('address-refused')
    expect(server.requests).toHaveLength(0)
  })
})

describe('[H8] readTools is bounded', () => {
  it.each<[string, (params: Record<string, unknown>) => unknown, string]>([
    [
      'pages without end',
      ({ cursor }) => ({ tools: [], nextCursor: `${Number(cursor ?? 0) + 1}` }),
      '100 pages',
    ],
    ['one page for ever', () => ({ tools: [{ name: 'a' }], nextCursor: 'again' }), 'again and again'],
    [
      'too many tools',
      () => ({ tools: Array.from({ length: 10_001 }, (_, n) => ({ name: `t${n}` })) }),
      '10000 tools',
    ],
    ['no list', () => ({ tools: 'none' }), 'without a list'],
    ['a tool without a name', () => ({ tools: [{ name: 'a' }, { title: 'b' }] }), 'Tool 2'],
    ['a name that hides something', () => ({ tools: [{ name: 're\u200bad' }] }), 'Tool 1'],
    ['a name with a NUL', () => ({ tools: [{ name: 'read\u0000' }] }), 'Tool 1'],
  ])('%s', async (_, lists, sentence) => {
    const fault = await refusal(legacy(lists))
    expect([fault.code, fault.message]).toEqual(['upstream-error', expect.stringContaining(sentence)])
  })

  it('bytes, over all pages together', async () => {
    const description = 'x'.repeat(6 * 1024 * 1024)
    const fault = await refusal(
      legacy(({ cursor }) => ({
        tools: [{ name: `t${cursor}`, description }],
        nextCursor: `${Number(cursor ?? 0) + 1}`,
      })),
    )
    expect(fault.code).toBe('upstream-too-large')
  })

  it('by whoever asked, who may stop at any time', async () => {
    const server = await upstream(() => {})
    const fault = await faultOf(read(server.url, { signal: AbortSignal.timeout(100) }))
    expect(fault.data.cancelled).toBe(true)
  })
})

import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseJson } from '#lib/json/index.ts'
import { startEverything } from '#testing/everything.ts'
import { definitionHash } from './definition-hash.ts'
import { type ListedTool, type ReadOptions, readTools } from './read-tools.ts'
import { json, legacy } from './testing/legacy-server.ts'
import { type Listening, listen } from './testing/listen.ts'

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

describe('readTools, against servers that others wrote', () => {
  it('reads the reference server (2025-11-25), and ends its session', async () => {
    const everything = await startEverything()
    closing.push(everything.close)
    const list = await read(everything.url)
    expect(list.protocol).toBe('2025-11-25')
    expect(list.serverInfo).toMatchObject({ name: 'mcp-servers/everything' })
    expect(list.tools.map(({ name }) => name)).toContain('get-sum')
    for (const tool of list.tools) {
      expect(tool.hash).toBe(definitionHash(parseJson(tool.definition)))
      expect(tool.duplicate).toBe(false)
    }
  })

  it.each([
    ['stateless', 'auto', '2026-07-28'],
    ['stateless', 'sse', '2026-07-28'],
    ['reject', 'auto', '2026-07-28'],
  ] as const)(
    'reads an SDK v2 server (%s, %s) in the modern era',
    async (legacyMode, responseMode, protocol) => {
      const handler = createMcpHandler(
        () => {
          const server = new McpServer({ name: 'modern', version: '2' })
          const inputSchema = z.object({ to: z.string() })
          server.registerTool('send', { description: 'Sends', inputSchema }, async () => ({ content: [] }))
          return server
        },
        { legacy: legacyMode, responseMode },
      )
      const serve = toNodeHandler(handler)
      const seen: (string | undefined)[] = []
      const server = createServer((request, response) => {
        seen.push(request.headers['mcp-method']?.toString())
        return serve(request, response)
      })
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
      closing.push(() => {
        server.close()
        server.closeAllConnections()
      })
      const list = await read(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`)
      expect(list.protocol).toBe(protocol)
      expect(list.serverInfo).toMatchObject({ name: 'modern', version: '2' })
      expect(list.tools.map(({ name }) => name)).toEqual(['send'])
      expect(seen).toEqual(['server/discover', 'tools/list'])
    },
  )
})

describe('readTools', () => {
  it('keeps its session and version, sends the customer’s headers with every request, and says goodbye', async () => {
    const server = await upstream((request, response) => {
      if (request.method === 'DELETE') return response.writeHead(200).end()
      return legacy(
        () => ({ tools: [] }),
        ({ method }) => {
          if (method === 'initialize') response.setHeader('mcp-session-id', 's-1')
          return undefined
        },
      )(request, response)
    })
    const list = await read(server.url, {}, { 'X-Key': 'k' })
    expect(list.tools).toEqual([])
    expect(
      server.requests.map(({ method, headers }) => [method, headers['mcp-session-id'], headers['x-key']]),
    ).toEqual([
      ['POST', undefined, 'k'], // server/discover
      ['POST', undefined, 'k'], // initialize
      ['POST', 's-1', 'k'], // notifications/initialized
      ['POST', 's-1', 'k'], // tools/list
      ['DELETE', 's-1', 'k'],
    ])
    expect(server.requests[3]?.headers['mcp-protocol-version']).toBe('2025-06-18')
  })

  it('follows pages, reports each, and flags every tool whose name comes twice', async () => {
    const pages: Record<string, unknown> = {
      '': { tools: [{ name: 'a' }, { name: 'b' }], nextCursor: '2' },
      '2': { tools: [{ name: 'c' }, { name: 'a', description: 'another' }], nextCursor: '' },
    }
    const server = await upstream(legacy(({ cursor }) => pages[String(cursor ?? '')]))
    const seen: string[][] = []
    const onPage = (tools: readonly ListedTool[]) => seen.push(tools.map(({ name }) => name))
    const { tools } = await read(server.url, { onPage })
    expect(seen).toEqual([
      ['a', 'b'],
      ['c', 'a'],
    ])
    expect(tools.map(({ name, duplicate }) => [name, duplicate])).toEqual([
      ['a', true],
      ['b', false],
      ['c', false],
      ['a', true],
    ])
  })

  it('takes definitions as they come: no type, odd schemas, long numbers', async () => {
    const odd =
      '{"name":"odd","inputSchema":{"properties":{"n":{"maximum":9007199254740993}}},"annotations":[],"x":1.50}'
    const server = await upstream(
      legacy(
        () => null,
        ({ id, method }, response) =>
          method === 'tools/list'
            ? json(response, `{"jsonrpc":"2.0","id":${id},"result":{"tools":[${odd}]}}`)
            : undefined,
      ),
    )
    const { tools } = await read(server.url)
    expect(tools[0]?.definition).toBe(odd)
  })

  it('reads event streams, past priming events, notifications and requests', async () => {
    const server = await upstream(
      legacy(
        () => null,
        ({ id, method }, response) => {
          if (method !== 'tools/list') return undefined
          response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
          response.write('id: 0\ndata:\n\n: keep-alive\n\n')
          response.write('data: {"jsonrpc":"2.0","method":"notifications/progress"}\n\n')
          response.write('data: {"jsonrpc":"2.0","id":9,"method":"ping"}\n\n')
          response.write(`data: {"jsonrpc":"2.0","id":${id},\ndata: "result":{"tools":[{"name":"a"}]}}\n\n`)
          return true // and leaves the stream open
        },
      ),
    )
    expect((await read(server.url)).tools.map(({ name }) => name)).toEqual(['a'])
  })

  it('gives an empty list for a server that has no tools and does not know the method', async () => {
    const server = await upstream(
      legacy(
        () => undefined,
        ({ id, method }, response) =>
          method === 'initialize'
            ? json(response, {
                jsonrpc: '2.0',
                id,
                result: {
                  protocolVersion: '2025-11-25',
                  capabilities: {},
                  serverInfo: { name: 'x', version: '1' },
                },
              })
            : undefined,
      ),
    )
    expect((await read(server.url)).tools).toEqual([])
  })

  it('goes on as legacy where the modern question is never answered', async () => {
    const server = await upstream(
      legacy(
        () => ({ tools: [{ name: 'a' }] }),
        ({ method }) => (method === 'server/discover' ? true : undefined),
      ),
    )
    expect((await read(server.url, { deadlineMs: 1_500 })).protocol).toBe('2025-06-18')
  })
})

// An upstream whose list of tools a test changes at will: the plain JSON half of Streamable HTTP
// (2025-11-25), and nothing else.
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'

export type ListedTool = { name: string; description?: string; inputSchema?: unknown; [key: string]: unknown }
export type ChangeableUpstream = {
  readonly url: string
  /** What tools/list answers from now on. */
  list: (tools: readonly ListedTool[]) => void
  /** Another status for every request from now on; 200 is the normal one. */
  fail: (status: number) => void
  /** The headers of the last request. */
  readonly seen: () => Readonly<Record<string, string | string[] | undefined>>
  readonly close: () => Promise<void>
}

export async function startUpstream(first: readonly ListedTool[]): Promise<ChangeableUpstream> {
  let tools = first
  let status = 200
  let seen = {}
  const server = createServer(async (request, response) => {
    seen = request.headers
    if (status !== 200) return response.writeHead(status).end()
    if (request.method !== 'POST') return response.writeHead(405).end()
    const message = (await json(request)) as { id?: number; method: string }
    if (message.id === undefined) return response.writeHead(202).end()
    const body = { jsonrpc: '2.0', id: message.id, ...answer(message.method) }
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const answer = (method: string) => {
    if (method === 'initialize')
      return {
        result: {
          protocolVersion: '2025-11-25',
          capabilities: { tools: {} },
          serverInfo: { name: 'changeable', version: '1' },
        },
      }
    if (method === 'tools/list') return { result: { tools } }
    return { error: { code: -32601, message: 'Method not found' } }
  }
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    list: (next) => {
      tools = next
    },
    fail: (next) => {
      status = next
    },
    seen: () => seen,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

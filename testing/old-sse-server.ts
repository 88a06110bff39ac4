// A server of 2024-11-05 on loopback: the official transport of that time, one event stream a session.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js'
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'

export type OldTool = { name: string; description?: string; inputSchema: { type: 'object' } }
export type OldSseServer = {
  readonly url: string
  /** The headers of every request that arrived. */
  readonly seen: Readonly<Record<string, string | string[] | undefined>>[]
  /** What it lists from now on; its sessions are told. */
  list(tools: OldTool[]): Promise<void>
  /** How many event streams are open. */
  sessions(): number
  /** The calls that were given up by a cancellation. */
  readonly cancelled: string[]
  /** Cuts every event stream. */
  die(): void
  close(): Promise<void>
}

export const OLD_TOOLS: OldTool[] = ['echo', 'slow', 'hang'].map((name) => ({
  name,
  description: `The tool ${name}.`,
  inputSchema: { type: 'object' },
}))

export async function startOldSseServer(): Promise<OldSseServer> {
  let tools = OLD_TOOLS
  const open = new Map<string, { transport: SSEServerTransport; server: Server; cut: () => void }>()
  const seen: OldSseServer['seen'] = []
  const cancelled: string[] = []

  const listener = createServer(async (request, response) => {
    seen.push(request.headers)
    const url = new URL(request.url ?? '', 'http://x')
    if (request.method === 'GET' && url.pathname === '/sse') {
      const transport = new SSEServerTransport('/messages', response)
      const server = mcpServer()
      open.set(transport.sessionId, { transport, server, cut: () => response.destroy() })
      response.on('close', () => open.delete(transport.sessionId))
      await server.connect(transport)
      return
    }
    const session = open.get(url.searchParams.get('sessionId') ?? '')
    if (request.method !== 'POST' || url.pathname !== '/messages' || !session)
      return void response.writeHead(request.method === 'POST' && url.pathname === '/sse' ? 405 : 404).end()
    await session.transport.handlePostMessage(request, response)
  })

  function mcpServer(): Server {
    const server = new Server(
      { name: 'old', version: '1' },
      { capabilities: { tools: { listChanged: true } } },
    )
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }))
    server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
      const { name } = params
      extra.signal.addEventListener('abort', () => cancelled.push(name))
      if (name === 'slow')
        for (const progress of [1, 2, 3])
          await extra.sendNotification({
            method: 'notifications/progress',
            params: { progressToken: extra._meta?.progressToken ?? 0, progress, total: 3 },
          })
      if (name === 'hang') await new Promise(() => {})
      return { content: [{ type: 'text', text: JSON.stringify({ name, args: params.arguments }) }] }
    })
    return server
  }

  await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/sse`,
    seen,
    cancelled,
    sessions: () => open.size,
    async list(next) {
      tools = next
      for (const { server } of open.values()) await server.sendToolListChanged()
    },
    die() {
      for (const { cut } of [...open.values()]) cut()
    },
    close: () =>
      new Promise((closed) => {
        listener.close(() => closed())
        listener.closeAllConnections()
      }),
  }
}

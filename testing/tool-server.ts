// Tools of a test's own, in memory, behind Streamable HTTP on loopback.
import { createServer } from 'node:http'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, type McpServer } from '@modelcontextprotocol/server'
import type { RunningServer } from './everything.ts'

/** Starts what is made anew for each session. */
export async function startToolServer(make: () => McpServer): Promise<RunningServer> {
  const answer = toNodeHandler(createMcpHandler(make))
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** What such a tool answers. */
export const text = (answer: string) => ({ content: [{ type: 'text' as const, text: answer }] })

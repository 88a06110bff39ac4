// A payments server as people have them, in memory: the tools that the documents of POLICY.md name and
// LiveTap does not have. Behind Streamable HTTP on loopback.
import { createServer } from 'node:http'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { RunningServer } from '../testing/everything.ts'

const text = (answer: string) => ({ content: [{ type: 'text' as const, text: answer }] })

/** Tools: connection_state, create_refund, delete_account. */
export async function startShop(): Promise<RunningServer> {
  const answer = toNodeHandler(createMcpHandler(shop))
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

function shop(): McpServer {
  const server = new McpServer({ name: 'shop', version: '1.0.0' })
  server.registerTool(
    'connection_state',
    { description: 'Says whether the bank is connected.', inputSchema: z.object({}) },
    () => text('connected'),
  )
  server.registerTool(
    'create_refund',
    { description: 'Pays money back.', inputSchema: z.object({ amount: z.number(), currency: z.string() }) },
    ({ amount, currency }) => text(`refunded ${amount} ${currency}`),
  )
  server.registerTool(
    'delete_account',
    { description: 'Removes a customer for good.', inputSchema: z.object({ id: z.string() }) },
    ({ id }) => text(`deleted ${id}`),
  )
  return server
}

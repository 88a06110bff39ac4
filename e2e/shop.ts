// A payments server as people have them, in memory: the tools that the documents of POLICY.md name and
// LiveTap does not have. Behind Streamable HTTP on loopback.
import { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { RunningServer } from '../testing/loopback.ts'
import { startToolServer, text } from '../testing/tool-server.ts'

/** Tools: connection_state, create_refund, delete_account. */
export const startShop = (): Promise<RunningServer> => startToolServer(shop)

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

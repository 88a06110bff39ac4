// A payments server whose one interesting tool declares every kind of argument that a rule can name.
import { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { RunningServer } from '../../testing/loopback.ts'
import { startToolServer, text } from '../../testing/tool-server.ts'

const payment = z.object({
  amount: z.number().describe('How much, in the currency'),
  currency: z.enum(['EUR', 'USD', 'GBP']).describe('ISO code of the currency'),
  reference: z.string().optional().describe('What the recipient reads'),
  urgent: z.boolean().optional().describe('Send it today'),
  callback: z.url().optional().describe('Where to report'),
  config: z.object({ source: z.string().describe('The account to pay from') }).describe('How to pay'),
  items: z
    .array(z.object({ sku: z.string(), price: z.number() }))
    .optional()
    .describe('What is paid for'),
})

/** Tools: send_payment, get_balance, get_rates. */
export const startLedger = (): Promise<RunningServer> => startToolServer(ledger)

function ledger(): McpServer {
  const server = new McpServer({ name: 'ledger', version: '1.0.0' })
  server.registerTool(
    'send_payment',
    { description: 'Creates a payment and sends it.', inputSchema: payment },
    ({ amount, currency }) => text(`sent ${amount} ${currency}`),
  )
  server.registerTool(
    'get_balance',
    { description: 'Reads the balance of an account.', inputSchema: z.object({ account: z.string() }) },
    () => text('0'),
  )
  server.registerTool(
    'get_rates',
    { description: 'Lists the rates of today.', inputSchema: z.object({}) },
    () => text('1.1'),
  )
  return server
}

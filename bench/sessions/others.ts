// The other process of the bench: a server whose streams stay silent, and the clients that hold them open,
// so that neither counts as the gateway's memory.
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Order = {
  readonly origin: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly streams: number
}
export type Word = { readonly upstream: string } | { readonly open: number }

const SESSION = '4f3c2b1a-bench'
const server = createServer((incoming, response) => {
  incoming.resume()
  if (incoming.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(':\n\n')
    return
  }
  const result = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    serverInfo: { name: 'bench', version: '1' },
  }
  response
    .writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': SESSION })
    .end(JSON.stringify({ jsonrpc: '2.0', id: 1, result }))
})
server.listen(0, '127.0.0.1', () => {
  process.send?.({
    upstream: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
  } satisfies Word)
})

process.on('message', (order: Order) => void open(order))
process.on('disconnect', () => process.exit(0))

async function open({ origin, path, headers, streams }: Order): Promise<void> {
  let count = 0
  for (; count < streams; count++) {
    const status = await new Promise<number>((resolve, reject) => {
      const sent = request(new URL(path, origin), { agent: false, headers }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
      sent.on('error', reject)
      sent.end()
    })
    if (status !== 200) throw new Error(`A stream was refused with ${status}.`)
  }
  process.send?.({ open: count } satisfies Word)
}

// A server of a test's own on a free loopback port, with what it saw.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

export type Listening = {
  readonly url: string
  readonly port: number
  readonly requests: readonly IncomingMessage[]
  /** How many sockets were ever opened. */
  sockets(): number
  close(): Promise<void>
}

export async function listen(
  answer: RequestListener,
  tls?: { readonly key: string; readonly cert: string },
): Promise<Listening> {
  const requests: IncomingMessage[] = []
  const listener: RequestListener = (request, response) => {
    requests.push(request)
    answer(request, response)
  }
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener)
  let sockets = 0
  server.on('connection', () => sockets++)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/mcp`,
    port,
    requests,
    sockets: () => sockets,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

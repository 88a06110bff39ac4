// GET /metrics, on a port of its own that the public one knows nothing of.
import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Registry } from 'prom-client'

export type Place = {
  /** 0 is any free one. */
  readonly port: number
  readonly host: string
  /** What a scraper sends as its bearer token; '' where the port alone protects them. */
  readonly token: string
}
export type Served = { readonly port: number; close(): Promise<void> }

const REFUSAL_HEADERS = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }

/** @throws what the system says where the port cannot be had */
export function serveFigures(registry: Registry, { port, host, token }: Place): Promise<Served> {
  const server = createServer((request, response) => void answer(request, response))
  server.requestTimeout = 10_000
  server.maxHeadersCount = 50

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?', 1)[0]
    if (path !== '/metrics') return refuse(response, 404, 'The figures are at /metrics.\n')
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'Read the figures with GET.\n', { allow: 'GET, HEAD' })
    if (token !== '' && !isShown(token, request.headers.authorization))
      return refuse(response, 401, 'Send METRICS_TOKEN as a bearer token.\n', {
        'www-authenticate': 'Bearer',
      })
    try {
      const text = await registry.metrics()
      response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' })
      response.end(request.method === 'HEAD' ? undefined : text)
    } catch {
      refuse(response, 500, 'The figures could not be read.\n')
    }
  }

  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      // Figures keep no process alive.
      server.unref()
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            server.closeAllConnections()
          }),
      })
    })
  })
}

function refuse(
  response: ServerResponse,
  status: number,
  words: string,
  more: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...REFUSAL_HEADERS, ...more }).end(words)
}

// Digests have one length, and so tell nothing by how long they took to compare.
function isShown(token: string, authorization: string | undefined): boolean {
  const shown = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? ''
  return timingSafeEqual(digest(shown), digest(token))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

// The API on a port of its own: its route files behind node:http, for programs that are run for real.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Method } from '../operation.ts'
import { findRoute, mountedRoutes } from './client.ts'

export type ServedApi = {
  readonly origin: string
  /** `GET /policies`, in the order they came. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

export async function serveApi(): Promise<ServedApi> {
  const mounted = await mountedRoutes()
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const path = url.pathname.replace('/api/v1', '')
    asked.push(`${request.method} ${path}`)
    const found = findRoute(mounted, path)
    const handler = found?.routes[request.method as Method]
    if (!found || !handler) return response.writeHead(404).end()
    const answer = await handler(await requestOf(request, url), { params: Promise.resolve(found.params) })
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections()
        server.close(() => closed())
      }),
  }
}

async function requestOf(request: IncomingMessage, url: URL): Promise<Request> {
  const { method = 'GET' } = request
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  return new Request(url, { method, headers, ...(method !== 'GET' && { body: await text(request) }) })
}

// What people register by mistake, and what becomes of servers: on loopback, each of one kind.
import { createServer, type RequestListener } from 'node:http'
import { freePort } from '../../scripts/postgres.mjs'

export type Site = { readonly url: string; readonly close: () => Promise<void> }

/** A web site: pages, whatever it is asked. */
export function startWebSite(): Promise<Site> {
  return listen((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Welcome</h1>')
  })
}

/** Takes every request and never answers. */
export function startSilentSite(): Promise<Site> {
  return listen(() => {})
}

/** A URL where nothing listens. */
export async function closedPort(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}/mcp`
}

async function listen(answer: RequestListener): Promise<Site> {
  const server = createServer(answer)
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

// What people register by mistake, and what becomes of servers: on loopback, each of one kind.
import { freePort } from '../../scripts/postgres.mjs'
import { listenOnLoopback, type RunningServer } from '../../testing/loopback.ts'

/** A web site: pages, whatever it is asked. */
export function startWebSite(): Promise<RunningServer> {
  return listenOnLoopback((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Welcome</h1>')
  })
}

/** Takes every request and never answers. */
export function startSilentSite(): Promise<RunningServer> {
  return listenOnLoopback(() => {})
}

/** A URL where nothing listens. */
export async function closedPort(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}/mcp`
}

// Who may speak to /mcp at all: programs, pages of our own origin, and web clients that the deployment
// names. DNS rebinding is stopped by Host, foreign pages by Origin, and a browser that navigates here is
// shown nothing.
import { Fault } from '#lib/fault.ts'
import type { Config } from '../config.ts'
import { type Exchange, headerOf } from '../http.ts'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** @returns the name that was asked for @throws {Fault} origin-refused */
export function checkHost(exchange: Exchange, { appUrl }: Config): string {
  const host = headerOf(exchange, 'host')?.toLowerCase() ?? ''
  if (host === ownAddress(appUrl).host || isOwnLoopback(exchange, host)) return host
  throw refused('This gateway does not answer for that host name. Use the address that the dashboard shows.')
}

/** @throws {Fault} origin-refused */
export function checkOrigin(exchange: Exchange, config: Config): void {
  const { appUrl, allowedOrigins } = config
  const host = checkHost(exchange, config)
  const own = ownAddress(appUrl)
  const origin = headerOf(exchange, 'origin')
  const isInvited = origin !== undefined && allowedOrigins?.includes(origin) === true
  if (origin !== undefined && !isInvited && origin !== own.origin && origin !== `http://${host}`)
    throw refused('Web pages of other origins may not use this gateway.')
  const mode = headerOf(exchange, 'sec-fetch-mode')
  const site = headerOf(exchange, 'sec-fetch-site')
  if (mode === 'navigate' || (!isInvited && (site === 'cross-site' || site === 'same-site')))
    throw refused(
      'This address is for MCP clients, not for browsers. Add it to a client as it is shown in the dashboard.',
    )
}

type OwnAddress = { readonly url: string; readonly host: string; readonly origin: string }
let last: OwnAddress | null = null

// A gateway has one address, and reads it once.
function ownAddress(url: string): OwnAddress {
  if (last?.url !== url) {
    const { host, origin } = new URL(url)
    last = { url, host, origin }
  }
  return last
}

// On the machine itself any loopback name is right, whatever the public address is.
function isOwnLoopback(exchange: Exchange, host: string): boolean {
  const local = exchange.request.socket.localAddress ?? ''
  const isLoopback = local === '::1' || /^(::ffff:)?127\./.test(local)
  return isLoopback && LOOPBACK.has(host.replace(/:\d{1,5}$/, ''))
}

function refused(message: string): Fault {
  return new Fault('origin-refused', message)
}

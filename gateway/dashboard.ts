// Everything that is not ours goes to the dashboard behind us, streaming both ways: one origin for both.
import { Agent, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ClientOf } from './client-address.ts'
import type { Config } from './config.ts'
import { htmlPage } from './html-page.ts'
import type { ClientExchange } from './http.ts'

// RFC 9110 §7.6.1: for one connection only. What `Connection` names is dropped as well.
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
// Said by us alone: a client that could set them could choose its own address.
const FORWARDING = /^(x-forwarded-.*|x-real-ip|forwarded)$/

export type Dashboard = {
  relay(exchange: ClientExchange): void
  /** Connects a socket that changes its protocol (the development server's live reload). */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Ends what would never end by itself: the feeds of open pages, which come back elsewhere. */
  endFeeds(): void
  close(): void
}

export function createDashboard(config: Config, clientOf: ClientOf): Dashboard {
  const origin = config.dashboardOrigin === '' ? null : new URL(config.dashboardOrigin)
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  // Open pages hold a connection each for as long as they are open: they must not use up those of requests.
  const feedAgent = new Agent({ maxSockets: 4096 })
  const feeds = new Set<ClientExchange>()
  return {
    relay(exchange) {
      const isFeed = /^\/live(?:\?|$)/.test(exchange.request.url ?? '')
      if (isFeed) {
        feeds.add(exchange)
        exchange.response.on('close', () => feeds.delete(exchange))
      }
      const via = isFeed ? feedAgent : agent
      if (origin) relayTo(origin, via, exchange, forwarding(exchange.request, config, clientOf))
      else
        sendPage(
          exchange,
          404,
          'Not found',
          'This address serves MCP clients only. The dashboard runs elsewhere.',
        )
    },
    upgrade(request, socket, head) {
      if (origin) upgradeTo(origin, request, socket, head, forwarding(request, config, clientOf))
      else socket.destroy()
    },
    endFeeds() {
      for (const { response } of feeds) response.destroy()
    },
    close() {
      agent.destroy()
      feedAgent.destroy()
    },
  }
}

function relayTo(origin: URL, agent: Agent, exchange: ClientExchange, forwarded: OutgoingHttpHeaders): void {
  const { request, response } = exchange
  const up = httpRequest({
    agent,
    host: origin.hostname.replace(/^\[|\]$/g, ''),
    port: origin.port || 80,
    method: request.method,
    path: request.url,
    headers: { ...passing(request), ...forwarded },
    setHost: false,
  })
  up.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, passing(answer))
    answer.pipe(response)
    // A dashboard that dies in the middle of a page must not leave the browser waiting for the rest.
    answer.on('error', () => response.destroy())
    answer.on('aborted', () => response.destroy())
  })
  up.on('error', () => {
    if (response.headersSent) response.destroy()
    else
      sendPage(exchange, 502, 'The dashboard is not up', 'It may still be starting. Try again in a moment.')
  })
  exchange.signal.addEventListener('abort', () => up.destroy(), { once: true })
  request.on('error', () => up.destroy())
  request.pipe(up)
}

function upgradeTo(
  origin: URL,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  forwarded: OutgoingHttpHeaders,
): void {
  const up = httpRequest({
    host: origin.hostname,
    port: origin.port || 80,
    path: request.url,
    headers: {
      ...passing(request),
      ...forwarded,
      connection: 'Upgrade',
      upgrade: request.headers.upgrade,
    },
    setHost: false,
  })
  const end = () => {
    up.destroy()
    socket.destroy()
  }
  up.on('upgrade', (answer, upstream, rest) => {
    const lines = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
      values.map((value) => `${name}: ${value}`),
    )
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`)
    socket.write(rest)
    upstream.write(head)
    upstream.on('error', end).on('close', end)
    upstream.pipe(socket).pipe(upstream)
  })
  up.on('response', end)
  up.on('error', end)
  socket.on('error', end).on('close', end)
  up.end()
}

// Pairs, so that headers that come more than once (Set-Cookie) stay what they are.
function passing(message: IncomingMessage): OutgoingHttpHeaders {
  const named = new Set((message.headers.connection ?? '').toLowerCase().split(/\s*,\s*/))
  const kept: Record<string, string[]> = {}
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    if (!values || HOP_BY_HOP.has(name) || named.has(name) || FORWARDING.test(name)) continue
    kept[name] = values
  }
  return Object.fromEntries(
    Object.entries(kept).map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  )
}

function forwarding(request: IncomingMessage, config: Config, clientOf: ClientOf): OutgoingHttpHeaders {
  const host = request.headers.host ?? ''
  const own = new URL(config.appUrl)
  return {
    'x-forwarded-for': clientOf.address(request),
    'x-forwarded-host': host,
    'x-forwarded-proto':
      clientOf.protocol(request) ?? (host === own.host ? own.protocol.slice(0, -1) : 'http'),
  }
}

function sendPage(exchange: ClientExchange, status: number, title: string, sentence: string): void {
  const { response } = exchange
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 502 && { 'retry-after': '2' }),
  })
  response.end(htmlPage(title, sentence))
}

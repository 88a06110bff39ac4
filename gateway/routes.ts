// What there is under this port. Paths are compared as they came: nothing is decoded, and nothing that
// only resembles an address is one.
import { isReady } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import { fromPlain, type JsonObject } from '#lib/json/index.ts'
import { count, isMetered, observe } from '#lib/metrics/index.ts'
import { type Address, addressOf } from './address.ts'
import { serveAggregate, serveAggregateSession } from './aggregate/index.ts'
import type { ClientOf } from './client-address.ts'
import { boundsOf } from './config.ts'
import { countHeaders } from './connections.ts'
import { answerPreflight, invite, isPreflight } from './cors.ts'
import type { Dashboard } from './dashboard.ts'
import type { Gate } from './gate.ts'
import { type ClientExchange, sendJson } from './http.ts'
import { challenge, createOAuth } from './oauth/index.ts'
import { codeOf } from './observe.ts'
import { serveMessage, serveSession } from './pipeline.ts'
import { sendFault } from './refuse.ts'
import { RELEASE } from './release.ts'
import { checkOrigin } from './steps/check-origin.ts'

export type Routes = {
  /** Answers one request, whatever happens. */
  serve(exchange: ClientExchange): Promise<void>
}
export type State = { isDraining: boolean }

const MAX_SIGN_IN_LENGTH = 8192

export function createRoutes(gate: Gate, dashboard: Dashboard, clientOf: ClientOf, state: State): Routes {
  const bounds = boundsOf(gate.config)
  const oauth = createOAuth(gate, clientOf)
  return {
    async serve(exchange) {
      const path = (exchange.request.url ?? '').split('?', 1)[0] ?? ''
      const name = nameOf(path)
      if (isMetered()) countAnswer(exchange, name)
      try {
        if (name !== 'dashboard') boundRequest(exchange, name)
        await route(name, path, exchange)
      } catch (error) {
        if (!(error instanceof Fault)) gate.deps.log.error({ err: error, route: name }, 'a request failed')
        else if (error.status >= 500) gate.deps.log.warn({ err: error.cause, route: name }, error.message)
        const challengeOf = challengeFor(name, path)
        count('portcullis_faults_total', { code: codeOf(error) })
        // Where clients sign in, coming without a token is how they begin.
        const isBeginning = challengeOf !== undefined && error instanceof Fault && error.status === 401
        if ((name === 'mcp' && !isBeginning) || name === 'oauth')
          gate.deps.attempts.failed(exchange, path, error)
        sendFault(exchange, error, challengeOf)
      }
      // The path is never logged: it may hold a token.
      if (name !== 'dashboard') logLine(exchange, name)
    },
  }

  // Not async, nor is what it leads to: `serve` awaits it and sees what either throws.
  function route(name: RouteName, path: string, exchange: ClientExchange): Promise<void> | void {
    switch (name) {
      case 'mcp':
        return serveMcp(exchange, addressOf(path))
      case 'livez':
        return answer(exchange, 200, { status: 'alive' })
      case 'readyz':
        return answerReadiness(exchange)
      case 'version':
        return answer(exchange, 200, { name: RELEASE.name, version: RELEASE.version })
      case 'hop':
        return gate.deps.hop.serve(exchange)
      case 'connect':
        throw new Fault('method-not-allowed', 'Connectors open a WebSocket here: see the server’s page.')
      case 'oauth':
        return oauth.serve(exchange, path)
      case 'dashboard':
        gate.deps.attempts.strayed(exchange, path)
        return dashboard.relay(exchange)
    }
  }

  /** Clients that sign in are told where; any other address says nothing of it. */
  function challengeFor(name: RouteName, path: string): ((fault: Fault) => string) | undefined {
    const address = name === 'mcp' ? addressOf(path) : null
    if (address?.kind !== 'oauth') return undefined
    return (fault) => challenge(gate.config.appUrl, address.serverId, fault)
  }

  async function answerReadiness(exchange: ClientExchange): Promise<void> {
    const isUp = !state.isDraining && (await isReady(gate.deps.pool))
    answer(exchange, isUp ? 200 : 503, { status: isUp ? 'ready' : 'not ready' })
  }

  function serveMcp(exchange: ClientExchange, address: Address | null): Promise<void> | void {
    const { method } = exchange.request
    if (!address)
      throw new Fault('not-found', 'There is nothing at this address. Copy it from the dashboard.')
    invite(exchange, gate.config.allowedOrigins)
    if (isPreflight(exchange)) {
      checkOrigin(exchange, gate.config)
      return answerPreflight(exchange)
    }
    const isStream = method === 'GET' || method === 'DELETE'
    if (address.kind === 'aggregate') {
      if (method === 'POST') return serveAggregate(exchange, address, gate)
      if (isStream) return serveAggregateSession(exchange, address, method, gate)
    } else {
      if (method === 'POST') return serveMessage(exchange, address, gate)
      if (isStream) return serveSession(exchange, address, method, gate)
    }
    throw new Fault('method-not-allowed', 'MCP uses POST, GET and DELETE.')
  }

  function boundRequest({ request }: ClientExchange, name: RouteName): void {
    countHeaders(request, bounds)
    // A request to sign in has its parameters in the address, and the client's state among them.
    const longest = name === 'oauth' ? Math.max(bounds.maxUrlLength, MAX_SIGN_IN_LENGTH) : bounds.maxUrlLength
    if ((request.url ?? '').length > longest)
      throw new Fault('url-too-long', `An address here has at most ${longest} characters.`)
  }

  function logLine(exchange: ClientExchange, route: RouteName): void {
    if (!gate.deps.log.isLevelEnabled('debug')) return
    const { request, response, receivedAt } = exchange
    const ms = Math.round(performance.now() - receivedAt)
    const from = clientOf.address(request)
    gate.deps.log.debug({ method: request.method, route, status: response.statusCode, ms, from }, 'request')
  }
}

type RouteName = 'mcp' | 'hop' | 'connect' | 'livez' | 'readyz' | 'version' | 'oauth' | 'dashboard'

function nameOf(path: string): RouteName {
  if (path === '/mcp' || path.startsWith('/mcp/')) return 'mcp'
  if (path === '/hop' || path.startsWith('/hop/')) return 'hop'
  if (path === '/connect' || path.startsWith('/connect/')) return 'connect'
  if (path === '/livez' || path === '/readyz' || path === '/version') return path.slice(1) as RouteName
  // Metadata too: some clients drop their configured header where any is found, so most of these have none.
  if (path.startsWith('/oauth/') || /^\/\.well-known\/(oauth-|openid-configuration)/.test(path))
    return 'oauth'
  return 'dashboard'
}

/** True for where connectors dial. */
export function isConnectorPath(url: string): boolean {
  return nameOf(url.split('?', 1)[0] ?? '') === 'connect'
}

/** True for what is relayed to the dashboard. */
export function isDashboardPath(url: string): boolean {
  return nameOf(url.split('?', 1)[0] ?? '') === 'dashboard'
}

// A stream that stands open is as long as somebody listens: its time says nothing.
function countAnswer({ request, response, receivedAt }: ClientExchange, route: RouteName): void {
  response.once('close', () => {
    count('portcullis_requests_total', { route, status: String(response.statusCode) })
    const isStream = String(response.getHeader('content-type') ?? '').startsWith('text/event-stream')
    if (request.method === 'POST' || !isStream)
      observe('portcullis_request_seconds', { route }, (performance.now() - receivedAt) / 1000)
  })
}

function answer(exchange: ClientExchange, status: number, body: Record<string, string>): void {
  sendJson(exchange, status, fromPlain(body) as JsonObject)
}

// Requests of clients that sign in, on their way to the authorization server. As everywhere in the gateway, what arrives is
// read and bounded here, and what goes on is written anew: known parameters, and the headers that the library reads.
import { IncomingMessage } from 'node:http'
import type { Provider } from 'oidc-provider'
import { Fault } from '#lib/fault.ts'
import { fromPlain, type JsonObject } from '#lib/json/index.ts'
import type { ClientOf } from '../client-address.ts'
import { answerPreflight, invite, isPreflight } from '../cors.ts'
import type { Gate } from '../gate.ts'
import { type ClientExchange, headerOf, sendJson } from '../http.ts'
import { checkHost } from '../steps/check-origin.ts'
import { readForm, readRegistration } from './body.ts'
import { metadataAt } from './metadata.ts'
import { createPace } from './pace.ts'
import { authorizationQuery } from './parameters.ts'
import { createProvider } from './provider.ts'

export type OAuth = {
  /** Answers one request under /oauth or /.well-known/oauth-…. @throws {Fault} for what is nothing of ours */
  serve(exchange: ClientExchange, path: string): Promise<void>
}

const ISSUER = '/oauth'
// For one address in an hour; an office of agents that renew their tokens stays far below.
const PACE = { '/register': 60, '/auth': 600, '/token': 12_000, '/revoke': 12_000 } as const
type Endpoint = keyof typeof PACE

export function createOAuth(gate: Gate, clientOf: ClientOf): OAuth {
  const { config, deps } = gate
  const pace = createPace(PACE)
  let loading: Promise<Provider> | null = null
  const provider = () => {
    loading ??= createProvider(config, deps.pool, deps.log)
    return loading
  }

  async function request(exchange: ClientExchange, path: string): Promise<IncomingMessage> {
    const { method } = exchange.request
    const endpoint = path.slice(ISSUER.length)
    if (method === 'GET' && /^\/auth\/[\w-]{43}$/.test(endpoint)) return rewritten(exchange, endpoint, '')
    if (method === 'GET' && endpoint === '/jwks') return rewritten(exchange, endpoint, '')
    if (!(endpoint in PACE)) throw nothingHere()
    if (method !== (endpoint === '/auth' ? 'GET' : 'POST'))
      throw new Fault('method-not-allowed', 'Sign-in uses GET for /auth and POST for everything else.')
    pace.take(endpoint as Endpoint, clientOf.address(exchange.request))
    if (endpoint === '/auth')
      return rewritten(exchange, `${endpoint}?${authorizationQuery(exchange.request.url ?? '')}`, '')
    const body = await (endpoint === '/register' ? readRegistration(exchange) : readForm(exchange))
    return rewritten(exchange, endpoint, body)
  }

  function rewritten({ request }: ClientExchange, path: string, body: string): IncomingMessage {
    // The library makes its own addresses from the whole path.
    const copy = Object.assign(new IncomingMessage(request.socket), { originalUrl: ISSUER + path })
    copy.method = request.method
    copy.url = path
    copy.httpVersion = request.httpVersion
    const own = new URL(config.appUrl)
    const { accept, cookie, 'content-type': type } = request.headers
    copy.headers = {
      host: own.host,
      'x-forwarded-proto': own.protocol.slice(0, -1),
      'x-forwarded-host': own.host,
      ...(accept !== undefined && { accept }),
      ...(cookie !== undefined && { cookie }),
      ...(body !== '' && { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) }),
    }
    if (body !== '') copy.push(body)
    copy.push(null)
    // All of it is here. Of one that is not, Node ends the connection once it is read.
    copy.complete = true
    return copy
  }

  return {
    async serve(exchange, path) {
      checkHost(exchange, config)
      const { response } = exchange
      response.setHeader('x-content-type-options', 'nosniff')
      response.setHeader('referrer-policy', 'no-referrer')
      response.setHeader(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      )
      invite(exchange, config.allowedOrigins)
      const document = metadataAt(path, config.appUrl)
      if (isPreflight(exchange)) {
        if (!config.allowedOrigins?.includes(headerOf(exchange, 'origin') ?? '')) throw nothingHere()
        return answerPreflight(exchange)
      }
      if (document) {
        if (exchange.request.method !== 'GET')
          throw new Fault('method-not-allowed', 'Metadata is read by GET.')
        sendJson(exchange, 200, fromPlain(document as never) as JsonObject)
        return
      }
      if (!path.startsWith(`${ISSUER}/`)) throw nothingHere()
      const asked = await request(exchange, path)
      await (await provider()).callback()(asked, response)
    },
  }
}

function nothingHere(): Fault {
  return new Fault('not-found', 'Nothing here uses OAuth: clients send a grant’s token as a header.')
}

// Web pages of other origins that are MCP clients (a browser's fetch, WHATWG): they send a grant's token in
// a header, and no cookies, so no credentials are ever allowed. Which pages, the deployment says.
import { type ClientExchange, headerOf, sendEmpty } from './http.ts'

const ALLOW_HEADERS =
  'Authorization, Content-Type, Accept, Mcp-Session-Id, MCP-Protocol-Version, Mcp-Method, Mcp-Name, Last-Event-ID'
const EXPOSE_HEADERS = 'Mcp-Session-Id, WWW-Authenticate, Retry-After'
const PARAM_HEADER = /^mcp-param-[!#$%&'*+.^_`|~0-9a-z-]{1,64}$/

/** Lets an invited page read the answer that follows; says nothing to any other. */
export function invite(exchange: ClientExchange, allowedOrigins: readonly string[] = []): void {
  const origin = headerOf(exchange, 'origin')
  if (origin === undefined || !allowedOrigins.includes(origin)) return
  exchange.response.setHeader('access-control-allow-origin', origin)
  exchange.response.setHeader('access-control-expose-headers', EXPOSE_HEADERS)
  exchange.response.setHeader('vary', 'Origin')
}

/** True for a question that a browser asks before it sends what a page wants to send. */
export function isPreflight(exchange: ClientExchange): boolean {
  return (
    exchange.request.method === 'OPTIONS' &&
    headerOf(exchange, 'origin') !== undefined &&
    headerOf(exchange, 'access-control-request-method') !== undefined
  )
}

/** Answers a preflight of a page that may send: after `checkOrigin`, which refuses the others. */
export function answerPreflight(exchange: ClientExchange): void {
  // Which arguments a header repeats depends on the tool, so these are allowed as they are asked for.
  const asked = headerOf(exchange, 'access-control-request-headers') ?? ''
  const params = asked.split(',').map((name) => name.trim().toLowerCase())
  const headers = [ALLOW_HEADERS, ...params.filter((name) => PARAM_HEADER.test(name))]
  sendEmpty(exchange, 204, {
    'access-control-allow-methods': 'POST, GET, DELETE',
    'access-control-allow-headers': headers.join(', '),
    'access-control-max-age': '600',
  })
}

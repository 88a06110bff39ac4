// Which problem a refused request has, as far as the request and the refusal say. More than the refusal itself,
// which says the same for many: this is for the owner, and never leaves to the client.
import type { ProblemCode } from '#lib/doctor/index.ts'
import type { Fault } from '#lib/fault.ts'
import { readToken } from '#lib/token.ts'
import { type Exchange, headersOf } from '../http.ts'

const ADDRESS = /^\/mcp\/((srv_[0-9a-z]{28}(\/oauth)?)?\/?$|t\/[^/]+\/)/
const BEARER = /^Bearer +([^\s]+)$/i

/** @returns null for what is no problem of how the client was set up */
export function problemOf(exchange: Exchange, path: string, fault: Fault): ProblemCode | null {
  switch (fault.code) {
    case 'grant-missing':
      return missingToken(exchange)
    case 'grant-unknown':
      return unknownToken(exchange, path)
    case 'grant-expired':
    case 'grant-revoked':
    case 'stopped':
      return fault.code
    case 'not-found':
      return notFound(exchange, path)
    case 'method-not-allowed':
      return isOldStream(exchange) ? 'old-transport' : null
    case 'origin-refused':
      return hasOwnPage(exchange) ? 'foreign-page' : 'wrong-host'
    case 'unsupported-media-type':
      return 'not-json'
    case 'malformed-message':
      return 'not-mcp'
    case 'too-many-at-once':
      return 'too-many'
    default:
      return fault.code.startsWith('upstream-') ? 'server-away' : null
  }
}

/** True for where clients look for OAuth that is not offered. */
export function isOauthPath(path: string): boolean {
  return path.startsWith('/.well-known/')
}

function missingToken(exchange: Exchange): ProblemCode {
  const [shown] = headersOf(exchange, 'authorization')
  return shown === undefined || shown.trim() === '' ? 'no-token' : 'no-bearer'
}

function unknownToken(exchange: Exchange, path: string): ProblemCode {
  const values = headersOf(exchange, 'authorization')
  const inUrl = tokenInUrl(path)
  if (values.length > 1 || (values.length > 0 && inUrl !== null)) return 'token-twice'
  const shown = inUrl ?? BEARER.exec(values[0] ?? '')?.[1] ?? ''
  if (/[${}<>]|^YOUR_|^TOKEN$|…|\.\.\.$/i.test(shown)) return 'token-placeholder'
  const token = readToken(shown)
  if (token) return token.kind === 'pcg' ? 'token-unknown' : 'token-kind'
  return /^pc[a-z]_/.test(shown) ? 'token-cut' : 'token-kind'
}

// A session that has ended is begun anew by the client itself.
function notFound(exchange: Exchange, path: string): ProblemCode | null {
  if (isOauthPath(path)) return 'oauth-attempted'
  if (!ADDRESS.test(path)) return 'wrong-path'
  return headersOf(exchange, 'mcp-session-id').length > 0 ? null : 'wrong-server'
}

// The old transport begins with a stream; a newer client says its revision once it has begun.
function isOldStream(exchange: Exchange): boolean {
  return (
    exchange.request.method === 'GET' &&
    headersOf(exchange, 'mcp-session-id').length === 0 &&
    headersOf(exchange, 'mcp-protocol-version').length === 0
  )
}

function hasOwnPage(exchange: Exchange): boolean {
  return ['origin', 'sec-fetch-mode'].some((name) => headersOf(exchange, name).length > 0)
}

/** The token that an address holds, as it came; null for none. */
export function tokenInUrl(path: string): string | null {
  return /^\/mcp\/t\/([^/]{1,200})/.exec(path)?.[1] ?? null
}

/** The token of an Authorization header, with or without its scheme; null for none. */
export function tokenInHeader(exchange: Exchange): string | null {
  const [shown] = headersOf(exchange, 'authorization')
  return shown === undefined ? null : (BEARER.exec(shown)?.[1] ?? shown.trim())
}

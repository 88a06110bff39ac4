// The standard headers of 2026-07-28 (SEP-2243) repeat what the body says. They are checked against
// it and then written anew from it: a decision is never made on a header.
import { type JsonObject, member } from '#lib/json/index.ts'
import { ERROR, type ErrorCode, type Refusal } from './error.ts'
import type { McpMessage, McpRequest } from './message.ts'
import { ASSUMED_VERSION, eraOf, unsupported } from './versions.ts'

/** The value of each header, or undefined. A header that came twice is refused before this. */
export type ProtocolHeaders = {
  readonly version: string | undefined
  readonly method: string | undefined
  readonly name: string | undefined
}
export type CheckedHeaders =
  | { readonly ok: true; readonly version: string }
  | { readonly ok: false; readonly refusal: Refusal }

/**
 * Checks `MCP-Protocol-Version`, `Mcp-Method` and `Mcp-Name` against the body.
 * @returns the revision the exchange speaks; a refusal (400, -32020 or -32022) where they disagree
 */
export function checkHeaders(message: McpMessage, headers: ProtocolHeaders): CheckedHeaders {
  const refuse = (code: ErrorCode, text: string, data?: JsonObject): CheckedHeaders => ({
    ok: false,
    refusal: {
      status: 400,
      code,
      message: text,
      id: message.kind === 'notification' ? null : message.id,
      method: message.kind === 'response' ? '' : message.method,
      ...(data && { data }),
    },
  })
  const version = stripped(headers.version)
  if (version !== undefined && eraOf(version) === null) {
    return refuse(
      ERROR.unsupportedVersion,
      'Unsupported protocol version.',
      unsupported(version.slice(0, 64)),
    )
  }
  const modernHeader = version !== undefined && eraOf(version) === 'modern'
  if (message.kind === 'response' || message.era === 'legacy') {
    if (modernHeader)
      return refuse(ERROR.headerMismatch, 'MCP-Protocol-Version names a revision that "_meta" does not name.')
    return { ok: true, version: version ?? ASSUMED_VERSION }
  }
  if (message.kind === 'notification') return { ok: true, version: version ?? ASSUMED_VERSION }
  if (version !== message.version)
    return refuse(ERROR.headerMismatch, 'MCP-Protocol-Version and the version in "_meta" differ.')
  const mismatch = methodMismatch(message, headers)
  return mismatch ? refuse(ERROR.headerMismatch, mismatch) : { ok: true, version }
}

function methodMismatch(message: McpRequest, headers: ProtocolHeaders): string | null {
  if (stripped(headers.method) !== message.method) return 'Mcp-Method and "method" differ.'
  const named = nameIn(message)
  if (named === null) return null
  const name = stripped(headers.name)
  if (name === undefined) return 'Mcp-Name is missing.'
  return decodeHeaderValue(name) === named ? null : 'Mcp-Name and the name in the body differ.'
}

// What HTTP strips, and nothing else: to another reader a no-break space is part of the name.
function stripped(value: string | undefined): string | undefined {
  return value?.replace(/^[ \t]+|[ \t]+$/g, '')
}

/** What `Mcp-Name` must repeat for this request, or null where the method has no name. */
export function nameIn(message: McpRequest): string | null {
  const value = message.rule.named === undefined ? undefined : member(message.params, message.rule.named)
  return typeof value === 'string' ? value : null
}

/** The standard headers of an exchange, written from the judged message. */
export function protocolHeaders(message: McpMessage, version: string): Record<string, string> {
  if (message.kind === 'response' || message.era === 'legacy')
    return message.kind === 'request' && message.method === 'initialize'
      ? {}
      : { 'mcp-protocol-version': version }
  const headers: Record<string, string> = { 'mcp-protocol-version': version, 'mcp-method': message.method }
  const name = message.kind === 'request' ? nameIn(message) : null
  if (name !== null) headers['mcp-name'] = encodeHeaderValue(name)
  return headers
}

const PREFIX = '=?base64?'
const SUFFIX = '?='
// The mark is written in small letters; some readers take it in any.
const MARKED = /^=\?base64\?.*\?=$/is
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
// What may stand in a field value as it is: printable ASCII without white space at an end.
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/

/** A text as a header value: itself where it may stand there, else `=?base64?…?=`. */
export function encodeHeaderValue(text: string): string {
  if (PLAIN.test(text) && !MARKED.test(text)) return text
  const bytes = new TextEncoder().encode(text)
  return PREFIX + btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) + SUFFIX
}

/** The text of a header value, or null for a base64 form that is not canonical or not UTF-8. */
export function decodeHeaderValue(value: string): string | null {
  if (!MARKED.test(value)) return value
  if (!value.startsWith(PREFIX)) return null
  const base64 = value.slice(PREFIX.length, value.length - SUFFIX.length)
  if (!BASE64.test(base64)) return null
  try {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

// 3: what is asked. Body and headers must agree; a message that cannot be read is a refusal with a
// record like any other, once it is known whose it is.
import { randomUUID } from 'node:crypto'
import { isJsonObject, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { checkHeaders, type McpMessage, type Refusal, readMessage } from '#lib/mcp/index.ts'
import type { Bounds } from '../config.ts'
import { type Exchange, headerOf } from '../http.ts'

export type Asked =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | {
      readonly kind: 'message'
      readonly message: McpMessage
      /** The protocol revision of the exchange. */
      readonly version: string
      /** The session id that the client shows, still sealed; legacy only. */
      readonly sessionText: string | undefined
      /** A header of the request that repeats an argument, as the client sent it. */
      readonly paramHeader: (name: string) => string | undefined
      /** The own name of an exchange that brings an answer, for only one may bring it; '' of every other. */
      readonly arrival: string
    }

/** @throws {Fault} malformed-message where a protocol header came twice */
export function readAsked(text: string, exchange: Exchange, bounds: Bounds): Asked {
  const headers = {
    version: headerOf(exchange, 'mcp-protocol-version'),
    method: headerOf(exchange, 'mcp-method'),
    name: headerOf(exchange, 'mcp-name'),
  }
  const session = headerOf(exchange, 'mcp-session-id')
  const { maxDepth, maxValues, maxKeys, maxTextLength } = bounds
  const read = readMessage(
    text,
    { maxDepth, maxNodes: maxValues, maxKeys, maxStringLength: maxTextLength },
    headers.version,
  )
  if (!read.ok) return { kind: 'refused', refusal: read.refusal }
  const { message } = read
  const checked = checkHeaders(message, headers)
  if (!checked.ok) return { kind: 'refused', refusal: checked.refusal }
  const isModern = message.kind === 'request' && message.era === 'modern'
  const sessionText = isModern ? undefined : session
  const paramHeader = (name: string) => headerOf(exchange, name)
  return {
    kind: 'message',
    message,
    version: checked.version,
    sessionText,
    paramHeader,
    arrival: message.kind === 'response' ? randomUUID() : '',
  }
}

/** True for what stays open until somebody ends it. */
export function isListening(asked: Asked): boolean {
  if (asked.kind === 'refused' || asked.message.kind !== 'request') return false
  return asked.message.method === 'subscriptions/listen'
}

/** The tool that is asked for, or null where the message names none. */
export function toolNameOf(asked: Asked): string | null {
  if (asked.kind === 'refused' || asked.message.kind !== 'request') return null
  if (asked.message.group !== 'tool-call') return null
  const name = member(asked.message.params, 'name')
  return typeof name === 'string' ? name : null
}

/** A call's arguments; absent is empty. */
export function argumentsOf(params: JsonObject): JsonObject {
  const given = member(params, 'arguments')
  return isJsonObject(given) ? given : jsonObject()
}

// What an upstream sends, read as strictly as what a client sends: anything that is not an answer to
// this request, a notification, or a request of the server's own is an upstream error.
import {
  isJsonObject,
  type Json,
  type JsonObject,
  JsonSyntaxError,
  jsonObject,
  member,
  parseJsonWith,
  type ReadJson,
  serializeJson,
} from '#lib/json/index.ts'
import type { RequestId } from './message.ts'
import { type Method, mayAskForInput } from './method.ts'
import type { Era } from './versions.ts'

export type Reply =
  | {
      readonly kind: 'result'
      readonly id: RequestId
      readonly result: JsonObject
      /** The result as `serializeJson` writes it; null where it came written otherwise. */
      readonly text: string | null
    }
  | { readonly kind: 'error'; readonly id: RequestId | null; readonly error: JsonObject }
  | { readonly kind: 'notification'; readonly method: string; readonly message: JsonObject }
  | {
      readonly kind: 'request'
      readonly id: RequestId
      readonly method: string
      readonly message: JsonObject
    }

// Larger than what a client may send: the biggest tool lists have tens of thousands of values.
const BOUNDS = { maxDepth: 128, maxNodes: 2_000_000 }

/** One message of an upstream, or null where the text is none. */
export function readReply(text: string): Reply | null {
  let read: ReadJson
  try {
    read = parseJsonWith(text, BOUNDS, 'result')
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null
    throw error
  }
  const body = read.value
  if (!isJsonObject(body) || member(body, 'jsonrpc') !== '2.0') return null
  const id = member(body, 'id')
  const method = member(body, 'method')
  if (typeof method === 'string') {
    const keys = Object.keys(body).every((key) => ['jsonrpc', 'id', 'method', 'params'].includes(key))
    if (!keys || (Object.hasOwn(body, 'params') && !isJsonObject(body.params))) return null
    if (id === undefined) return { kind: 'notification', method, message: body }
    // An id that is written `1.0` comes back from most clients as `1`, and answers nothing.
    if (typeof id !== 'string' && !Number.isSafeInteger(id)) return null
    return { kind: 'request', id: id as RequestId, method, message: body }
  }
  return method === undefined ? answerOf(body, id, read.memberText) : null
}

function answerOf(body: JsonObject, id: Json | undefined, text: string | null): Reply | null {
  const result = member(body, 'result')
  if (result !== undefined && id !== undefined && Object.keys(body).length === 3) {
    const isAnswer = isJsonObject(result) && (typeof id === 'string' || typeof id === 'number')
    return isAnswer ? { kind: 'result', id, result, text } : null
  }
  const keys = Object.keys(body).sort().join()
  const error = member(body, 'error')
  if ((keys !== 'error,id,jsonrpc' && keys !== 'error,jsonrpc') || !isJsonObject(error)) return null
  if (typeof member(error, 'code') !== 'number' || typeof member(error, 'message') !== 'string') return null
  if (id === undefined || id === null) return { kind: 'error', id: null, error }
  return typeof id === 'string' || typeof id === 'number' ? { kind: 'error', id, error } : null
}

/** complete: an ordinary result · input: asks for more before it is complete · task: will be fetched · foreign: not what this method may answer */
export type ResultKind = 'complete' | 'input' | 'task' | 'foreign'

/** How a modern result calls itself (`resultType`); legacy results are always complete. */
export function resultKind(era: Era, rule: Method, result: JsonObject): ResultKind {
  if (era === 'legacy') return 'complete'
  const type = member(result, 'resultType')
  if (type === 'complete' || type === undefined) return 'complete'
  if (type === 'task' && rule.group === 'tool-call') return 'task'
  return type === 'input_required' && mayAskForInput(rule) ? 'input' : 'foreign'
}

/**
 * A modern result as one grant's own: whatever differs by credential is private to caches, and is
 * kept no longer than `maxTtlMs`, so that a new policy shows. Results without the fields stay as they are.
 */
export function privateResult(result: JsonObject, maxTtlMs: number): JsonObject {
  if (!Object.hasOwn(result, 'cacheScope') && !Object.hasOwn(result, 'ttlMs')) return result
  const ttl = member(result, 'ttlMs')
  const copy = jsonObject(Object.entries(result))
  copy.cacheScope = 'private'
  copy.ttlMs = typeof ttl === 'number' && ttl >= 0 ? Math.min(ttl, maxTtlMs) : 0
  return copy
}

/** A response as a message again. */
export function responseMessage(
  id: RequestId | null,
  body: { readonly result: JsonObject } | { readonly error: JsonObject },
): JsonObject {
  const message = messageWith(id)
  if ('result' in body) message.result = body.result
  else message.error = body.error
  return message
}

/** A response as JSON text, whose result is text already. */
export function responseText(id: RequestId, result: string): string {
  return `{"jsonrpc":"2.0","id":${serializeJson(id)},"result":${result}}`
}

/** A judged request or notification as the message that goes up. */
export function requestMessage(id: RequestId | null, method: string, params: JsonObject): JsonObject {
  const message = jsonObject()
  message.jsonrpc = '2.0'
  if (id !== null) message.id = id
  message.method = method
  if (Object.keys(params).length > 0) message.params = params
  return message
}

function messageWith(id: RequestId | null): JsonObject {
  const message = jsonObject()
  message.jsonrpc = '2.0'
  message.id = id
  return message
}

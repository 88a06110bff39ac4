// One JSON-RPC message, read strictly: what this file does not name does not pass. Policy is decided
// on the value made here, and that value is what goes up, re-serialised; client bytes never do.
import {
  type Json,
  type JsonBounds,
  type JsonObject,
  JsonSyntaxError,
  jsonObject,
  member,
  parseJson,
} from '#lib/json/index.ts'
import { ERROR, type ErrorCode, type Refusal, RefusedMessage } from './error.ts'
import { findMethod, findNotification, type MessageGroup, type Method, type Notification } from './method.ts'
import { checkParams, paramsObject } from './params.ts'
import { type Era, eraOf, META, unsupported } from './versions.ts'

/** Text of at most 256 characters, or a whole number that JavaScript holds exactly. */
export type RequestId = string | number

export type McpRequest = {
  readonly kind: 'request'
  readonly era: Era
  /** The revision that a modern request names in its `_meta`; null on the legacy wire. */
  readonly version: string | null
  readonly id: RequestId
  readonly method: string
  readonly group: MessageGroup
  readonly rule: Method
  readonly params: JsonObject
}
export type McpNotification = {
  readonly kind: 'notification'
  readonly era: Era
  readonly method: string
  readonly group: Notification['group']
  readonly params: JsonObject
}
/** A client's answer to a request that the server sent (legacy only). */
export type McpResponse = {
  readonly kind: 'response'
  readonly id: RequestId
  readonly body: { readonly result: JsonObject } | { readonly error: JsonObject }
}
export type McpMessage = McpRequest | McpNotification | McpResponse
export type ReadMessage =
  | { readonly ok: true; readonly message: McpMessage }
  | { readonly ok: false; readonly refusal: Refusal }

/** The most that one message of a client holds, where nothing else is said. */
export const MESSAGE_BOUNDS = {
  maxDepth: 64,
  maxNodes: 100_000,
  maxKeys: 10_000,
  maxStringLength: 3 * 1024 * 1024,
} as const satisfies JsonBounds
const KEYS: readonly string[] = ['jsonrpc', 'id', 'method', 'params']
const MAX_ID_LENGTH = 256
// The id of a request that the server sent comes down sealed, and is longer then.
const MAX_ANSWERED_ID_LENGTH = 1024

/**
 * Reads what a client sent: a request, a notification or a response, never a batch. Total: every
 * other text is a refusal with its JSON-RPC code and a sentence that says what is wrong.
 * @param versionHeader `MCP-Protocol-Version`: it never says which wire a body speaks, but a body that
 *   contradicts it is told so before anything else of it is judged
 */
export function readMessage(
  text: string,
  bounds: JsonBounds = MESSAGE_BOUNDS,
  versionHeader?: string,
): ReadMessage {
  try {
    return { ok: true, message: messageOf(parseBody(text, bounds), versionHeader?.trim()) }
  } catch (error) {
    if (error instanceof RefusedMessage) return { ok: false, refusal: error.refusal }
    throw error
  }
}

function parseBody(text: string, bounds: JsonBounds): JsonObject {
  let body: Json
  try {
    body = parseJson(text, bounds)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw refused(ERROR.parse, `The body is not one strict JSON value: ${error.message}.`)
  }
  if (Array.isArray(body)) throw refused(ERROR.invalidRequest, 'Batches are not accepted: send one message.')
  return paramsObject(body) ?? fail(refused(ERROR.invalidRequest, 'The body is not a JSON object.'))
}

function messageOf(body: JsonObject, versionHeader: string | undefined): McpMessage {
  const id = usableId(member(body, 'id'))
  const method = member(body, 'method')
  const refuse: Refuse = (code, message, data) =>
    refused(code, message, { id, method: typeof method === 'string' ? method : '' }, data)
  if (member(body, 'jsonrpc') !== '2.0') throw refuse(ERROR.invalidRequest, '"jsonrpc" must be "2.0".')
  if (method === undefined) return responseOf(body, usableId(member(body, 'id'), MAX_ANSWERED_ID_LENGTH))
  if (typeof method !== 'string') throw refuse(ERROR.invalidRequest, '"method" must be a string.')
  const unknown = Object.keys(body).find((key) => !KEYS.includes(key))
  if (unknown !== undefined)
    throw refuse(ERROR.invalidRequest, `${JSON.stringify(unknown)} is not a key of a JSON-RPC request.`)
  const params = Object.hasOwn(body, 'params') ? paramsObject(body.params) : jsonObject()
  if (params === null) throw refuse(ERROR.invalidRequest, '"params" must be an object.')
  const { era, version } = eraOfParams(params, versionHeader, refuse)
  if (!Object.hasOwn(body, 'id')) return notificationOf(method, era, params, refuse)
  if (id === null)
    throw refuse(ERROR.invalidRequest, '"id" must be a short string or a whole number, and not null.')
  if (era === 'legacy' && versionHeader !== undefined && eraOf(versionHeader) === 'modern')
    throw refuse(ERROR.invalidParams, `"_meta" must name the protocol version, as MCP-Protocol-Version does.`)
  const rule = findMethod(method, era)
  if (!rule) throw unknownMethod(id, method, era)
  checkParams(rule, era, params, refuse)
  return { kind: 'request', era, version, id, method, group: rule.group, rule, params }
}

function notificationOf(method: string, era: Era, params: JsonObject, refuse: Refuse): McpNotification {
  const known = findNotification(method)
  if (!known) {
    const why = method.startsWith('notifications/')
      ? 'Notifications of this kind are not passed to the server.'
      : 'A request must have an "id".'
    throw refuse(ERROR.invalidRequest, why)
  }
  const stray = Object.keys(params).find((key) => key !== '_meta' && !known.params.includes(key))
  if (stray !== undefined)
    throw refuse(ERROR.invalidParams, `${JSON.stringify(stray)} is not a parameter of ${method}.`)
  return { kind: 'notification', era, method, group: known.group, params }
}

function responseOf(body: JsonObject, id: RequestId | null): McpResponse {
  const keys = Object.keys(body).sort().join()
  const result = paramsObject(member(body, 'result'))
  const error = paramsObject(member(body, 'error'))
  if (id !== null && keys === 'id,jsonrpc,result' && result) return { kind: 'response', id, body: { result } }
  if (id !== null && keys === 'error,id,jsonrpc' && error) return { kind: 'response', id, body: { error } }
  throw refused(ERROR.invalidRequest, 'The body is no JSON-RPC request, notification or response.', {
    id,
    method: '',
  })
}

// The body says which wire it speaks (the header is checked against it, never trusted by itself).
function eraOfParams(
  params: JsonObject,
  versionHeader: string | undefined,
  refuse: Refuse,
): { era: Era; version: string | null } {
  const meta = member(params, '_meta')
  if (meta === undefined) return { era: 'legacy', version: null }
  const object = paramsObject(meta)
  if (!object) throw refuse(ERROR.invalidParams, '"_meta" must be an object.')
  const version = member(object, META.protocolVersion)
  if (version === undefined) return { era: 'legacy', version: null }
  if (versionHeader !== undefined && versionHeader !== version)
    throw refuse(ERROR.headerMismatch, 'MCP-Protocol-Version and the version in "_meta" differ.')
  if (typeof version !== 'string' || eraOf(version) !== 'modern')
    throw refuse(ERROR.unsupportedVersion, 'Unsupported protocol version.', unsupported(version, 'modern'))
  return { era: 'modern', version }
}

/** A JSON-RPC id that can be answered, or null. */
export function usableId(id: Json | undefined, longest = MAX_ID_LENGTH): RequestId | null {
  if (typeof id === 'number') return Number.isSafeInteger(id) ? id : null
  return typeof id === 'string' && id.length > 0 && id.length <= longest ? id : null
}

export type Refuse = (code: ErrorCode, message: string, data?: JsonObject) => RefusedMessage

// To a legacy client 404 means that its session is over: only the modern wire says it of a method.
function unknownMethod(id: RequestId, method: string, era: Era): RefusedMessage {
  const message = 'Method not found: this gateway does not pass it on.'
  const status = era === 'legacy' ? 200 : 404
  return new RefusedMessage({ status, code: ERROR.methodNotFound, message, id, method })
}

function refused(
  code: ErrorCode,
  message: string,
  named: { id: RequestId | null; method: string } = { id: null, method: '' },
  data?: JsonObject,
): RefusedMessage {
  return new RefusedMessage({ status: 400, code, message, ...named, ...(data && { data }) })
}

function fail(error: Error): never {
  throw error
}

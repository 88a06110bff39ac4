// What an upstream answered to one JSON-RPC request: a result, an error, or something else entirely.
import {
  isJsonObject,
  type Json,
  type JsonBounds,
  type JsonObject,
  JsonSyntaxError,
  member,
  parseJson,
} from '#lib/json/index.ts'
import { readAll } from './response-body.ts'
import type { UpstreamResponse } from './send.ts'
import { sseEvents } from './sse-events.ts'

export type RpcAnswer =
  | { readonly kind: 'result'; readonly result: JsonObject }
  | { readonly kind: 'error'; readonly code: number; readonly message: string; readonly errorData: Json }
  /** No answer to this request. `why` is what was found in its place. */
  | { readonly kind: 'other'; readonly why: 'web-page' | 'not-json' | 'not-json-rpc' | 'no-answer' }

/** Lists are long, never deep. */
const LIST_BOUNDS: JsonBounds = { maxDepth: 64, maxNodes: 2_000_000 }

/** Reads the answer to request `id` from a JSON body or an event stream. The body is used up or dropped. */
export async function readRpcAnswer(response: UpstreamResponse, id: number): Promise<RpcAnswer> {
  const type = mediaType(response)
  if (type === 'text/event-stream') return readFromStream(response, id)
  if (type === 'application/json' || type.endsWith('+json'))
    return interpret(parse(await readAll(response.body)), id)
  response.body.cancel()
  return { kind: 'other', why: type === 'text/html' ? 'web-page' : 'not-json' }
}

/** The content type without its parameters, in lower case; '' where there is none. */
export function mediaType(response: UpstreamResponse): string {
  return (response.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

async function readFromStream(response: UpstreamResponse, id: number): Promise<RpcAnswer> {
  try {
    for await (const { data } of sseEvents(response.body)) {
      if (data === '') continue // a priming event of 2025-11-25
      const message = parse(data)
      // Notifications and requests may come before the answer; nothing here offers to serve them.
      if (isJsonObject(message) && member(message, 'method') !== undefined) continue
      return interpret(message, id)
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { kind: 'other', why: 'not-json' }
  } finally {
    response.body.cancel()
  }
  return { kind: 'other', why: 'no-answer' }
}

function parse(source: Uint8Array | string): Json | undefined {
  try {
    const text =
      typeof source === 'string' ? source : new TextDecoder('utf-8', { fatal: true }).decode(source)
    return parseJson(text, LIST_BOUNDS)
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}

// Strict: exactly one of result and error, and the id that was asked. An error may lack the id, for a
// server that could not read the request cannot know it (JSON-RPC 2.0 §5).
function interpret(message: Json | undefined, id: number): RpcAnswer {
  if (message === undefined) return { kind: 'other', why: 'not-json' }
  const notRpc: RpcAnswer = { kind: 'other', why: 'not-json-rpc' }
  if (!isJsonObject(message) || member(message, 'jsonrpc') !== '2.0') return notRpc
  const result = member(message, 'result')
  const error = member(message, 'error')
  const answered = member(message, 'id')
  if (error === undefined) {
    return isJsonObject(result) && answered === id ? { kind: 'result', result } : notRpc
  }
  if (result !== undefined || !isJsonObject(error)) return notRpc
  if (answered !== id && answered !== null && answered !== undefined && answered !== '') return notRpc
  const code = member(error, 'code')
  const text = member(error, 'message')
  if (typeof code !== 'number') return notRpc
  return {
    kind: 'error',
    code,
    message: typeof text === 'string' ? text : '',
    errorData: member(error, 'data') ?? null,
  }
}

// What the two ways back, one JSON answer and a stream of events, have in common.
import type { Outcome } from '#lib/data/admission/index.ts'
import { type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { type McpRequest, type RequestId, responseMessage } from '#lib/mcp/index.ts'
import type { StopSignal } from '#lib/upstream/index.ts'
import type { Hide } from '../secrets.ts'
import type { Admitted } from '../steps/admit.ts'
import type { News } from './news.ts'

export type Wire = {
  /** Aborted when the client has gone or its grant has ended. */
  readonly stop: StopSignal
  /** Takes the server's stored credentials out of what comes down. */
  readonly hide: Hide
  /** What this gateway has to say on the stream itself; null where it is none for news. */
  readonly news: News | null
}

/** What became of a forwarded exchange; `status` is the upstream's. */
export type Settled = { readonly outcome: Outcome; readonly status: number | null; readonly bytes: number }

/** Whether a reply's id is this request's. An error may have none, where the server could not read it. */
export function answers(id: RequestId | null, request: McpRequest): boolean {
  return id === null || id === request.id
}

/** An upstream's error, with the members that JSON-RPC gives one and no others. */
export function plainError(id: RequestId | null, error: JsonObject): JsonObject {
  const kept = ['code', 'message', 'data'].filter((key) => Object.hasOwn(error, key))
  const copy = jsonObject(kept.map((key) => [key, error[key] ?? null] as const))
  return responseMessage(id, { error: copy })
}

export function outcomeOf(result: JsonObject): 'ok' | 'tool_error' {
  return member(result, 'isError') === true ? 'tool_error' : 'ok'
}

/** How often the server had asked for input before this exchange. */
export function roundOf({ ask }: Admitted): number {
  return ask.kind === 'message' ? ask.retry.round : 0
}

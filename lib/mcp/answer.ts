// What the gateway itself says to a client, as JSON-RPC messages (POLICY.md E10, E11).
import { fromPlain, type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'
import { ERROR, type ErrorCode, type Refusal } from './error.ts'
import type { RequestId } from './message.ts'
import type { Era } from './versions.ts'

/** Where the machine-readable half of a refusal stands: in `_meta` of a result, in `data` of an error. */
export const DECISION_KEY = 'io.portcullis/decision'

/** The machine-readable half of a refusal by policy. `resetAt` is an ISO instant in UTC. */
export type DecisionNote = {
  readonly id: string
  readonly rule: string
  readonly reason: string
  readonly resetAt?: string
  readonly remaining?: string
  /** Where a person decides; it decides nothing by itself. With `expiresAt`, an ISO instant in UTC. */
  readonly approvalUrl?: string
  readonly expiresAt?: string
  readonly remedy?: string
}

/** A refusal that the model can read: a tool result with `isError` (E11). */
export function deniedResult(era: Era, id: RequestId, text: string, note: DecisionNote): JsonObject {
  return responseOf(id, {
    content: [{ type: 'text', text }],
    isError: true,
    ...(era === 'modern' && { resultType: 'complete' }),
    _meta: { [DECISION_KEY]: note },
  })
}

/** A refusal of a method that has no tool result to put it in. */
export function deniedMethod(id: RequestId, text: string, note: DecisionNote): JsonObject {
  return errorOf(id, ERROR.methodNotFound, text, fromPlain({ [DECISION_KEY]: note }))
}

/** The same words for a tool that does not exist and one that is hidden (E10). */
export function unknownTool(id: RequestId, name: string): JsonObject {
  return errorOf(id, ERROR.invalidParams, `Unknown tool: ${name}`)
}

/** The JSON-RPC error for a message that was refused before policy. */
export function refusedMessage(refusal: Refusal): JsonObject {
  return errorOf(refusal.id, refusal.code, refusal.message, refusal.data)
}

/** A JSON-RPC error response. `id` is null only where the message had none that could be read. */
export function errorOf(
  id: RequestId | null,
  code: ErrorCode | number,
  message: string,
  about?: Json,
): JsonObject {
  const error = jsonObject([
    ['code', code],
    ['message', message],
    ...(about === undefined ? [] : [['data', about] as const]),
  ])
  return jsonObject([
    ['jsonrpc', '2.0'],
    ['id', id],
    ['error', error],
  ])
}

function responseOf(id: RequestId, result: unknown): JsonObject {
  return jsonObject([
    ['jsonrpc', '2.0'],
    ['id', id],
    ['result', fromPlain(result)],
  ])
}

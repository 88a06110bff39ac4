// What it means that one of several servers gave no result, and what is told of it.
import { isJsonObject, type JsonObject, member } from '#lib/json/index.ts'
import { DECISION_KEY, ERROR, type McpRequest, responseMessage } from '#lib/mcp/index.ts'
import { type Exchange, sendJson } from '../http.ts'
import { Trouble, troubleAnswer } from '../trouble.ts'
import type { Answered } from './ask.ts'

export type Failed = Exclude<Answered, { kind: 'result' }>

/** True of a server that does not have what was asked for: one without prompts has none, and is not away. */
export function hasNone(failed: Failed): boolean {
  if (failed.kind !== 'error') return false
  return member(failed.error, 'code') === ERROR.methodNotFound && !isRefusal(failed.error)
}

/** Whether an answer to a 2026-07-28 request says that its server does not speak that revision. */
export function speaksOlder(failed: Failed): boolean {
  return failed.kind === 'error' && [400, 404, 405].includes(failed.status) && !hasNone(failed)
}

/** Tells a client what one server said, where that is all there is to say. @param status in place of the server's own */
export function sendFailure(request: McpRequest, failed: Failed, exchange: Exchange, status?: number): void {
  if (failed.kind === 'error') {
    const body = responseMessage(request.id, { error: failed.error })
    sendJson(exchange, status ?? failed.status, body)
  } else sendJson(exchange, 200, troubleAnswer(request.id, troubleOfSilence(failed)))
}

/** The same in words, for those who hear the others. */
export function reasonOf(failed: Failed): string {
  if (failed.kind === 'error') return String(member(failed.error, 'message') ?? '')
  return troubleOfSilence(failed).message
}

function troubleOfSilence({ kind }: Failed): Trouble {
  return new Trouble(kind === 'silent' ? 'upstream-slow' : 'upstream-not-mcp')
}

function isRefusal(error: JsonObject): boolean {
  const about = member(error, 'data')
  return isJsonObject(about) && Object.hasOwn(about, DECISION_KEY)
}

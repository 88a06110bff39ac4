// N3: a retry is a call like any other, decided on its own arguments. What it brings back must have been
// given for this very call, and of the answers only those go up that were asked for and that the policy
// still lets the server ask.
import { isJsonObject, type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { type AskGroup, answeredGroup, ERROR, type McpRequest, type Refusal } from '#lib/mcp/index.ts'
import type { Decision } from '#lib/policy/index.ts'
import { openState } from '../request-state.ts'
import type { Sealer } from '../seal.ts'
import type { Grounds } from './authenticate-grant.ts'
import { decideMethod } from './decide-method.ts'

export type Retry = {
  /** The server's own state, or null where it goes up without one. */
  readonly state: string | null
  readonly answers: JsonObject | null
  /** How many times the server has asked for this call; 0 for the first attempt. */
  readonly round: number
}
export type DecidedRetry =
  | { readonly retry: Retry }
  | { readonly refusal: Refusal; readonly decision: Decision | null }

export function decideRetry(message: McpRequest, grounds: Grounds, sealer: Sealer): DecidedRetry {
  const { id, method, params } = message
  const refuse = (text: string, decision: Decision | null = null): DecidedRetry => ({
    refusal: { status: 400, code: ERROR.invalidParams, message: text, id, method },
    decision,
  })
  const given = member(params, 'inputResponses')
  const answers = isJsonObject(given) ? given : null
  const sealed = member(params, 'requestState')
  const state =
    typeof sealed === 'string'
      ? openState(sealer, grounds.facts, message, sealed)
      : { own: null, asked: null, round: 0 }
  if (!state) return refuse('"requestState" was not given for this call.')

  const kept: [string, Json][] = []
  for (const [key, answer] of Object.entries(answers ?? {})) {
    const group = groupOf(key, answer, state.asked)
    if (group === null) continue
    if (group === 'unknown') return refuse(`"inputResponses" holds an answer that no server asks for.`)
    const decision = decideMethod(grounds.policy, group)
    if (decision.effect !== 'allow')
      return refuse('The policy does not let the server ask for this.', decision)
    kept.push([key, answer])
  }
  return { retry: { state: state.own, answers: answers && jsonObject(kept), round: state.round } }
}

// null: not asked for, and left out, as a server would ignore it (SEP-2322). Without a state nothing says
// what was asked: a client may answer in advance what it knows will be asked, in the shape of an answer.
function groupOf(
  key: string,
  answer: Json,
  asked: ReadonlyMap<string, AskGroup> | null,
): AskGroup | 'unknown' | null {
  if (!isJsonObject(answer)) return 'unknown'
  return asked ? (asked.get(key) ?? null) : (answeredGroup(answer) ?? 'unknown')
}

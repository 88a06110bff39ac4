// A server that needs input before it can answer (2026-07-28, SEP-2322): what it asks for passes if the
// policy lets it ask and the client declared, in this very request, that it can be asked. One question
// that may not pass stops the whole answer.
import { isJsonObject, type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { type AskGroup, declaredFeatures, type Feature, type McpRequest, questionOf } from '#lib/mcp/index.ts'
import type { Gate } from '../gate.ts'
import { sealState } from '../request-state.ts'
import { freshGrounds, type Grounds } from '../steps/authenticate-grant.ts'
import { decideMethod } from '../steps/decide-method.ts'
import { denial, recordOf } from '../steps/record.ts'
import { Trouble } from '../trouble.ts'

const MAX_QUESTIONS = 32
const MAX_KEY_LENGTH = 256
// As many as the official client goes through by itself.
const MAX_ROUNDS = 10

/**
 * The answer that asks for more, with a state that is sealed to this call.
 * @param round how often the server has asked before
 * @throws {Trouble} for what may not pass; a question that the policy refuses is recorded
 */
export async function passInputRequired(
  request: McpRequest,
  result: JsonObject,
  grounds: Grounds,
  gate: Gate,
  round: number,
): Promise<JsonObject> {
  const wanted = member(result, 'inputRequests')
  const own = member(result, 'requestState')
  if (own !== undefined && typeof own !== 'string') throw new Trouble('upstream-foreign-result')
  if (wanted === undefined && own === undefined) throw new Trouble('upstream-foreign-result')
  if (round >= MAX_ROUNDS) throw new Trouble('upstream-asks-on')
  const asked = await askedGroups(wanted, request, grounds, gate)
  const copy = jsonObject(Object.entries(result))
  const state = { own: own ?? null, asked, round: round + 1 }
  copy.requestState = sealState(gate.sealer, grounds.facts, request, state)
  return copy
}

/**
 * What the server asks for, by key: the group of each question.
 * @throws {Trouble} upstream-asks where one of them may not be asked; upstream-foreign-result for what is none
 */
export async function askedGroups(
  wanted: Json | undefined,
  request: McpRequest,
  grounds: Grounds,
  gate: Gate,
): Promise<ReadonlyMap<string, AskGroup>> {
  if (wanted === undefined) return new Map()
  const entries = isJsonObject(wanted) ? Object.entries(wanted) : []
  if (!isJsonObject(wanted) || entries.length > MAX_QUESTIONS) throw new Trouble('upstream-foreign-result')
  const declared = declaredFeatures(request)
  const asked = new Map<string, AskGroup>()
  for (const [key, question] of entries) {
    if (!isJsonObject(question) || key.length > MAX_KEY_LENGTH) throw new Trouble('upstream-foreign-result')
    asked.set(key, await checkQuestion(question, declared, request, grounds, gate))
  }
  return asked
}

async function checkQuestion(
  asked: JsonObject,
  declared: readonly Feature[],
  request: McpRequest,
  opened: Grounds,
  gate: Gate,
): Promise<AskGroup> {
  const question = questionOf(member(asked, 'method'), member(asked, 'params'))
  if (!question) throw new Trouble('upstream-foreign-result')
  const about = {
    method: question.method,
    session: null,
    protocol: request.version ?? undefined,
    kind: 'question',
  } as const
  for (let attempt = 0; attempt < 3; attempt++) {
    const grounds = await freshGrounds(opened, gate.deps)
    const decision = decideMethod(grounds.policy, question.group)
    const isDeclared = question.needs.every((feature) => declared.includes(feature))
    if (decision.effect === 'allow' && isDeclared) return question.group
    const refused = decision.effect === 'allow' ? UNDECLARED : decision
    const verdict = await gate.deps.admission.admit(recordOf(about, refused, grounds))
    if (verdict.status !== 'stale') break
  }
  throw new Trouble('upstream-asks')
}

/** The denial of a question that the client has not said it can be asked. */
export const UNDECLARED = denial(
  '(undeclared capability)',
  'capability-undeclared',
  'The client has not declared that it can be asked this.',
)

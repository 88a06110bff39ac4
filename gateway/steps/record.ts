// What is written down of a message, admitted or refused: names and numbers, never an argument's value.
import { type DecidedCall, storableText } from '#lib/data/admission/index.ts'
import { newId } from '#lib/id.ts'
import type { JsonObject } from '#lib/json/index.ts'
import { ERROR, type Refusal } from '#lib/mcp/index.ts'
import type { Session } from '../session.ts'
import type { Grounds } from './authenticate-grant.ts'

type RecordedDecision = DecidedCall['decision']
/** What a record says besides the decision. */
export type Recorded = {
  readonly method: string
  readonly tool?: string
  readonly session: Session | null
  readonly arguments?: JsonObject
  readonly protocol?: string
  readonly client?: string | undefined
  /** The resource, prompt, level or task that was named, where it is no tool. */
  readonly target?: unknown
  /** `answer`: the client's, to a request of the server · `question`: the server's, to its client. */
  readonly kind?: 'answer' | 'question'
}

const MAX_ARGUMENT_NAMES = 64

/** A decided message on its way to admission. */
export function recordOf(recorded: Recorded, decision: RecordedDecision, { facts }: Grounds): DecidedCall {
  const { session } = recorded
  return {
    id: newId('call', facts.organisationId),
    facts,
    decision: storable(decision),
    method: storableText(recorded.method, 200),
    // Admission compares the tool that was looked up, whatever was decided about it.
    tool: recorded.tool ?? facts.tool?.name ?? '',
    session: session?.upstreamId ?? null,
    argumentNames: Object.keys(recorded.arguments ?? {})
      .slice(0, MAX_ARGUMENT_NAMES)
      .map((name) => storableText(name, 200)),
    detail: detailOf(recorded, facts.baselineVersionId),
  }
}

// An allowed call has neither rule nor message, and nothing to copy.
function storable(decision: RecordedDecision): RecordedDecision {
  if (decision.rule === '' && decision.message === '') return decision
  const rule = storableText(decision.rule, 2048)
  const message = storableText(decision.message, 4096)
  return { ...decision, rule, message }
}

function detailOf(
  { protocol, client, target, kind }: Recorded,
  baseline: string | null,
): DecidedCall['detail'] {
  const detail: Record<string, string> = {}
  if (protocol !== undefined) detail.protocol = protocol
  if (client !== undefined) detail.client = storableText(client, 200)
  if (typeof target === 'string') detail.target = storableText(target, 500)
  if (kind !== undefined) detail.kind = kind
  // What held besides the policy, whose version has a column of its own.
  if (baseline !== null) detail.baseline = baseline
  return detail
}

/** A denial before policy, or beside it, by a rule of the gateway's own. */
export function denial(rule: string, reason: string, message: string): RecordedDecision {
  return { effect: 'deny', rule, reason, message, draws: [], approval: null, holds: null }
}

/** The record of a message that was refused before policy. */
export function recordOfRefusal(refusal: Refusal, grounds: Grounds): DecidedCall {
  const isUnknown = refusal.code === ERROR.methodNotFound
  const rule = isUnknown ? '(unknown method)' : '(malformed message)'
  const reason = isUnknown ? 'unknown-method' : 'malformed-message'
  const decision = denial(rule, reason, storableText(refusal.message, 1000))
  return recordOf({ method: refusal.method, session: null }, decision, grounds)
}

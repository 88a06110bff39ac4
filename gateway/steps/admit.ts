// 5: the only place where an exchange becomes admitted, and so the only way to the upstream: `forward`
// takes an `Admitted`, and nothing else in the tree can make one.
import type { CallKey, Verdict } from '#lib/data/admission/index.ts'
import type { JsonObject } from '#lib/json/index.ts'
import { refusedMessage } from '#lib/mcp/index.ts'
import type { ServerRequest } from '../answer-server.ts'
import type { Deps } from '../deps.ts'
import type { EventPlace } from '../event-id.ts'
import { type AskedCall, ownerOf } from '../held/index.ts'
import { countVerdict } from '../observe.ts'
import { refusalAnswer } from '../refuse.ts'
import type { Session } from '../session.ts'
import type { Grounds } from './authenticate-grant.ts'
import type { Ask, Decided } from './decide.ts'

declare const proof: unique symbol
export type Admitted = {
  readonly grounds: Grounds
  readonly ask: Ask | StreamAsk
  /** The record to close; null for lifecycle, lists and session traffic, which have none (N1). */
  readonly record: CallKey | null
  readonly [proof]: true
}
/** GET and DELETE of a legacy session. */
type SessionAsk = {
  readonly version: string
  readonly session: Session
  /** Where a lost stream is taken up again. */
  readonly place: EventPlace | null
}
export type StreamAsk =
  | ({ readonly kind: 'open-stream' } & SessionAsk)
  | ({ readonly kind: 'end-session' } & SessionAsk)
export type Admission =
  | { readonly status: 'admitted'; readonly admitted: Admitted }
  | {
      readonly status: 'answered'
      readonly httpStatus: number
      readonly body: JsonObject | null
      /** A request of the server that waits for the answer which was refused. */
      readonly unanswered?: ServerRequest
    }
  /** A person is asked, and the call may be held until they have decided. */
  | { readonly status: 'asked'; readonly asked: AskedCall }
  /** Something the decision used has changed meanwhile: decide again. */
  | { readonly status: 'stale' }

/** @throws {Fault} store-unavailable: nothing may be forwarded */
export async function admit(decided: Decided, grounds: Grounds, deps: Deps): Promise<Admission> {
  if (decided.kind === 'absorbed') return { status: 'answered', httpStatus: 202, body: null }
  if (decided.kind === 'pass') return admitted(grounds, decided.ask, null)

  const { call } = decided
  const verdict = await deps.admission.admit(call)
  countVerdict(call, verdict)
  if (verdict.status === 'stale') return { status: 'stale' }
  if (decided.kind === 'call' && decided.shadowed)
    deps.shadows.note(
      decided.shadowed,
      verdict.status === 'admitted' ? call.id : verdict.recordId,
      verdict.status === 'limit',
    )
  const key = {
    organisationId: grounds.facts.organisationId,
    id: call.id,
    at: verdict.at,
    place: verdict.status === 'admitted' ? verdict.place : null,
  }
  if (decided.kind === 'refused-message') {
    const { refusal, unanswered } = decided
    const body = refusedMessage(refusal)
    return {
      status: 'answered',
      httpStatus: refusal.status,
      body,
      ...(unanswered !== undefined && { unanswered }),
    }
  }
  if (verdict.status === 'admitted') {
    deps.outcomes.begin(key)
    const own = decided.kind === 'call' ? (decided.grounds ?? grounds) : grounds
    return admitted(own, decided.ask, key)
  }
  // What takes nothing from a limit was decided as allowed, so that there is nothing else to say of it.
  if (decided.kind === 'recorded') throw new Error('an allowed message was not admitted')
  if (verdict.status === 'asked') return asked(decided, verdict, grounds)
  if (verdict.status === 'crowded') return crowded(decided, verdict)
  return refused(decided, verdict, key, deps)
}

/** GET and DELETE carry no message to decide on: they pass for a live grant that has the server. */
export function admitStream(grounds: Grounds, ask: StreamAsk): Admitted {
  return { grounds, ask, record: null } as Admitted
}

function admitted(grounds: Grounds, ask: Ask, record: Admitted['record']): Admission {
  return { status: 'admitted', admitted: { grounds, ask, record } as Admitted }
}

function asked(
  { request, call, ask }: Extract<Decided, { kind: 'call' }>,
  { approvalId, until }: Extract<Verdict, { status: 'asked' }>,
  grounds: Grounds,
): Admission {
  const reason = call.decision.approval?.reason ?? null
  const owner = ownerOf(grounds, ask.sessionText, request.id)
  const { organisationId } = grounds.facts
  return { status: 'asked', asked: { organisationId, approvalId, until, reason, request, call, owner } }
}

function crowded(
  { request, call }: Extract<Decided, { kind: 'call' }>,
  { at, recordId }: Extract<Verdict, { status: 'crowded' }>,
): Admission {
  const decision = call.wish?.kind === 'ask' ? call.wish.crowded : call.decision
  const { body } = refusalAnswer(request, { ...call, decision }, { status: 'refused', at, recordId })
  return { status: 'answered', httpStatus: 200, body }
}

function refused(
  decided: Extract<Decided, { kind: 'call' }>,
  verdict: Extract<Verdict, { status: 'refused' | 'limit' }>,
  key: CallKey,
  deps: Deps,
): Admission {
  const { body, message } = refusalAnswer(decided.request, decided.call, verdict)
  // What was counted in the record before it has nothing to be told: that record says it.
  if (verdict.status === 'limit' && verdict.at !== null) deps.outcomes.say(key, message)
  return { status: 'answered', httpStatus: 200, body }
}

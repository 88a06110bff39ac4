// 4: what the policy says of it. Pure but for reading what never changes and claiming what may be used
// once; admission checks afterwards that every fact used here still stands.
import { type DecidedCall, noteTakenBack, type StoredTool } from '#lib/data/admission/index.ts'
import { member } from '#lib/json/index.ts'
import {
  asksForTask,
  clientName,
  ERROR,
  type McpNotification,
  type McpRequest,
  mismatchedParamHeader,
  type Refusal,
} from '#lib/mcp/index.ts'
import { type CompiledPolicy, evaluate, type ToolCall } from '#lib/policy/index.ts'
import type { ServerRequest } from '../answer-server.ts'
import type { Deps } from '../deps.ts'
import type { Gate } from '../gate.ts'
import { decideApproved, ownerOf } from '../held/index.ts'
import { openSession, type Session } from '../session.ts'
import type { Shadowed } from '../shadow/index.ts'
import type { Grounds } from './authenticate-grant.ts'
import { decideAnswer, decideNotification } from './decide-answer.ts'
import { decideMethod } from './decide-method.ts'
import { decideRetry, type Retry } from './decide-retry.ts'
import { decideStopped } from './decide-stopped.ts'
import { decideTask, ownSubscriptions } from './decide-task.ts'
import { type Asked, argumentsOf } from './read-asked.ts'
import { denial, recordOf, recordOfRefusal } from './record.ts'
import { withValues } from './record-values.ts'

/** What goes up, if it is admitted. */
export type Ask = Extract<Asked, { kind: 'message' }> & {
  readonly session: Session | null
  /** What goes up in place of the state and answers that a retry brings back (N3). */
  readonly retry: Retry
  /** `Mcp-Param-*` headers that the pinned schema asks for and the client has sent (2026-07-28). */
  readonly paramHeaders: Awaited<ReturnType<Deps['shelf']['declared']>>['headers']
}
export type Decided =
  /** Refused without an answer of policy's own: answered with this, and recorded. */
  | {
      readonly kind: 'refused-message'
      readonly refusal: Refusal
      readonly call: DecidedCall
      /** The server's own request that now stays without its client's answer. */
      readonly unanswered?: ServerRequest
    }
  /** Taken, and not passed on. */
  | { readonly kind: 'absorbed' }
  /** Lifecycle, lists and session traffic: passes without a record (N1). */
  | { readonly kind: 'pass'; readonly ask: Ask }
  /** Passes with a record, and takes nothing: answers and notifications of a client. */
  | { readonly kind: 'recorded'; readonly ask: Ask; readonly call: DecidedCall }
  /** Decided by policy, one way or the other: goes to admission. */
  | {
      readonly kind: 'call'
      readonly ask: Ask
      readonly request: McpRequest
      readonly call: DecidedCall
      /** Where the tool was found only by the task that names it. */
      readonly grounds?: Grounds
      /** A draft in shadow is asked about it, once it is settled. */
      readonly shadowed?: Shadowed
    }

const NO_RETRY: Retry = { state: null, answers: null, round: 0 }
const NO_HEADERS: Ask['paramHeaders'] = []

/** @throws {Fault} store-unavailable */
export async function decide(asked: Asked, grounds: Grounds, gate: Gate): Promise<Decided> {
  if (asked.kind === 'refused') return refusedMessage(asked.refusal, grounds)
  const { deps, sealer } = gate
  const { message } = asked
  const session =
    asked.sessionText === undefined ? null : openSession(sealer, grounds.facts, asked.sessionText)
  if (asked.sessionText !== undefined && !session) return strangeSession(asked, grounds)
  const ask = askOf(asked, session, NO_RETRY, NO_HEADERS)
  if (message.kind === 'notification') await letGo(message, asked.sessionText, grounds, deps)
  if (grounds.facts.stop) return decideStopped(ask, grounds.facts.stop, grounds)
  if (message.kind === 'notification') return decideNotification(ask, message, grounds)
  if (message.kind === 'response') return decideAnswer(ask, message, grounds, gate)
  if (message.method === 'subscriptions/listen')
    return { kind: 'pass', ask: { ...ask, message: await ownSubscriptions(message, grounds, gate) } }
  if (message.group === 'lifecycle' || message.group === 'tool-list') return { kind: 'pass', ask }

  const client = clientOf(message, session)
  const about = { method: message.method, session, protocol: asked.version, client: client.name }
  if (message.group === 'tasks') return decideTask(ask, message, about, grounds, gate)
  const retried = decideRetry(message, grounds, sealer)
  if ('refusal' in retried) return refusedMessage(retried.refusal, grounds, retried.decision)
  const { retry } = retried
  const { params } = message
  if (message.group !== 'tool-call') {
    const target = member(params, 'uri') ?? member(params, 'name') ?? member(params, 'level')
    const decision = decideMethod(grounds.policy, message.group)
    const call = recordOf({ ...about, target }, decision, grounds)
    return { kind: 'call', ask: { ...ask, retry }, request: message, call }
  }
  const { facts, policy } = grounds
  const kept = deps.shelf.declared(facts.organisationId, facts.server.id, facts.tool)
  const declared = kept instanceof Promise ? await kept : kept
  const args = argumentsOf(params)
  const judged: ToolCall = {
    name: String(params.name),
    tool: facts.tool && factsOf(facts.tool, declared.names),
    arguments: args,
    grant: { label: facts.grant.label, tags: facts.grant.tags },
    client,
    user: { email: facts.user.email },
    at: facts.at,
  }
  const evaluated = evaluate(policy, judged)
  const approved =
    evaluated.effect === 'await'
      ? await decideApproved(evaluated, judged, params, policy, grounds, gate)
      : null
  const { decision, wish } = approved ?? { decision: evaluated, wish: undefined }
  const mismatch = mismatchedParamHeader(declared.headers, args, asked.paramHeader)
  // Said only of a call that passes: of a hidden tool nobody learns which headers it wants.
  if (mismatch !== null && message.era === 'modern' && decision.effect === 'allow')
    return refusedMessage(paramMismatch(message, mismatch), grounds)
  const { method, protocol } = about
  const recorded = { method, session, protocol, client: client.name, tool: judged.name, arguments: args }
  const asTask =
    decision.effect === 'allow' && asksForTask(message) ? decideAsTask(policy, declared.tasks) : null
  const named = recordOf(recorded, asTask ?? decision, grounds)
  const written = withValues(named, recorded.arguments, grounds, gate)
  const call = wish && asTask === null ? { ...written, wish } : written
  // What the client left out is left out above: whether that is an error is the server's to say.
  const paramHeaders = declared.headers.filter(({ header }) => asked.paramHeader(header) !== undefined)
  const shadow = deps.shadows.find(facts.policyVersionId, facts.server.id)
  const asking = askOf(asked, session, retry, paramHeaders)
  // What a person approved was counted when it was asked; what else stood in the way was no policy's word.
  if (shadow === null || asTask !== null || decision.effect !== evaluated.effect)
    return { kind: 'call', ask: asking, request: message, call }
  return {
    kind: 'call',
    ask: asking,
    request: message,
    call,
    shadowed: {
      shadow,
      call: judged,
      decision: evaluated,
      grantId: facts.grant.id,
      baseline: policy?.baseline ?? null,
    },
  }
}

// Member by member, here and below: a spread costs half a microsecond, and a call had six of them.
function askOf(
  { kind, message, version, sessionText, paramHeader, arrival }: Extract<Asked, { kind: 'message' }>,
  session: Session | null,
  retry: Retry,
  paramHeaders: Ask['paramHeaders'],
): Ask {
  return { kind, message, version, sessionText, paramHeader, arrival, session, retry, paramHeaders }
}

function factsOf(
  { name, category, severity, state }: StoredTool,
  declared: readonly string[],
): ToolCall['tool'] {
  return { name, category, severity, state, declared }
}

// A client that takes its call back does not get it run when a person approves it later (A3), on whichever
// replica it is held.
async function letGo(
  told: McpNotification,
  sessionText: string | undefined,
  grounds: Grounds,
  { held, pool }: Deps,
): Promise<void> {
  const id = told.method === 'notifications/cancelled' ? member(told.params, 'requestId') : undefined
  if (typeof id !== 'string' && typeof id !== 'number') return
  const owner = ownerOf(grounds, sessionText, id)
  const { organisationId, grant } = grounds.facts
  if (held.cancel(owner) === 0) await noteTakenBack(pool, organisationId, grant.id, owner)
}

function paramMismatch({ id, method }: McpRequest, header: string): Refusal {
  const text = `The header ${header} and the argument that it repeats differ.`
  return { status: 400, code: ERROR.headerMismatch, message: text, id, method }
}

// A call that asks to run as a task needs the policy's word for tasks beside that for the tool.
function decideAsTask(policy: CompiledPolicy | null, isSupported: boolean): DecidedCall['decision'] | null {
  const decision = decideMethod(policy, 'tasks')
  if (decision.effect !== 'allow') return decision
  const message = 'This tool cannot be called as a task.'
  return isSupported ? null : denial('(task not supported)', 'task-not-supported', message)
}

function clientOf(message: McpRequest, session: Session | null): { name?: string } {
  const name = message.era === 'modern' ? clientName(message) : (session?.clientName ?? undefined)
  return name === undefined ? {} : { name }
}

function refusedMessage(
  refusal: Refusal,
  grounds: Grounds,
  decision: DecidedCall['decision'] | null = null,
): Decided {
  const about = { method: refusal.method, session: null }
  const call = decision ? recordOf(about, decision, grounds) : recordOfRefusal(refusal, grounds)
  return { kind: 'refused-message', refusal, call }
}

/** The denial of a session id that this grant never got for this server: another's, or nobody's. */
export const STRANGE_SESSION = denial(
  '(unknown session)',
  'unknown-session',
  'This session is not known here. Initialize again.',
)

function strangeSession(asked: Extract<Asked, { kind: 'message' }>, grounds: Grounds): Decided {
  const { message } = asked
  const method = message.kind === 'response' ? '' : message.method
  const id = message.kind === 'notification' ? null : message.id
  const text = STRANGE_SESSION.message
  const refusal = { status: 404, code: ERROR.invalidRequest, message: text, id, method } as const
  const about = { method, session: null, protocol: asked.version }
  return { kind: 'refused-message', refusal, call: recordOf(about, STRANGE_SESSION, grounds) }
}

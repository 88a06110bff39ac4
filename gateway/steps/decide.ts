// 4: what the policy says of it. Pure but for reading what never changes; admission checks afterwards
// that every fact used here still stands.
import { type DecidedCall, storableText } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import { newId } from '#lib/id.ts'
import { isJsonObject, member } from '#lib/json/index.ts'
import { clientName, ERROR, type McpRequest, type MessageGroup, type Refusal } from '#lib/mcp/index.ts'
import {
  allowsMethod,
  type CompiledPolicy,
  type Decision,
  evaluate,
  type MethodGroup,
} from '#lib/policy/index.ts'
import type { Deps } from '../deps.ts'
import { openState } from '../request-state.ts'
import type { Sealer } from '../seal.ts'
import { openSession, type Session } from '../session.ts'
import type { Grounds } from './authenticate-grant.ts'
import { type Asked, argumentsOf } from './read-asked.ts'

/** What goes up, if it is admitted. */
export type Ask = Extract<Asked, { kind: 'message' }> & {
  readonly session: Session | null
  /** The upstream's own request state, opened. */
  readonly requestState: string | null
  /** `Mcp-Param-*` headers that the pinned schema asks for (2026-07-28). */
  readonly paramHeaders: Awaited<ReturnType<Deps['shelf']['declared']>>['headers']
}
export type Decided =
  /** Refused before policy: answered with this, and recorded. */
  | { readonly kind: 'refused-message'; readonly refusal: Refusal; readonly call: DecidedCall }
  /** Taken, and not passed on. */
  | { readonly kind: 'absorbed' }
  /** Lifecycle, lists and session traffic: passes without a record (N1). */
  | { readonly kind: 'pass'; readonly ask: Ask }
  /** Decided by policy, one way or the other: goes to admission. */
  | { readonly kind: 'call'; readonly ask: Ask; readonly request: McpRequest; readonly call: DecidedCall }

type RecordedDecision = DecidedCall['decision']

/** @throws {Fault} not-found for a session of another grant, store-unavailable */
export async function decide(asked: Asked, grounds: Grounds, deps: Deps, sealer: Sealer): Promise<Decided> {
  if (asked.kind === 'refused') return refusedMessage(asked.refusal, grounds)
  const { message } = asked
  const session = sessionOf(asked.sessionText, grounds, sealer)
  const ask: Ask = { ...asked, session, requestState: null, paramHeaders: [] }
  if (message.kind === 'notification') {
    const passes = message.treat === 'forward' && message.era === 'legacy'
    // Without a session nothing ties a cancelled id to this client: another's call could be meant.
    const isTied = session !== null || message.method === 'notifications/initialized'
    return passes && isTied ? { kind: 'pass', ask } : { kind: 'absorbed' }
  }
  if (message.kind === 'response') return decideReply(ask, message, grounds)
  if (message.group === 'lifecycle' || message.group === 'tool-list') return { kind: 'pass', ask }

  const retry = retryOf(message, grounds, sealer)
  if ('refusal' in retry) return refusedMessage(retry.refusal, grounds)
  if (message.group !== 'tool-call') {
    const decision = decideMethod(grounds.policy, message.group)
    const call = recordOf(message, decision, grounds, asked.version, session)
    return { kind: 'call', ask: { ...ask, ...retry }, request: message, call }
  }
  const { facts, policy } = grounds
  const declared = await deps.shelf.declared(facts.organisationId, facts.server.id, facts.tool)
  const decision = evaluate(policy, {
    name: String(message.params.name),
    tool: facts.tool && { ...facts.tool, declared: declared.names },
    arguments: argumentsOf(message.params),
    grant: { label: facts.grant.label, tags: facts.grant.tags },
    client: clientOf(message, session),
    user: { email: facts.user.email },
    at: facts.at,
  })
  const call = recordOf(message, withAwaitMessage(decision), grounds, asked.version, session)
  return { kind: 'call', ask: { ...ask, ...retry, paramHeaders: declared.headers }, request: message, call }
}

/** Whether the policy lets a group of methods through; lifecycle, lists and calls have their own rules. */
export function allows(policy: CompiledPolicy | null, group: MessageGroup): boolean {
  if (group === 'lifecycle' || group === 'tool-list' || group === 'tool-call') return true
  return decideMethod(policy, group).effect === 'allow'
}

function decideMethod(policy: CompiledPolicy | null, group: MethodGroup): Decision {
  const verdict = allowsMethod(policy, group)
  const nothing = { draws: [], approval: null, holds: null }
  if (group === 'tasks' && verdict.allowed) {
    const message = 'This release of the gateway does not pass tasks on.'
    return { effect: 'deny', rule: '/methods/tasks', reason: 'method-not-allowed', message, ...nothing }
  }
  if (verdict.allowed)
    return { effect: 'allow', rule: verdict.rule, reason: 'allowed', message: '', ...nothing }
  return {
    effect: 'deny',
    rule: verdict.rule,
    reason: 'method-not-allowed',
    message: verdict.message,
    ...nothing,
  }
}

// Nothing that a person or a model must answer is passed down, so the only reply a client can owe a
// server is the empty one to a ping, or an error.
function decideReply(
  ask: Ask,
  reply: Extract<Ask['message'], { kind: 'response' }>,
  grounds: Grounds,
): Decided {
  const isEmpty = 'error' in reply.body || Object.keys(reply.body.result).length === 0
  if (ask.session !== null && isEmpty) return { kind: 'pass', ask }
  const message = 'The server has asked nothing that this could answer.'
  const refusal = { status: 400, code: ERROR.invalidRequest, message, id: reply.id, method: '' } as const
  return refusedMessage(refusal, grounds)
}

function sessionOf(text: string | undefined, grounds: Grounds, sealer: Sealer): Session | null {
  if (text === undefined) return null
  const session = openSession(sealer, grounds.facts, text)
  if (!session) throw new Fault('not-found', 'This session is not known here. Initialize again.')
  return session
}

// N3: a retry is a call like any other; what it brings back must have been given for this very call.
function retryOf(
  message: McpRequest,
  grounds: Grounds,
  sealer: Sealer,
): { requestState: string | null } | { refusal: Refusal } {
  const refuse = (text: string) => ({
    refusal: {
      status: 400,
      code: ERROR.invalidParams,
      message: text,
      id: message.id,
      method: message.method,
    } as const,
  })
  const responses = member(message.params, 'inputResponses')
  if (isJsonObject(responses) && Object.keys(responses).length > 0)
    return refuse('This gateway passes no requests for input on, so there is none to answer.')
  const sealed = member(message.params, 'requestState')
  if (typeof sealed !== 'string') return { requestState: null }
  const requestState = openState(sealer, grounds.facts, message, sealed)
  return requestState === null ? refuse('"requestState" was not given for this call.') : { requestState }
}

function withAwaitMessage(decision: Decision): Decision {
  if (decision.effect !== 'await') return decision
  const why = decision.approval?.reason === undefined ? '' : `${decision.approval.reason} `
  const message = `${why}A person’s approval is needed for this call, and this release has no inbox where it could be given.`
  return { ...decision, message }
}

function clientOf(message: McpRequest, session: Session | null): { name?: string } {
  const name = message.era === 'modern' ? clientName(message) : (session?.clientName ?? undefined)
  return name === undefined ? {} : { name }
}

const MAX_ARGUMENT_NAMES = 64

function recordOf(
  message: McpRequest,
  decision: RecordedDecision,
  grounds: Grounds,
  version: string,
  session: Session | null,
): DecidedCall {
  const { facts } = grounds
  const target =
    member(message.params, 'uri') ?? member(message.params, 'name') ?? member(message.params, 'level')
  const client = clientOf(message, session).name
  return {
    id: newId('call', facts.organisationId),
    facts,
    decision: {
      ...decision,
      rule: storableText(decision.rule, 2048),
      message: storableText(decision.message, 4096),
    },
    method: message.method,
    tool: message.group === 'tool-call' ? String(message.params.name) : '',
    session: session?.upstreamId ?? null,
    argumentNames: Object.keys(argumentsOf(message.params))
      .slice(0, MAX_ARGUMENT_NAMES)
      .map((name) => storableText(name, 200)),
    detail: {
      protocol: version,
      ...(client !== undefined && { client: storableText(client, 200) }),
      ...(message.group !== 'tool-call' &&
        typeof target === 'string' && { target: storableText(target, 500) }),
    },
  }
}

function refusedMessage(refusal: Refusal, { facts }: Grounds): Decided {
  const isUnknown = refusal.code === ERROR.methodNotFound
  const call: DecidedCall = {
    id: newId('call', facts.organisationId),
    facts,
    decision: {
      effect: 'deny',
      rule: isUnknown ? '(unknown method)' : '(malformed message)',
      reason: isUnknown ? 'unknown-method' : 'malformed-message',
      message: storableText(refusal.message, 1000),
      draws: [],
      approval: null,
      holds: null,
    },
    method: storableText(refusal.method, 200),
    tool: facts.tool?.name ?? '',
    session: null,
    argumentNames: [],
    detail: {},
  }
  return { kind: 'refused-message', refusal, call }
}

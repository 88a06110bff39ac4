// What the operator sees of a message on its way: how long each step took, what was decided, and a span for each where
// traces are on. Nothing of it may fail a message, and no argument, answer or token is in it.
import type { DecidedCall, Verdict } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import { count, isMetered, observe } from '#lib/metrics/index.ts'
import type { Span, Tracer } from '#lib/tracing/index.ts'
import type { Exchange } from './http.ts'
import type { Admission } from './steps/admit.ts'
import type { Grounds } from './steps/authenticate-grant.ts'
import type { Decided } from './steps/decide.ts'
import { type Asked, isListening, toolNameOf } from './steps/read-asked.ts'
import { saidOf } from './trace-context.ts'

type Step = 'authenticate' | 'decide' | 'admit'

/**
 * Begins the span of a message whose grant is known: strangers make none.
 * @param from `performance.now()` when its grant was looked for
 */
export function beginSpan(
  asked: Asked,
  { facts }: Grounds,
  exchange: Exchange,
  tracer: Tracer | null,
  from: number,
): Span | null {
  const now = tracer || isMetered() ? performance.now() : 0
  if (isMetered()) observe('portcullis_step_seconds', { step: 'authenticate' }, (now - from) / 1000)
  if (!tracer || isListening(asked)) return null
  const method = methodOf(asked)
  const tool = toolNameOf(asked)
  const { parent, also } = saidOf(asked, exchange)
  const name = tool === null ? method : `${method} ${tool}`
  const span = tracer.begin(name, exchange.receivedAt, parent, also)
  span.set({
    'mcp.method.name': method,
    'mcp.protocol.version': asked.kind === 'message' ? asked.version : undefined,
    'gen_ai.operation.name': tool === null ? undefined : 'execute_tool',
    'gen_ai.tool.name': tool ?? undefined,
    'portcullis.organisation.id': facts.organisationId,
    'portcullis.server.id': facts.server.id,
    'portcullis.grant.id': facts.grant.id,
  })
  span.past('authenticate', from, now)
  return span
}

/** Does one step, and says how long it took. Where nobody asks it is the work alone: no promise more. */
export function inStep<T>(step: Step, { span }: Exchange, work: () => Promise<T>): Promise<T> {
  return span === null && !isMetered() ? work() : measured(step, span, work)
}

async function measured<T>(step: Step, whole: Span | null, work: () => Promise<T>): Promise<T> {
  const span = whole?.child(step)
  const from = performance.now()
  try {
    return await work()
  } catch (error) {
    span?.fail(codeOf(error))
    throw error
  } finally {
    span?.end()
    observe('portcullis_step_seconds', { step }, (performance.now() - from) / 1000)
  }
}

/** Says on a span what was decided. */
export function tellDecided(span: Span | null, decided: Decided, { status }: Admission): void {
  if (span === null || !('call' in decided)) return
  const { id, decision } = decided.call
  const isLimit = decided.kind === 'call' && decision.effect === 'allow' && status === 'answered'
  span.set({
    'portcullis.call.id': id,
    'portcullis.decision': isLimit ? 'limit' : decision.effect,
    'portcullis.reason': isLimit ? 'limit-reached' : decision.reason,
    'portcullis.rule': decision.rule,
  })
}

/** Counts a decision as it was recorded. */
export function countVerdict({ decision }: DecidedCall, { status }: Verdict): void {
  if (!isMetered()) return
  if (status === 'stale') count('portcullis_decided_again_total', {})
  else count('portcullis_decisions_total', { ...recordedAs(status), ...reasonOf(status, decision.reason) })
}

function recordedAs(status: Exclude<Verdict['status'], 'stale'>): { decision: string } {
  const effects = { admitted: 'allow', refused: 'deny', crowded: 'deny', limit: 'limit', asked: 'await' }
  return { decision: effects[status] }
}

function reasonOf(status: Verdict['status'], reason: string): { reason: string } {
  if (status === 'limit') return { reason: 'limit-reached' }
  return { reason: status === 'crowded' ? 'too-many-approvals' : reason }
}

/** A short code for what went wrong, never its message. */
export function codeOf(error: unknown): string {
  return error instanceof Fault ? error.code : 'internal'
}

function methodOf(asked: Asked): string {
  if (asked.kind === 'refused') return asked.refusal.method || 'refused'
  return asked.message.kind === 'response' ? 'response' : asked.message.method
}

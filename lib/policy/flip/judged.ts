// The decision that is to be flipped: evaluation's own, or the refusal of a counter without room.
import { addDecimals, compareDecimals } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import type { Decision, Draw } from '../decision.ts'
import type { CompiledPolicy } from '../evaluate/compile.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import type { Format } from '../source/source-node.ts'
import { type Effect, effectOf, type Used } from './verdict.ts'

export type FlipOptions = {
  /** The decision to flip, where it is not evaluation's own: admission refuses for want of room. */
  readonly decision?: Pick<Decision, 'effect' | 'rule' | 'reason'> | undefined
  /** What is left of the counter that refused, a decimal text; without it, nothing is taken to be left. */
  readonly remaining?: string | undefined
  /** What holds besides the document, and stays as it is (S8). */
  readonly baseline?: CompiledPolicy | null | undefined
  /** E8 was satisfied. */
  readonly approved?: boolean | undefined
  /** How the document is written; JSON with comments unless said otherwise. */
  readonly format?: Format | undefined
}

export type Judged = {
  readonly effect: Effect
  readonly rule: string
  readonly reason: Decision['reason']
  /** What the call would draw; empty unless evaluation allowed it. */
  readonly draws: readonly Draw[]
  readonly approved: boolean
  readonly used: Used | null
}

/** The decision with what is known of its counter; null where this policy does not decide so. */
export function judged(policy: CompiledPolicy, call: ToolCall, options: FlipOptions): Judged | null {
  const { approved = false, decision: given } = options
  const own = evaluate(policy, call, { approved })
  const full = own.draws.find((draw) =>
    given ? draw.rule === given.rule : compareDecimals(draw.amount, draw.max) > 0,
  )
  const { effect, rule, reason } = given ?? (full ? refusedBy(full) : own)
  const left = given ? (options.remaining ?? '0') : full?.max
  const used = full && left !== undefined ? usedOf(full, left) : null
  // A decision of another document, or of other counters, is none that this one could change.
  if (effectOf(policy, call, approved, used) !== effect) return null
  return { effect, rule, reason, draws: own.draws, approved, used }
}

function refusedBy(draw: Draw): Pick<Decision, 'effect' | 'rule' | 'reason'> {
  return { effect: 'deny', rule: draw.rule, reason: 'limit-reached' }
}

function usedOf({ counter, scope, max }: Draw, left: string): Used {
  return { counter, scope, used: compareDecimals(max, left) > 0 ? addDecimals(max, `-${left}`) : '0' }
}

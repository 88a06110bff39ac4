// What a draft would have made of a call that was just decided. Limits are not counted for it: where its draws are
// those of the version in force, they had the same luck; where they are others, nobody knows.
import {
  type CompiledPolicy,
  type Decision,
  type Draw,
  evaluate,
  type Fate,
  fateOf,
  type ToolCall,
  withBaseline,
} from '#lib/policy/index.ts'

/** A call as policy decided it, before any approval of a person, and what became of it. */
export type Decided = {
  readonly call: ToolCall
  readonly decision: Decision
  /** Some limit had no room for it. */
  readonly isFull: boolean
  /** What held besides the policy, and would besides the draft. */
  readonly baseline: CompiledPolicy | null
}

export type ShadowVerdict = { readonly live: Fate; readonly draft: Fate; readonly rule: string }

export function judgeInShadow(
  policy: CompiledPolicy | null,
  { call, decision, isFull, baseline }: Decided,
): ShadowVerdict {
  const live = isFull ? 'limit' : fateOf(decision)
  const shadow = evaluate(policy && withBaseline(policy, baseline), call)
  const draft = fateOf(shadow)
  const { rule, draws } = shadow
  if (draft !== 'allow' || draws.length === 0) return { live, draft, rule }
  if (decision.effect === 'allow' && sameDraws(draws, decision.draws)) return { live, draft: live, rule }
  return { live, draft: 'unknown', rule: draws[0]?.rule ?? '' }
}

function sameDraws(some: readonly Draw[], others: readonly Draw[]): boolean {
  return some.length === others.length && some.every((draw, place) => sameDraw(draw, others[place]))
}

function sameDraw(one: Draw, other: Draw | undefined): boolean {
  return (
    one.counter === other?.counter &&
    one.scope === other.scope &&
    one.window === other.window &&
    one.algorithm === other.algorithm &&
    one.max === other.max &&
    one.amount === other.amount
  )
}

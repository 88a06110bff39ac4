// What a call comes to under a document, the counter that a decision named included.

import { addDecimals, compareDecimals } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import type { Decision, Draw } from '../decision.ts'
import type { CompiledPolicy } from '../evaluate/compile.ts'
import { evaluate } from '../evaluate/evaluate.ts'

export type Effect = Decision['effect']

/** How much of one counter is used: all that is known of the counters, from the refusal that named it. */
export type Used = { readonly counter: string; readonly scope: Draw['scope']; readonly used: string }

/** The effect of the call; a limit that it cannot fit refuses it. */
export function effectOf(
  policy: CompiledPolicy,
  call: ToolCall,
  approved: boolean,
  used: Used | null,
): Effect {
  const { effect, draws } = evaluate(policy, call, { approved })
  return effect === 'allow' && draws.some((draw) => !fits(draw, used)) ? 'deny' : effect
}

function fits(draw: Draw, known: Used | null): boolean {
  const shares = known !== null && known.counter === draw.counter && known.scope === draw.scope
  const after = shares ? addDecimals(known.used, draw.amount) : draw.amount
  return compareDecimals(after, draw.max) <= 0
}

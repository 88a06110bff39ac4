// What a call takes from its counters (L4, L7): exact amounts, or the reason why there is none.
import { compareNumbers, decimalText, isJsonNumber, isJsonObject, type Json } from '#lib/json/index.ts'
import type { Draw } from '../decision.ts'
import type { CompiledLimit } from './compile.ts'
import type { Step } from './path.ts'
import { windowText } from './window.ts'

export type DrawProblem = { readonly code: 'amount-unusable' | 'limit-reached'; readonly message: string }

/** The draw of a limit, or why it refuses this call whatever its counter holds. */
export function drawFor({ limit, draw, amountSteps, isZero }: CompiledLimit, args: Json): Draw | DrawProblem {
  if (isZero) {
    const message = `The limit “${limit.counter}” is 0 per ${windowText(limit.window)}, so no call passes. Ask for it to be raised.`
    return { code: 'limit-reached', message: limit.on_deny ?? message }
  }
  if (!amountSteps) return draw
  const amount = valueAt(args, amountSteps)
  if (isJsonNumber(amount) && compareNumbers(amount, 0) >= 0) return { ...draw, amount: decimalText(amount) }
  const message = `The limit “${limit.counter}” counts ${limit.increment_from}, which must be a number, 0 or more.`
  return { code: 'amount-unusable', message: limit.on_deny ?? message }
}

/** The value at a path without `[*]`, of own members only; undefined where the path leads nowhere. */
function valueAt(start: Json, steps: readonly Step[]): Json | undefined {
  let value: Json | undefined = start
  for (const step of steps) {
    if (step.kind === 'key')
      value = isJsonObject(value) && Object.hasOwn(value, step.key) ? value[step.key] : undefined
    else value = step.kind === 'index' && Array.isArray(value) ? value[step.index] : undefined
  }
  return value
}

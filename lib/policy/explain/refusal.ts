// Refusals as texts for the agent (E11, L8).
import type { Decision, Draw } from '../decision.ts'
import { windowText } from '../evaluate/window.ts'

const PREFIX = '[POLICY DENIED] '

/** The text block of a refusal: the prefix, then the message, which is `on_deny` or `reason` where one is given. */
export function refusalText(decision: Pick<Decision, 'message'>): string {
  return PREFIX + decision.message
}

/**
 * The message of a call that did not fit its limit: which limit, what is left, when it resets (L8);
 * or the limit's own `on_deny`, word for word, with the same facts left to `_meta` (E11).
 * @param remaining what is left of the counter, a decimal text
 * @param resetAt when a call of this amount may fit again
 */
export function limitRefusal(draw: Draw, remaining: string, resetAt: Date): string {
  if (draw.onDeny !== undefined) return draw.onDeny
  const window = draw.algorithm === 'sliding' ? `any ${windowText(draw.window)}` : windowText(draw.window)
  const asked = draw.amount === '1' ? '' : ` This call asks for ${draw.amount}.`
  return `The limit “${draw.counter}” allows ${draw.max} per ${window}, and ${remaining} of it is left.${asked} It resets at ${resetAt.toISOString()}; try again then.`
}

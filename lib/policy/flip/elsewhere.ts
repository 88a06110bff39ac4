// What would change a decision that no change of a document can (X6).
import { BASELINE } from '../baseline/compile.ts'
import type { Decision } from '../decision.ts'

/** The sentence; null where a document decides. */
export function changeElsewhere(decision: Pick<Decision, 'reason' | 'rule'>, tool: string): string | null {
  if (decision.rule.startsWith(BASELINE))
    return 'No policy can change this: the organisation’s baseline refuses it, and would have to be changed.'
  switch (decision.reason) {
    case 'no-policy':
      return 'Attach a policy for this server to the grant.'
    case 'unknown-tool':
      return `No policy can change this: the server’s own list has to name ${tool}.`
    case 'definition-changed':
      return `No policy can change this: a member has to accept the definition of ${tool}.`
    default:
      return null
  }
}

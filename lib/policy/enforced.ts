// What the language says and this release does not enforce yet. Nothing is ever silently ignored:
// publishing refuses a document with one of these.
import type { Issue } from './issue.ts'
import type { MethodGroup, Policy } from './policy.ts'

const NOT_YET: readonly MethodGroup[] = ['tasks', 'sampling', 'elicitation', 'roots']

export function notEnforcedYet(policy: Policy): Issue[] {
  return NOT_YET.filter((group) => policy.methods[group] === 'allow').map((group) => ({
    code: 'not-enforced',
    pointer: `/methods/${group}`,
    message: `This release cannot let “${group}” through under a policy yet and refuses it. Say "deny", or leave it out.`,
    severity: 'error',
    fix: { label: 'Change to "deny"', command: { type: 'set-method', group, value: 'deny' } },
  }))
}

// What is no tool call (POLICY.md N1): one part of the policy speaks for a whole group of methods.
import type { MessageGroup } from '#lib/mcp/index.ts'
import { allowsMethod, type CompiledPolicy, type Decision, type MethodGroup } from '#lib/policy/index.ts'

/** Whether the policy lets a group of methods through; lifecycle, lists and calls have their own rules. */
export function allows(policy: CompiledPolicy | null, group: MessageGroup): boolean {
  if (group === 'lifecycle' || group === 'tool-list' || group === 'tool-call') return true
  return decideMethod(policy, group).effect === 'allow'
}

/** The decision on a method of a group. */
export function decideMethod(policy: CompiledPolicy | null, group: MethodGroup): Decision {
  const verdict = allowsMethod(policy, group)
  const nothing = { draws: [], approval: null, holds: null }
  const { rule, message } = verdict
  return verdict.allowed
    ? { effect: 'allow', rule, reason: 'allowed', message: '', ...nothing }
    : { effect: 'deny', rule, reason: 'method-not-allowed', message, ...nothing }
}

// A baseline made ready, and put beside a policy (S2–S4).
import { type CompiledPolicy, compilePolicy } from '../evaluate/compile.ts'
import type { Policy } from '../policy.ts'

/** What stands before every rule pointer of a baseline. */
export const BASELINE = '(baseline)'

const MARKS = { pointers: BASELINE, counters: 'baseline:' }

/** @param policy a baseline as `parseBaseline` reads it */
export function compileBaseline(policy: Policy): CompiledPolicy {
  return compilePolicy(policy, MARKS)
}

/** The policy with what holds besides it: the very policy where that refuses nothing. */
export function withBaseline(policy: CompiledPolicy, baseline: CompiledPolicy | null): CompiledPolicy {
  if (!baseline || refusesNothing(baseline.policy)) return policy
  return { ...policy, baseline }
}

/** Whether a baseline lets every call pass (S6). */
export function refusesNothing({ hide, all_tools, tools }: Policy): boolean {
  const { require, deny_if, require_approval, limits } = all_tools
  const rules = require.length + deny_if.length + limits.length
  return hide.length === 0 && tools.size === 0 && rules === 0 && require_approval === null
}

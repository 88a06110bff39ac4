// The whole check of a draft. It is some of the language's larger parts, so it is fetched by itself.
import {
  type Issue,
  locateIssues,
  notationOf,
  notEnforcedYet,
  type Policy,
  validatePolicy,
} from '#lib/policy/index.ts'
import type { EditorTool } from './model.ts'

/** What this release cannot enforce and what fits no tool, with places in the text, errors first. */
export function issuesOf(text: string, policy: Policy, tools: readonly EditorTool[]): readonly Issue[] {
  const found = [...notEnforcedYet(policy), ...validatePolicy(policy, tools)]
  const located = found.length === 0 ? [] : locateIssues(text, found, notationOf(text))
  const rank = (issue: Issue) => (issue.severity === 'error' ? 0 : 1)
  return located.sort((one, other) => rank(one) - rank(other) || (one.offset ?? 0) - (other.offset ?? 0))
}

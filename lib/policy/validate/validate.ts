// A valid policy against the tools it is for: what names nothing, what can never hold, what is left
// open. What nobody can have meant is an error; all else is a warning, for the document means
// something, only perhaps not what was meant. SPEC.md, V, lists the codes.
import type { Issue, Report } from '../issue.ts'
import { childPointer } from '../pointer.ts'
import type { Policy } from '../policy.ts'
import { checkApprovals } from './approvals.ts'
import { checkCoverage } from './coverage.ts'
import { checkEntry } from './entry.ts'
import { checkNames } from './names.ts'
import { type PlacedEntry, sceneOf, type ValidatedTool } from './scene.ts'

export type { ValidatedTool } from './scene.ts'

/** What is known beside the policy and the tools. */
export type ValidationContext = {
  /** How many members of the organisation may approve a call. */
  readonly approvers?: number
}

/**
 * The issues of a policy, given the tools of its server; without tools, those that need none. Total:
 * any schema is read as far as it is plain, and nothing is said of the rest.
 */
export function validatePolicy(
  policy: Policy,
  tools: readonly ValidatedTool[],
  { approvers }: ValidationContext = {},
): Issue[] {
  const issues: Issue[] = []
  const reportAs =
    (severity: Issue['severity']): Report =>
    (pointer, code, message, fix) => {
      issues.push({ code, pointer, message, severity, ...(fix ? { fix } : {}) })
    }
  const scene = sceneOf(policy, tools, approvers, { warn: reportAs('warning'), error: reportAs('error') })
  const general: PlacedEntry = { name: null, at: '/all_tools', entry: policy.all_tools, tools: scene.tools }
  const entries = [...policy.tools].map(
    ([name, entry]): PlacedEntry => ({
      name,
      at: childPointer('/tools', name),
      entry,
      tools: scene.governed.get(name) ?? [],
    }),
  )
  checkNames(scene, entries)
  checkCoverage(scene, general, entries)
  for (const placed of [general, ...entries]) checkEntry(scene, placed)
  checkApprovals(scene, general, entries)
  return issues
}

// Which changes need a second look: those that let an agent do more with a dangerous tool.
import type { Severity } from '#lib/policy/index.ts'
import type { Change } from '../board/changes.ts'
import type { ToolSummary } from '../model.ts'

const DANGEROUS: readonly Severity[] = ['High', 'Critical']

/** The widening changes of tools with High or Critical severity; tightening never needs ceremony. */
export function dangerousOpenings(
  changes: readonly Change[],
  tools: ReadonlyMap<string, ToolSummary>,
): readonly { readonly change: Change; readonly severity: Severity }[] {
  return changes.flatMap((change) => {
    const severity = tools.get(change.tool)?.severity
    return change.widens && severity !== undefined && DANGEROUS.includes(severity)
      ? [{ change, severity }]
      : []
  })
}

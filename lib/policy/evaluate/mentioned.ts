// Which arguments a policy reads of a call (SPEC Y): what has to be recorded of it, so that its decision can be
// looked at again.

import type { Entry } from '../policy.ts'
import { type CompiledPolicy, entryFor } from './compile.ts'
import { type Path, parsePath, pathText } from './path.ts'

// A compiled policy never changes, and calls of one tool come again and again.
const known = new WeakMap<CompiledPolicy, Map<string | null, readonly Path[]>>()

/**
 * The argument paths that the layers of a tool mention, each once, in the order of their texts.
 * None for a tool that no entry governs, but for those of `all_tools`.
 */
export function mentionedPaths(policy: CompiledPolicy, toolName: string): readonly Path[] {
  const entryName = entryFor(policy, toolName)?.name ?? null
  const byEntry = known.get(policy) ?? new Map<string | null, readonly Path[]>()
  known.set(policy, byEntry)
  const found = byEntry.get(entryName)
  if (found) return found
  const entry = entryName === null ? undefined : policy.policy.tools.get(entryName)
  const paths = distinct([...textsOf(policy.policy.all_tools), ...(entry ? textsOf(entry) : [])])
  byEntry.set(entryName, paths)
  return paths
}

function textsOf({ require, deny_if, require_approval, limits }: Entry): string[] {
  const conditions = [...require, ...deny_if, ...(require_approval ? [require_approval] : [])].flatMap(
    (rule) => rule.conditions,
  )
  return [
    ...conditions.flatMap((each) => ('any_of' in each ? each.any_of : [each])).map(({ path }) => path),
    ...limits.flatMap(({ increment_from }) => increment_from ?? []),
  ]
}

function distinct(texts: readonly string[]): Path[] {
  const paths = new Map<string, Path>()
  for (const text of texts) {
    const path = parsePath(text)
    if (typeof path !== 'string' && path.root === 'args') paths.set(pathText(path), path)
  }
  return [...paths].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path)
}

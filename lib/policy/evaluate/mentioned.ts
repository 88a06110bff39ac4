// Which arguments a policy reads of a call (SPEC Y): what has to be recorded of it, so that its decision can be
// looked at again.

import type { Entry } from '../policy.ts'
import { type CompiledPolicy, entryFor } from './compile.ts'
import { type Path, parsePath, pathText } from './path.ts'

// A compiled policy never changes, and calls of one tool come again and again.
const known = new WeakMap<CompiledPolicy, Map<string | null, readonly Path[]>>()

/**
 * The argument paths that the layers of a tool mention, each once, in the order of their texts.
 * None for a tool that no entry governs, but for those of `all_tools`. Those of a baseline are among them (S7).
 */
export function mentionedPaths(policy: CompiledPolicy, toolName: string): readonly Path[] {
  const governor = governorsOf(policy, toolName)
  const byEntry = known.get(policy) ?? new Map<string | null, readonly Path[]>()
  known.set(policy, byEntry)
  const found = byEntry.get(governor)
  if (found) return found
  const paths = distinct([
    ...(policy.baseline ? textsFor(policy.baseline, toolName) : []),
    ...textsFor(policy, toolName),
  ])
  byEntry.set(governor, paths)
  return paths
}

/** Which entries govern a tool, as a key; null for none. */
function governorsOf(policy: CompiledPolicy, toolName: string): string | null {
  const own = entryFor(policy, toolName)?.name ?? null
  if (!policy.baseline) return own
  return JSON.stringify([own, entryFor(policy.baseline, toolName)?.name ?? null])
}

function textsFor(compiled: CompiledPolicy, toolName: string): string[] {
  const name = entryFor(compiled, toolName)?.name
  const entry = name === undefined ? undefined : compiled.policy.tools.get(name)
  return [...textsOf(compiled.policy.all_tools), ...(entry ? textsOf(entry) : [])]
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

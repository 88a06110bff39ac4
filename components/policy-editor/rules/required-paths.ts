// Which paths an entry's requirements say must be given.
import type { Entry } from '#lib/policy/index.ts'

/** Paths that every call that gets further has: those of `exists` in a requirement, standing alone. */
export function requiredPaths({ require }: Pick<Entry, 'require'>): ReadonlySet<string> {
  const conditions = require.flatMap((rule) => rule.conditions)
  return new Set(
    conditions.flatMap((condition) =>
      'any_of' in condition || condition.op !== 'exists' || condition.value === false ? [] : [condition.path],
    ),
  )
}

import { type DiffPiece, diffSequences, replacedWhole } from '#lib/pins/index.ts'

export type DiffLine = DiffPiece

// The comparison is quadratic; a definition beyond this is shown as all removed, all added.
const MAX_LINES = 1500

/** The lines of both texts in order, by a longest common subsequence. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const a = before.split('\n')
  const b = after.split('\n')
  return a.length > MAX_LINES || b.length > MAX_LINES ? replacedWhole(a, b) : diffSequences(a, b)
}

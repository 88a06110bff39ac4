// What differs between two texts of a policy, line by line, for the record: it must be whole and readable long after the
// policy itself was deleted.
import { diffSequences, replacedWhole } from '#lib/pins/index.ts'
import type { AuditDetail } from './audit.ts'

// The comparison is quadratic.
const MAX_LINES = 1500

/** {lines: [{line, removed?, added?}]}: `line` counts in the older text from 1; equal lines are left out. */
export function policyDifference(before: string, after: string): AuditDetail {
  const whole = [before === '' ? [] : before.split('\n'), after.split('\n')] as const
  const same = sameAtTheBeginning(whole[0], whole[1])
  const end = sameAtTheBeginning(whole[0].slice(same).reverse(), whole[1].slice(same).reverse())
  const [a, b] = whole.map((text) => text.slice(same, text.length - end)) as [string[], string[]]
  const pieces = a.length > MAX_LINES || b.length > MAX_LINES ? replacedWhole(a, b) : diffSequences(a, b)
  let line = same + 1
  const lines: { line: number; removed?: string; added?: string }[] = []
  for (const { kind, text } of pieces) {
    if (kind === 'added') lines.push({ line, added: text })
    if (kind === 'removed') lines.push({ line, removed: text })
    if (kind !== 'added') line++
  }
  return { lines }
}

function sameAtTheBeginning(a: readonly string[], b: readonly string[]): number {
  const end = Math.min(a.length, b.length)
  let place = 0
  while (place < end && a[place] === b[place]) place++
  return place
}

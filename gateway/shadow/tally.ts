// What was counted and is not written yet, by shadow, tool, grant and pair of fates.
import type { ShadowCount, ShadowTotal } from '#lib/data/admission/index.ts'
import type { Fate } from '#lib/policy/index.ts'

export type Counted = Pick<ShadowCount, 'organisationId' | 'shadowId' | 'tool' | 'grantId' | 'rule'> & {
  readonly live: Fate
  readonly draft: Fate
  readonly at: number
  readonly callId: string
}
export type Tally = {
  readonly totals: Map<string, { -readonly [Key in keyof ShadowTotal]: ShadowTotal[Key] }>
  readonly counts: Map<string, { -readonly [Key in keyof ShadowCount]: ShadowCount[Key] }>
}

const MAX_COUNTS = 5_000
const MAX_EXAMPLES = 5

export function newTally(): Tally {
  return { totals: new Map(), counts: new Map() }
}

export function countTotal(
  { totals }: Tally,
  { organisationId, id }: { readonly organisationId: string; readonly id: string },
  what: 'calls' | 'errors' | 'missed',
): void {
  const total = totals.get(id) ?? { organisationId, shadowId: id, calls: 0, errors: 0, missed: 0 }
  total[what] += 1
  totals.set(id, total)
}

/** Counts a call that comes out otherwise. Beyond what a batch holds it is in the totals alone, as missed. */
export function countDifference(tally: Tally, difference: Counted): void {
  const { live, draft, tool, grantId, shadowId, organisationId, at, callId, rule } = difference
  const key = JSON.stringify([shadowId, tool, grantId, live, draft])
  const known = tally.counts.get(key)
  if (known) {
    known.calls += 1
    known.rule = rule
    known.lastAt = Math.max(known.lastAt, at)
    if (known.examples[0] !== callId) known.examples = [callId, ...known.examples].slice(0, MAX_EXAMPLES)
    return
  }
  if (tally.counts.size >= MAX_COUNTS) {
    countTotal(tally, { organisationId, id: shadowId }, 'missed')
    return
  }
  const fates = { live, draft, rule, calls: 1, firstAt: at, lastAt: at, examples: [callId] }
  tally.counts.set(key, { organisationId, shadowId, tool, grantId, ...fates })
}

/** Puts back what could not be written, before what came meanwhile. */
export function putBack(tally: Tally, unwritten: Tally): void {
  for (const [id, total] of unwritten.totals) {
    const now = tally.totals.get(id)
    if (!now) tally.totals.set(id, total)
    else for (const what of ['calls', 'errors', 'missed'] as const) now[what] += total[what]
  }
  for (const [key, count] of unwritten.counts) {
    const now = tally.counts.get(key)
    if (!now) tally.counts.set(key, count)
    else {
      now.calls += count.calls
      now.firstAt = count.firstAt
      now.examples = [...now.examples, ...count.examples].slice(0, MAX_EXAMPLES)
    }
  }
}

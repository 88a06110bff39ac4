// Where this process recorded refusals a moment ago. An equal refusal is counted in that record: in SQL,
// which also says whether the record is young enough. Each replica folds into its own records only, so
// that no two wait for one row.

/** The whole key of a record. */
export type RecordKey = { readonly id: string; readonly at: string }
export type Folds = {
  /** How many it knows: while there are none, nobody has to ask. */
  readonly size: number
  find(key: string): RecordKey | undefined
  /** Whether what is equal to it will be refused, too, as far as one can know. */
  isSure(key: string): boolean
  /** `until`: when there may be room again (ms), where it was a limit that refused. */
  note(key: string, record: RecordKey, until?: number): void
}

const MAX_KNOWN = 2000
// As long as SQL folds; later it would only be asked in vain.
const FOLD_MS = 10_000

/** @param now a clock in ms, for forgetting only */
export function createFolds(now: () => number = Date.now): Folds {
  const known = new Map<string, { record: RecordKey; until: number; sureUntil: number }>()
  return {
    get size() {
      return known.size
    },
    find(key) {
      const found = known.get(key)
      if (found && found.until > now()) return found.record
      known.delete(key)
      return undefined
    },
    isSure: (key) => (known.get(key)?.sureUntil ?? 0) > now(),
    note(key, record, sureUntil = Number.POSITIVE_INFINITY) {
      known.delete(key)
      const until = now() + FOLD_MS
      known.set(key, { record, until, sureUntil: Math.min(until, sureUntil) })
      // The oldest first: a flood of unequal refusals forgets itself.
      for (const oldest of known.keys()) {
        if (known.size <= MAX_KNOWN) return
        known.delete(oldest)
      }
    },
  }
}

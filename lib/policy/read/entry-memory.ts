// What was read of single entries, by the very object each was read from: one command changes a few of a
// thousand entries, and the rest need not be read again. Documents are never changed in place; whoever
// hands a memory from one to the next relies on that.
import type { Entry } from '../policy.ts'
import type { PlacedLimit } from './read-entry.ts'

export type ReadEntry = {
  readonly name: string
  readonly entry: Entry
  /** Its limits and where they stand, for what is asked of all limits together. */
  readonly placed: readonly PlacedLimit[]
  /** The bytes of its regular expressions (P5). */
  readonly patternBytes: number
}

/** Holds only entries in which nothing was wrong. */
export type EntryMemory = WeakMap<object, ReadEntry>

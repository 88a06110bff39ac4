// What a source of the catalogue says, before anything of it is saved: rows in batches, each with the place
// it stands at, so that what is wrong can be found and an import that was killed can go on.

import type { GivenListing } from '#lib/listings/index.ts'

export type FoundServer = Omit<GivenListing, 'scannedAt'> & {
  /** When the tools were listed; null: at the time of the import. */
  readonly scannedAt: Date | null
  /** Definitions as JSON texts; null where the source knows of no tools, which is another thing than none. */
  readonly tools: readonly string[] | null
}
/** Something that was skipped: where it stands, and why, as a sentence. */
export type Problem = { readonly place: string; readonly reason: string }
/** One server of a source; `server` is null where nothing of it can be used. */
export type Row = {
  readonly place: string
  readonly server: FoundServer | null
  readonly problems: readonly Problem[]
}

export type Batch = {
  readonly rows: readonly Row[]
  /** Where to go on after these rows are saved; null after the last. */
  readonly next: string | null
}
export type Source = {
  /** The same for the same source at every import: progress is kept under it. Holds no secret. */
  readonly key: string
  /** What people are told it is. */
  readonly title: string
  /** Changes where a position in what was read before says nothing about what is there now. */
  readonly version: string
  /** How many servers there are, where that is known before they are read. */
  readonly total: number | null
  /**
   * The rows after a position that an earlier batch named, or from the start.
   * @throws {Fault} where the source cannot be read on; what was yielded before stands
   */
  read(from: string | null): AsyncGenerator<Batch>
}

export function badRow(place: string, reason: string): Row {
  return { place, server: null, problems: [{ place, reason }] }
}

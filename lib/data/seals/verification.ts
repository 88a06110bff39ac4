// What verifying the record can say. Sentences for people: lib/audit/verdict.ts.

export type ProblemKind =
  /** The entry is there and is not what was sealed. */
  | 'altered'
  /** The entry was sealed and is gone. */
  | 'missing'
  /** Sealed entries stand in another order than they were sealed in. */
  | 'reordered'
  /** An entry that never waited for a seal. */
  | 'inserted'
  /** An entry that waited for its seal and is gone. */
  | 'missing-unsealed'
  /** The seal of a batch is not what it was, or its list of entries. */
  | 'seal-altered'
  /** A seal is gone, and later ones are there. */
  | 'seal-missing'
  /** The chain begins after its beginning, and no purge is on record for that. */
  | 'purge-unproved'
  /** The chain is whole and never had the root that was asked for: its end was cut off, or an older copy put back. */
  | 'root-unknown'

export type Problem = {
  readonly kind: ProblemKind
  /** The place in the record where it is, from 1. */
  readonly sequence: number | null
  readonly entryId: string | null
  readonly seal: number | null
}

export type Verification = {
  readonly organisationId: string
  /** How many sealed entries were recomputed and are as they were. */
  readonly entries: number
  /** The last of them; what was purged counts. */
  readonly throughSequence: number
  readonly sealedAt: string | null
  /** To be noted elsewhere; null where nothing is sealed. */
  readonly root: string | null
  /** Entries that are not sealed yet. */
  readonly waiting: number
  readonly problem: Problem | null
}

// The chain of the record: each entry is hashed with the hash before it, so whatever is altered, left out, put in or
// moved breaks it at its own place. A batch ends in a root, which also says which batch it is and when it was sealed.
import { createHash } from 'node:crypto'
import { canonicalJson, type Json, JsonSyntaxError, parseJson } from '#lib/json/index.ts'

/** An entry as it is hashed: its columns as text, the detail as the JSON text that Postgres holds. */
export type ChainedEntry = {
  readonly organisationId: string
  readonly id: string
  /** ISO 8601, milliseconds, UTC. */
  readonly at: string
  readonly actorId: string | null
  readonly actorKind: string
  readonly keyId: string | null
  readonly requestId: string
  readonly address: string
  readonly action: string
  readonly target: string
  readonly detail: string
}

/** What stands before the first batch of all. */
export const GENESIS = ''

// A policy's text may stand in a detail, before and after.
const BOUNDS = { maxDepth: 1000, maxNodes: 4_000_000 }

/**
 * The hash of the chain up to and with an entry: SHA-256, hex, of RFC 8785's canonical JSON.
 * @param previous the link before; the root before, for the first of a batch
 * @param sequence its place among the organisation's entries, from 1
 */
export function linkOf(previous: string, sequence: number, entry: ChainedEntry): string {
  const { detail, ...columns } = entry
  return sha256({ previous, sequence, entry: { ...columns, detail: detailOf(detail) } })
}

/** @param sealedAt ISO 8601, milliseconds, UTC @param link of the last entry */
export function rootOf(organisationId: string, number: number, sealedAt: string, link: string): string {
  return sha256({ organisationId, number, sealedAt, link })
}

function sha256(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

// Numbers that no JSON of ours holds are hashed as they stand: a row that was put in by hand must not stop the seals.
function detailOf(text: string): Json {
  try {
    return parseJson(text, BOUNDS)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return text
    throw error
  }
}

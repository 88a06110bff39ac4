// One batch, link by link. What does not fit is named by what became of it.
import type pg from 'pg'
import { type ChainedEntry, linkOf } from './chain.ts'
import type { Problem } from './verification.ts'

/** A place in a batch, with the entry that stands there; all of its columns null where it is gone. */
export type SealedRow = {
  readonly number: number
  readonly entryId: string
  readonly link: string
} & (ChainedEntry | { readonly [Key in keyof ChainedEntry]: null })

type Seal = { readonly number: number; readonly first: string; readonly previous: string }

/** @returns the link of the last entry, or what is wrong with the first that is not as it was */
export async function verifyBatch(
  client: pg.ClientBase,
  organisationId: string,
  { number, first, previous }: Seal,
  rows: readonly SealedRow[],
): Promise<{ problem: Problem | null; link: string }> {
  let link = previous
  for (const [place, row] of rows.entries()) {
    const sequence = Number(first) + place
    const at = { sequence, entryId: row.entryId, seal: number }
    const entry = entryOf(row)
    if (entry === null) {
      // Its time may be all that was changed: then it stands in another month.
      const moved = await client.query(FIND, [organisationId, row.entryId])
      return { problem: { kind: moved.rowCount === 0 ? 'missing' : 'altered', ...at }, link }
    }
    if (linkOf(link, sequence, entry) !== row.link) {
      const fits = rows.some((other) => {
        const candidate = entryOf(other)
        return other !== row && candidate !== null && linkOf(link, sequence, candidate) === row.link
      })
      return { problem: { kind: fits ? 'reordered' : 'altered', ...at }, link }
    }
    link = row.link
  }
  return { problem: null, link }
}

const FIND = 'SELECT FROM audit_event WHERE organisation_id = $1 AND id = $2'

function entryOf(row: SealedRow): ChainedEntry | null {
  if (row.id === null) return null
  const { number: _, entryId: __, link: ___, ...entry } = row
  return entry
}

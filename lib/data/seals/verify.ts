// Verifying. The record is read from its beginning, in one snapshot and in pieces; the first thing that is not as it was
// sealed ends the reading, with its name. What is behind it proves nothing any more.
import type pg from 'pg'
import { GENESIS, rootOf } from './chain.ts'
import { ENTRY_COLUMNS } from './entry-columns.ts'
import { findUnsealed } from './unsealed.ts'
import type { Problem, Verification } from './verification.ts'
import { type SealedRow, verifyBatch } from './verify-batch.ts'

const BATCHES_AT_ONCE = 20

type Seal = {
  number: number
  sealedAt: string
  first: string
  entries: number
  previous: string
  root: string
}
type Stone = { number: number; sequence: string; root: string; at: string }

const STONES = `
  SELECT through_number AS number, through_sequence AS sequence, root, to_char(purged_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS at
    FROM audit_tombstone WHERE organisation_id = $1 ORDER BY through_number DESC`
const SEALS = `
  SELECT number, to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "sealedAt",
         first_sequence AS first, entries, previous, root
    FROM audit_seal WHERE organisation_id = $1 AND number > $2 ORDER BY number LIMIT ${BATCHES_AT_ONCE}`
// What was purged is accounted for by an entry of the chain itself.
const PROOF = `
  SELECT FROM audit_event WHERE organisation_id = $1 AND action = 'audit.purged' AND actor_kind = 'chore'
     AND detail ->> 'root' = $2 AND detail ->> 'throughSequence' = $3 LIMIT 1`

/**
 * Recomputes the chain of one organisation.
 * @param anchor a root that was noted elsewhere: it must be one of those that the chain goes through
 */
export async function verifyAudit(
  pool: pg.Pool,
  organisationId: string,
  anchor?: string,
): Promise<Verification> {
  const client = await pool.connect()
  try {
    // One moment: what is sealed meanwhile is for the next time.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    return await verifyIn(client, organisationId, anchor)
  } finally {
    const ended = await client.query('ROLLBACK').catch((error: Error) => error)
    client.release(ended instanceof Error)
  }
}

async function verifyIn(
  client: pg.ClientBase,
  organisationId: string,
  anchor: string | undefined,
): Promise<Verification> {
  const stones = (await client.query<Stone>(STONES, [organisationId])).rows
  const base = stones[0]
  const roots = new Set(stones.map(({ root }) => root))
  let number = base?.number ?? 0
  let sequence = Number(base?.sequence ?? 0)
  let root = base?.root ?? GENESIS
  let sealedAt: string | null = null
  let entries = 0
  const answer = (problem: Problem | null, waiting = 0): Verification => ({
    organisationId,
    entries,
    throughSequence: sequence,
    sealedAt,
    root: root === GENESIS ? null : root,
    waiting,
    problem,
  })
  for (;;) {
    const seals = (await client.query<Seal>(SEALS, [organisationId, number])).rows
    const rows = await readBatches(client, organisationId, seals)
    for (const seal of seals) {
      const torn = tornAt(seal, number, sequence, root)
      if (torn) return answer(torn)
      const batch = rows.filter((row) => row.number === seal.number)
      const { problem, link } = await verifyBatch(client, organisationId, seal, batch)
      if (problem) return answer(problem)
      if (rootOf(organisationId, seal.number, seal.sealedAt, link) !== seal.root)
        return answer({
          kind: 'seal-altered',
          sequence: Number(seal.first),
          entryId: null,
          seal: seal.number,
        })
      number = seal.number
      sequence = Number(seal.first) + seal.entries - 1
      root = seal.root
      sealedAt = seal.sealedAt
      entries += seal.entries
      roots.add(root)
    }
    if (seals.length < BATCHES_AT_ONCE) break
  }
  if (base) {
    const proved = await client.query(PROOF, [organisationId, base.root, base.sequence])
    if (proved.rowCount === 0)
      return answer({
        kind: 'purge-unproved',
        sequence: Number(base.sequence),
        entryId: null,
        seal: base.number,
      })
  }
  const { problem, waiting } = await findUnsealed(client, organisationId)
  if (problem) return answer(problem, waiting)
  if (anchor !== undefined && !roots.has(anchor))
    return answer({ kind: 'root-unknown', sequence, entryId: null, seal: number }, waiting)
  return answer(null, waiting)
}

/** A batch that does not follow the one before. */
function tornAt(seal: Seal, number: number, sequence: number, root: string): Problem | null {
  const place = { sequence: sequence + 1, entryId: null, seal: number + 1 }
  if (seal.number !== number + 1 || Number(seal.first) !== sequence + 1)
    return { kind: 'seal-missing', ...place }
  return seal.previous === root ? null : { kind: 'seal-altered', ...place }
}

async function readBatches(
  client: pg.ClientBase,
  organisationId: string,
  seals: readonly Seal[],
): Promise<SealedRow[]> {
  const first = seals[0]?.number
  if (first === undefined) return []
  const text = `
    SELECT s.number, u.entry_id AS "entryId", u.link, e.*
      FROM audit_seal s
     CROSS JOIN LATERAL unnest(s.ids, s.links) WITH ORDINALITY AS u (entry_id, link, place)
      LEFT JOIN LATERAL (
             SELECT ${ENTRY_COLUMNS} FROM audit_event e
              WHERE e.organisation_id = s.organisation_id AND e.id = u.entry_id AND e.at BETWEEN s.oldest_at AND s.newest_at) e ON true
     WHERE s.organisation_id = $1 AND s.number BETWEEN $2 AND $3 ORDER BY s.number, u.place`
  return (await client.query<SealedRow>(text, [organisationId, first, seals.at(-1)?.number])).rows
}

// Sealing. What is committed and not sealed stands in audit_pending; one transaction makes a batch of it, hashes it onto
// the chain and takes it from there. So an entry is sealed exactly once, however late its transaction committed, and
// whichever replica comes first.
import type pg from 'pg'
import { type ChainedEntry, GENESIS, linkOf, rootOf } from './chain.ts'
import { ENTRY_COLUMNS } from './entry-columns.ts'

const MOST_IN_A_BATCH = 500
const ORGANISATIONS_AT_ONCE = 100

const WAITING = `SELECT DISTINCT organisation_id AS id FROM audit_pending LIMIT ${ORGANISATIONS_AT_ONCE}`
// For this transaction: a pooler may give the connection to somebody else afterwards.
const LOCK = `SELECT pg_try_advisory_xact_lock(hashtextextended('audit seal ' || $1, 0)) AS got`
const LAST = `
  SELECT number, sequence, root FROM (
    (SELECT number, first_sequence + entries - 1 AS sequence, root FROM audit_seal
      WHERE organisation_id = $1 ORDER BY number DESC LIMIT 1)
    UNION ALL
    (SELECT through_number, through_sequence, root FROM audit_tombstone
      WHERE organisation_id = $1 ORDER BY through_number DESC LIMIT 1)) ends
  ORDER BY number DESC LIMIT 1`
const NEXT = `
  SELECT ${ENTRY_COLUMNS}
    FROM audit_pending p JOIN audit_event e ON e.organisation_id = p.organisation_id AND e.id = p.id AND e.at = p.at
   WHERE p.organisation_id = $1 ORDER BY p.at, p.id LIMIT $2`
const SEALED_AT = `SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at`
const WRITE = `
  INSERT INTO audit_seal (organisation_id, number, sealed_at, first_sequence, entries, oldest_at, newest_at, ids, links, previous, root)
  VALUES ($1, $2, $3::timestamptz, $4, $5, $6::timestamptz, $7::timestamptz, $8, $9, $10, $11)`
const DONE = 'DELETE FROM audit_pending WHERE organisation_id = $1 AND id = ANY ($2)'

/**
 * Seals what waits, of every organisation.
 * @returns how many entries were sealed; organisations that another replica has just now are left to it
 */
export async function sealAudit(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(WAITING)
  let sealed = 0
  for (const { id } of rows) {
    for (let count = MOST_IN_A_BATCH; count === MOST_IN_A_BATCH; sealed += count)
      count = await sealBatch(pool, id, MOST_IN_A_BATCH)
  }
  return sealed
}

/** Seals one batch of an organisation's entries. @returns how many; 0 where none waits, or another replica is at it */
export async function sealBatch(pool: pg.Pool, organisationId: string, most: number): Promise<number> {
  const client = await pool.connect()
  let broken = false
  try {
    await client.query('BEGIN')
    const { rows } = await client.query<{ got: boolean }>(LOCK, [organisationId])
    const count = rows[0]?.got ? await writeBatch(client, organisationId, most) : 0
    await client.query('COMMIT')
    return count
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      broken = true
    })
    throw error
  } finally {
    client.release(broken)
  }
}

async function writeBatch(client: pg.ClientBase, organisationId: string, most: number): Promise<number> {
  const entries = (await client.query<ChainedEntry>(NEXT, [organisationId, most])).rows
  if (entries.length === 0) return 0
  type Last = { number: number; sequence: string; root: string }
  const last = (await client.query<Last>(LAST, [organisationId])).rows[0]
  const number = (last?.number ?? 0) + 1
  const first = Number(last?.sequence ?? 0) + 1
  const previous = last?.root ?? GENESIS
  const sealedAt = (await client.query<{ at: string }>(SEALED_AT)).rows[0]?.at ?? ''
  const links: string[] = []
  let link = previous
  for (const [place, entry] of entries.entries()) {
    link = linkOf(link, first + place, entry)
    links.push(link)
  }
  const ids = entries.map(({ id }) => id)
  const times = entries.map(({ at }) => at).sort()
  await client.query(WRITE, [
    organisationId,
    number,
    sealedAt,
    first,
    entries.length,
    times[0],
    times.at(-1),
    ids,
    links,
    previous,
    rootOf(organisationId, number, sealedAt, link),
  ])
  await client.query(DONE, [organisationId, ids])
  return entries.length
}

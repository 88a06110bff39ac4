// People whose own access to a server has ended, until they are written to. Any gateway takes from one table; the letter
// and that it was written are one step.
import type pg from 'pg'
import { inTransaction, query } from './admission/index.ts'
import type { NewMail } from './mail.ts'

/** Somebody who is to be told. */
export type BrokenConnection = {
  readonly organisationId: string
  readonly organisation: string
  readonly serverId: string
  readonly server: string
  readonly email: string
  /** Why it has ended, and what to do. */
  readonly message: string
}
type Row = {
  organisation_id: string
  server_id: string
  organisation: string
  server: string
  email: string
  message: string
}

const TAKE = `
  WITH due AS (
    SELECT organisation_id, server_id, owner FROM upstream_connection
     WHERE state = 'broken' AND told_at IS NULL AND owner <> '' LIMIT $1 FOR UPDATE SKIP LOCKED),
  taken AS (
    UPDATE upstream_connection c SET told_at = clock_timestamp() FROM due d
     WHERE c.organisation_id = d.organisation_id AND c.server_id = d.server_id AND c.owner = d.owner
    RETURNING c.organisation_id, c.server_id, c.owner, c.message)
  SELECT t.organisation_id, t.server_id, o.name AS organisation, s.name AS server, u.email, t.message
    FROM taken t
    JOIN organisation o ON o.id = t.organisation_id
    JOIN server s ON s.organisation_id = t.organisation_id AND s.id = t.server_id
    JOIN "user" u ON u.id = t.owner`
const WRITE = `
  INSERT INTO mail (id, kind, recipient, subject, sealed, next_at) VALUES ($1, $2, $3, $4, $5, clock_timestamp())`

/**
 * Takes on who is to be told, and writes to them, both or neither.
 * @param letterTo what each is written
 * @returns how many
 * @throws {Fault} store-unavailable
 */
export async function tellBrokenConnections(
  pool: pg.Pool,
  limit: number,
  letterTo: (broken: BrokenConnection) => Omit<NewMail, 'isDue' | 'expiresAt'>,
): Promise<number> {
  if ((await query(pool, UNTOLD, [])).length === 0) return 0
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Row>(TAKE, [limit])
    for (const { organisation_id, server_id, ...names } of rows) {
      const letter = letterTo({ organisationId: organisation_id, serverId: server_id, ...names })
      const { id, kind, recipient, subject, sealed } = letter
      await client.query(WRITE, [id, kind, recipient, subject.slice(0, 200), sealed])
    }
    return rows.length
  })
}

// Most looks find nobody: they cost one read of an empty index.
const UNTOLD = `SELECT FROM upstream_connection WHERE state = 'broken' AND told_at IS NULL AND owner <> '' LIMIT 1`

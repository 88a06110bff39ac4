// The connectors of servers on stdio, as a gateway sees them: whose key it is, and what it says of itself.
import type pg from 'pg'
import { query } from './pool.ts'
import { storableText } from './text.ts'

export type ConnectorKey = { readonly organisationId: string; readonly digest: string }
export type ConnectorOf = { readonly serverId: string; readonly serverName: string }

const FIND = `
  SELECT s.id AS "serverId", s.name AS "serverName"
    FROM connector c JOIN server s ON s.organisation_id = c.organisation_id AND s.id = c.server_id
   WHERE c.organisation_id = $1 AND c.key_digest = $2`
const CONNECTED = `
  UPDATE connector SET host = $4, command = $5, connected_at = clock_timestamp(), seen_at = clock_timestamp(), sessions = 0
   WHERE organisation_id = $1 AND server_id = $2 AND key_digest = $3
  RETURNING server_id`
const SEEN = `
  UPDATE connector c SET seen_at = clock_timestamp(), sessions = w.sessions
    FROM unnest($1::text[], $2::text[], $3::text[], $4::int[]) AS w (organisation, server, digest, sessions)
   WHERE c.organisation_id = w.organisation AND c.server_id = w.server AND c.key_digest = w.digest
  RETURNING c.server_id AS id,
    (SELECT s.next_read_at <= clock_timestamp() AND s.read_lease_until IS NULL FROM server s
      WHERE s.organisation_id = c.organisation_id AND s.id = c.server_id) AS due`
const DISCONNECTED = `
  UPDATE connector SET seen_at = clock_timestamp(), sessions = 0
   WHERE organisation_id = $1 AND server_id = $2 AND key_digest = $3`

/** The server that a key belongs to, or null: never issued, rotated away, or its server deleted. */
export async function findConnectorByKey(pool: pg.Pool, key: ConnectorKey): Promise<ConnectorOf | null> {
  return (await query<ConnectorOf>(pool, FIND, [key.organisationId, key.digest]))[0] ?? null
}

/** Notes that a connector has connected, and as what. False where its key stands no longer. */
export async function noteConnected(
  pool: pg.Pool,
  key: ConnectorKey,
  serverId: string,
  said: { readonly host: string; readonly command: string },
): Promise<boolean> {
  const values = [storableText(said.host, 200), storableText(said.command, 400)]
  const rows = await query(pool, CONNECTED, [key.organisationId, serverId, key.digest, ...values])
  return rows.length === 1
}

/**
 * Notes that connectors are connected.
 * @returns the servers whose keys still stand, and whether their tools are due to be read
 */
export async function noteSeen(
  pool: pg.Pool,
  connectors: readonly (ConnectorKey & { readonly serverId: string; readonly sessions: number })[],
): Promise<ReadonlyMap<string, boolean>> {
  const rows = await query<{ id: string; due: boolean | null }>(pool, SEEN, [
    connectors.map((each) => each.organisationId),
    connectors.map((each) => each.serverId),
    connectors.map((each) => each.digest),
    connectors.map((each) => each.sessions),
  ])
  return new Map(rows.map((row) => [row.id, row.due === true]))
}

export async function noteDisconnected(pool: pg.Pool, key: ConnectorKey, serverId: string): Promise<void> {
  await query(pool, DISCONNECTED, [key.organisationId, serverId, key.digest])
}

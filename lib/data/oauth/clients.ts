// Clients that registered themselves (RFC 7591). Anybody may, so a row opens nothing by itself; rows that nobody uses are swept.
import type { Pool } from '../admission/index.ts'
import { query } from '../admission/index.ts'

/** Plain JSON, in the names of RFC 7591. No secrets: such clients have none. */
export type ClientMetadata = Readonly<Record<string, unknown>>

/** @throws {Fault} store-unavailable */
export async function saveClient(pool: Pool, id: string, metadata: ClientMetadata): Promise<void> {
  await query(
    pool,
    `INSERT INTO oauth_client (id, metadata) VALUES ($1, $2)
     ON CONFLICT (id) DO UPDATE SET metadata = excluded.metadata`,
    [id, JSON.stringify(metadata)],
  )
}

/** null for a client that never registered, or was not used for too long. @throws {Fault} store-unavailable */
export async function findClient(pool: Pool, id: string): Promise<ClientMetadata | null> {
  const text = 'SELECT metadata FROM oauth_client WHERE id = $1'
  return (await query<{ metadata: ClientMetadata }>(pool, text, [id]))[0]?.metadata ?? null
}

/** Puts off the day on which it is forgotten. At most one write a day. @throws {Fault} store-unavailable */
export async function noteClientUsed(pool: Pool, id: string): Promise<void> {
  await query(
    pool,
    `UPDATE oauth_client SET used_at = clock_timestamp()
      WHERE id = $1 AND used_at < clock_timestamp() - interval '1 day'`,
    [id],
  )
}

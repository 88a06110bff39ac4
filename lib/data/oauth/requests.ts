// What is under way in a browser: a request to sign a client in, until somebody has answered it or its time is over.
import type { Pool } from '../admission/index.ts'
import { query } from '../admission/index.ts'

export type RequestPayload = Readonly<Record<string, unknown>>

/** Writes it, or writes it anew. @param seconds from now until it is over @throws {Fault} store-unavailable */
export async function saveRequest(
  pool: Pool,
  digest: string,
  payload: RequestPayload,
  seconds: number,
): Promise<void> {
  await query(
    pool,
    `INSERT INTO oauth_request (digest, payload, expires_at)
     VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))
     ON CONFLICT (digest) DO UPDATE SET payload = excluded.payload, expires_at = excluded.expires_at`,
    [digest, JSON.stringify(payload), seconds],
  )
}

/** null where there is none, or it is over. @throws {Fault} store-unavailable */
export async function findRequest(pool: Pool, digest: string): Promise<RequestPayload | null> {
  const text = 'SELECT payload FROM oauth_request WHERE digest = $1 AND expires_at > clock_timestamp()'
  return (await query<{ payload: RequestPayload }>(pool, text, [digest]))[0]?.payload ?? null
}

/** @returns whether it was there: of two that take it, one did @throws {Fault} store-unavailable */
export async function deleteRequest(pool: Pool, digest: string): Promise<boolean> {
  const text = 'DELETE FROM oauth_request WHERE digest = $1 RETURNING 1'
  return (await query(pool, text, [digest])).length > 0
}

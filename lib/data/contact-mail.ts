// What visitors wrote, on its way to the operator's mailbox. Any gateway takes from one table, as with deliveries:
// an attempt is counted when it begins.
import type pg from 'pg'
import type { ContactMessage } from '#lib/messages/index.ts'
import { query, storableText } from './admission/index.ts'

/** One that this process has taken on. */
export type DueContact = ContactMessage & { readonly attempts: number }

const CLAIM = `
  UPDATE contact_message SET attempts = attempts + 1, next_at = clock_timestamp() + make_interval(secs => $2)
   WHERE id IN (SELECT id FROM contact_message WHERE next_at <= clock_timestamp() ORDER BY next_at LIMIT $1
                   FOR UPDATE SKIP LOCKED)
  RETURNING id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, page, name, email, message, attempts`

/** Takes on up to `limit` messages, each for `leaseMs`. @throws {Fault} store-unavailable */
export function claimContacts(pool: pg.Pool, limit: number, leaseMs: number): Promise<DueContact[]> {
  return query<DueContact>(pool, CLAIM, [limit, leaseMs / 1000])
}

const SETTLE = `
  UPDATE contact_message
     SET mailed_at = CASE WHEN $2 = '' THEN clock_timestamp() END, error = $2,
         next_at = clock_timestamp() + make_interval(secs => $3)
   WHERE id = $1`

/**
 * Writes down what came of an attempt.
 * @param error '' where it was mailed
 * @param againInMs null: it is mailed, or given up
 */
export async function settleContact(
  pool: pg.Pool,
  id: string,
  error: string,
  againInMs: number | null,
): Promise<void> {
  await query(pool, SETTLE, [
    id,
    storableText(error, 500) ?? '',
    againInMs === null ? null : againInMs / 1000,
  ])
}

/** Forgets messages older than `days`. */
export async function sweepContacts(pool: pg.Pool, days: number): Promise<void> {
  await query(pool, `DELETE FROM contact_message WHERE at < clock_timestamp() - make_interval(days => $1)`, [
    days,
  ])
}

// Mail about accounts on its way out. Any gateway takes from one table, as with deliveries: an attempt is counted when it
// begins. Once a mail is sent or given up nothing of its text is kept.
import type pg from 'pg'
import { query, storableText } from './admission/index.ts'

/** One that this process has taken on. */
export type DueMail = {
  readonly id: string
  readonly kind: string
  readonly recipient: string
  readonly subject: string
  readonly sealed: Buffer
  readonly attempts: number
  /** Nothing opens any more that its links opened. */
  readonly isLate: boolean
}

const CLAIM = `
  UPDATE mail SET attempts = attempts + 1, next_at = clock_timestamp() + make_interval(secs => $2)
   WHERE id IN (SELECT id FROM mail WHERE next_at <= clock_timestamp() AND sealed IS NOT NULL ORDER BY next_at LIMIT $1
                   FOR UPDATE SKIP LOCKED)
  RETURNING id, kind, recipient, subject, sealed, attempts, coalesce(expires_at < clock_timestamp(), false) AS "isLate"`

/** Takes on up to `limit` mails, each for `leaseMs`. @throws {Fault} store-unavailable */
export function claimMail(pool: pg.Pool, limit: number, leaseMs: number): Promise<DueMail[]> {
  return query<DueMail>(pool, CLAIM, [limit, leaseMs / 1000])
}

const SETTLE = `
  UPDATE mail
     SET sent_at = CASE WHEN $2 = '' THEN clock_timestamp() END, error = $2,
         next_at = clock_timestamp() + make_interval(secs => $3),
         sealed = CASE WHEN $3::float8 IS NULL THEN NULL ELSE sealed END
   WHERE id = $1`

/**
 * Writes down what came of an attempt.
 * @param error '' where it was sent
 * @param againInMs null: it is sent, or given up
 */
export async function settleMail(
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

/** Forgets mail older than `days`. */
export async function sweepMail(pool: pg.Pool, days: number): Promise<void> {
  await query(pool, `DELETE FROM mail WHERE at < clock_timestamp() - make_interval(days => $1)`, [days])
}

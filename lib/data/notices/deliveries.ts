// Events on their way. Any number of replicas take from one table: what one has taken is its own until
// `next_at`, when it is due again; an attempt is counted when it begins, so that one which ends its process
// is not made for ever.
import type pg from 'pg'
import type { ChannelKind, Notice } from '#lib/messages/index.ts'
import { query, storableText } from '../admission/index.ts'

/** One delivery that this process has taken on. */
export type DueDelivery = {
  readonly organisationId: string
  readonly id: string
  readonly channelId: string
  readonly kind: ChannelKind
  readonly target: string
  readonly sealed: Uint8Array | null
  /** This one included. */
  readonly attempts: number
  /** Proof of the lease: what came of it is written only while it holds. */
  readonly lease: string
  readonly notice: Notice
}

/** What came of one attempt. */
export type Outcome = {
  readonly status: 'delivered' | 'waiting' | 'failed'
  /** Where it waits: until the next attempt. */
  readonly againInMs: number | null
  readonly responseStatus: number | null
  /** A sentence; '' where it was delivered. */
  readonly error: string
  /** The beginning of what the receiver answered. */
  readonly excerpt: string
  /** Ends the channel, with the sentence that its people read. */
  readonly turnOff: string | null
}

// A few of each channel, so that one with a thousand that fail keeps none of the others waiting.
const CLAIM = `
  WITH picked AS (
    SELECT d.organisation_id, d.id
      FROM channel c
     CROSS JOIN LATERAL (
       SELECT w.organisation_id, w.id FROM delivery w
        WHERE w.organisation_id = c.organisation_id AND w.channel_id = c.id AND w.next_at <= clock_timestamp()
        ORDER BY w.next_at LIMIT 4 FOR UPDATE SKIP LOCKED) d
     WHERE EXISTS (SELECT FROM delivery WHERE next_at <= clock_timestamp())
     ORDER BY random() LIMIT $1)
  UPDATE delivery d
     SET attempts = d.attempts + 1, tried_at = clock_timestamp(),
         next_at = clock_timestamp() + make_interval(secs => $2)
    FROM picked p, channel c, event e, organisation o
   WHERE d.organisation_id = p.organisation_id AND d.id = p.id AND d.next_at <= clock_timestamp()
     AND c.organisation_id = d.organisation_id AND c.id = d.channel_id
     AND e.organisation_id = d.organisation_id AND e.id = d.event_id AND o.id = d.organisation_id
  RETURNING d.organisation_id AS "organisationId", d.id, c.id AS "channelId", c.kind, c.target, c.sealed, d.attempts,
    d.next_at::text AS lease, jsonb_build_object('id', e.id, 'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'kind', e.kind, 'severity', e.severity, 'subject', e.subject, 'detail', e.detail,
      'organisation', jsonb_build_object('id', o.id, 'name', o.name)) AS notice`

/** Takes on up to `limit` deliveries that are due, each for `leaseMs`. @throws {Fault} store-unavailable */
export function claimDeliveries(pool: pg.Pool, limit: number, leaseMs: number): Promise<DueDelivery[]> {
  return query<DueDelivery>(pool, CLAIM, [limit, leaseMs / 1000])
}

// Turning the channel off ends what else waits for it: it would fail in the same way.
const SETTLE = `
  WITH settled AS (
    UPDATE delivery
       SET status = $5, next_at = clock_timestamp() + make_interval(secs => $6), response_status = $7, error = $8, excerpt = $9
     WHERE organisation_id = $1 AND id = $2 AND next_at = $3::timestamptz AND attempts = $4
    RETURNING organisation_id, channel_id),
  told AS (
    UPDATE channel c
       SET failing_since = CASE WHEN $5 = 'delivered' THEN NULL ELSE coalesce(c.failing_since, clock_timestamp()) END,
           is_on = c.is_on AND $10::text IS NULL, off_reason = coalesce($10, c.off_reason)
      FROM settled s WHERE c.organisation_id = s.organisation_id AND c.id = s.channel_id
    RETURNING c.organisation_id, c.id)
  UPDATE delivery d SET status = 'failed', next_at = NULL, error = $10
    FROM told t WHERE $10::text IS NOT NULL AND d.organisation_id = t.organisation_id AND d.channel_id = t.id
     AND d.status = 'waiting' AND d.id <> $2`

/** Writes down what came of an attempt. Nothing is written where another replica has it by now. */
export async function settleDelivery(pool: pg.Pool, delivery: DueDelivery, outcome: Outcome): Promise<void> {
  const { organisationId, id, lease, attempts } = delivery
  await query(pool, SETTLE, [
    organisationId,
    id,
    lease,
    attempts,
    outcome.status,
    outcome.againInMs === null ? null : outcome.againInMs / 1000,
    outcome.responseStatus,
    storableText(outcome.error, 500),
    storableText(outcome.excerpt, 500),
    outcome.turnOff === null ? null : storableText(outcome.turnOff, 500),
  ])
}

/** Gives a delivery back whose attempt was broken off, so that another replica takes it at once. */
export async function giveUpDelivery(pool: pg.Pool, delivery: DueDelivery): Promise<void> {
  const text = `UPDATE delivery SET next_at = clock_timestamp()
                 WHERE organisation_id = $1 AND id = $2 AND next_at = $3::timestamptz AND attempts = $4`
  await query(pool, text, [delivery.organisationId, delivery.id, delivery.lease, delivery.attempts])
}

/** True where nothing reached the channel for `days`. */
export async function isFailingFor(pool: pg.Pool, delivery: DueDelivery, days: number): Promise<boolean> {
  const text = `SELECT FROM channel WHERE organisation_id = $1 AND id = $2
                   AND failing_since < clock_timestamp() - make_interval(days => $3)`
  return (await query(pool, text, [delivery.organisationId, delivery.channelId, days])).length === 1
}

/** True where an address is that of a member of the organisation. */
export async function isMembersAddress(
  pool: pg.Pool,
  organisationId: string,
  address: string,
): Promise<boolean> {
  const text = `SELECT FROM member m JOIN "user" u ON u.id = m.user_id WHERE m.organisation_id = $1 AND u.email = $2`
  return (await query(pool, text, [organisationId, address])).length === 1
}

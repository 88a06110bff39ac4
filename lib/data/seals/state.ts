// How far the record is sealed, and what the database's rights leave open.
import type pg from 'pg'

export type SealState = {
  /** Entries that are in a batch; what was purged counts. */
  readonly throughSequence: number
  readonly sealedAt: Date | null
  /** To be noted elsewhere; null where nothing is sealed. */
  readonly root: string | null
  readonly waiting: number
  /** Since when the oldest of them has waited. */
  readonly waitingSince: Date | null
}

const STATE = `
  SELECT s.*, w.waiting, w.since AS "waitingSince" FROM (
    SELECT count(*)::int AS waiting, min(at) AS since FROM audit_pending WHERE organisation_id = $1) w
    LEFT JOIN LATERAL (
      SELECT root, sealed_at AS "sealedAt", first_sequence + entries - 1 AS sequence FROM audit_seal
       WHERE organisation_id = $1 ORDER BY number DESC LIMIT 1) s ON true`

export async function findSealState(pool: pg.Pool, organisationId: string): Promise<SealState> {
  type Row = Omit<SealState, 'throughSequence'> & { sequence: string | null }
  const row = (await pool.query<Row>(STATE, [organisationId])).rows[0]
  return {
    throughSequence: Number(row?.sequence ?? 0),
    sealedAt: row?.sealedAt ?? null,
    root: row?.root ?? null,
    waiting: row?.waiting ?? 0,
    waitingSince: row?.waitingSince ?? null,
  }
}

const EXPOSED = `
  SELECT has_table_privilege('audit_event', 'UPDATE, DELETE, TRUNCATE') OR pg_has_role(c.relowner, 'MEMBER') AS exposed
    FROM pg_class c WHERE c.oid = 'audit_event'::regclass`

/**
 * True where the role of this connection could alter the record (it owns it, or has the right): then triggers and seals
 * alone stand before it, and whoever has the role can take the triggers away.
 */
export async function isAuditExposed(pool: pg.Pool): Promise<boolean> {
  return (await pool.query<{ exposed: boolean }>(EXPOSED)).rows[0]?.exposed !== false
}

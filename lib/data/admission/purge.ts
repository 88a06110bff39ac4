// What means nothing any more is deleted, in batches that each end soon. Every batch takes rows that nobody
// else has locked and that no admission looks for: expired windows, calls past their organisation's time.
import type pg from 'pg'
import { query } from './pool.ts'

const BATCH = 2000
const A_DAY_AGO = `clock_timestamp() - interval '1 day'`

// A window is deleted an hour after its end: an admission that waited for its lock has long been answered.
// A sliding counter's time is put off while it is used, by more than its window: what stood in its log before
// that time counts no more. First the log goes, then the counter, unless somebody has taken from it meanwhile.
const PURGES = {
  call: 'SELECT purge_calls($1) AS purged',
  counter: counted(`
    DELETE FROM counter k USING (
      SELECT organisation_id, key, window_start FROM counter
       WHERE expires_at < clock_timestamp() - interval '1 hour' AND window_start <> 'epoch'
       ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED) old
     WHERE k.organisation_id = old.organisation_id AND k.key = old.key AND k.window_start = old.window_start`),
  counter_event: counted(`
    DELETE FROM counter_event e USING (
      SELECT e.organisation_id, e.key, e.at, e.call_id FROM counter k CROSS JOIN LATERAL (
             SELECT * FROM counter_event e WHERE e.organisation_id = k.organisation_id AND e.key = k.key
                AND e.at < k.expires_at ORDER BY e.at LIMIT $1) e
       WHERE k.window_start = 'epoch' AND k.expires_at < clock_timestamp() - interval '1 hour' LIMIT $1) old
     WHERE e.organisation_id = old.organisation_id AND e.key = old.key AND e.at = old.at AND e.call_id = old.call_id`),
  sliding_counter: counted(`
    DELETE FROM counter k USING (
      SELECT organisation_id, key FROM counter k
       WHERE window_start = 'epoch' AND expires_at < clock_timestamp() - interval '1 hour' AND NOT EXISTS (
             SELECT FROM counter_event e WHERE e.organisation_id = k.organisation_id AND e.key = k.key)
       ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED) old
     WHERE k.organisation_id = old.organisation_id AND k.key = old.key AND k.window_start = 'epoch'`),
  usage_calls: oldSums('usage_calls'),
  usage_denied: oldSums('usage_denied'),
  usage_latency: oldSums('usage_latency'),
  claim: counted(`
    DELETE FROM claim c USING (
      SELECT c.organisation_id, c.digest FROM organisation o CROSS JOIN LATERAL (
             SELECT * FROM claim c WHERE c.organisation_id = o.id AND c.at < ${A_DAY_AGO} LIMIT $1) c LIMIT $1) old
     WHERE c.organisation_id = old.organisation_id AND c.digest = old.digest`),
  taken_back: counted(`
    DELETE FROM taken_back t USING (
      SELECT organisation_id, owner FROM taken_back WHERE at < ${A_DAY_AGO}
       ORDER BY at LIMIT $1 FOR UPDATE SKIP LOCKED) old
     WHERE t.organisation_id = old.organisation_id AND t.owner = old.owner`),
  task: counted(`
    DELETE FROM task t USING (
      SELECT t.organisation_id, t.grant_id, t.server_id, t.task_id FROM organisation o CROSS JOIN LATERAL (
             SELECT * FROM task t WHERE t.organisation_id = o.id
                AND t.seen_at < clock_timestamp() - interval '30 days' LIMIT $1) t LIMIT $1) old
     WHERE t.organisation_id = old.organisation_id AND t.grant_id = old.grant_id AND t.server_id = old.server_id
       AND t.task_id = old.task_id`),
  aggregate_session: counted(`
    DELETE FROM aggregate_session WHERE (organisation_id, id) IN (
      SELECT organisation_id, id FROM aggregate_session WHERE ends_at < clock_timestamp()
       ORDER BY ends_at LIMIT $1 FOR UPDATE SKIP LOCKED)`),
  lease: counted(`
    DELETE FROM lease l USING (
      SELECT organisation_id, kind, id, holder FROM lease WHERE expires_at < ${A_DAY_AGO}
       ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED) old
     WHERE l.organisation_id = old.organisation_id AND l.kind = old.kind AND l.id = old.id AND l.holder = old.holder`),
  session: counted(`
    DELETE FROM session WHERE session_token IN (
      SELECT session_token FROM session WHERE expires < ${A_DAY_AGO} LIMIT $1 FOR UPDATE SKIP LOCKED)`),
  account_link: counted(`
    DELETE FROM account_link WHERE digest IN (
      SELECT digest FROM account_link WHERE expires_at < clock_timestamp()
       ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)`),
  verification_token: counted(`
    DELETE FROM verification_token v USING (
      SELECT identifier, token FROM verification_token WHERE expires < ${A_DAY_AGO}
       LIMIT $1 FOR UPDATE SKIP LOCKED) old
     WHERE v.identifier = old.identifier AND v.token = old.token`),
  throttle: counted(`
    DELETE FROM throttle WHERE key IN (
      SELECT key FROM throttle WHERE expire < extract(epoch FROM ${A_DAY_AGO}) * 1000
       LIMIT $1 FOR UPDATE SKIP LOCKED)`),
  upstream_departure: counted(`
    DELETE FROM upstream_departure d USING (
      SELECT organisation_id, state_digest FROM upstream_departure WHERE expires_at < clock_timestamp()
       ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED) old
     WHERE d.organisation_id = old.organisation_id AND d.state_digest = old.state_digest`),
  trial: counted(`
    DELETE FROM trial WHERE id_digest IN (
      SELECT id_digest FROM trial WHERE expires_at < clock_timestamp()
       ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)`),
  oauth_request: counted(`
    DELETE FROM oauth_request WHERE digest IN (
      SELECT digest FROM oauth_request WHERE expires_at < clock_timestamp()
       ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)`),
  oauth_token: counted(`
    DELETE FROM oauth_token t USING (
      SELECT organisation_id, digest FROM oauth_token WHERE expires_at < ${A_DAY_AGO}
       ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED) old
     WHERE t.organisation_id = old.organisation_id AND t.digest = old.digest`),
  // Whoever comes back later registers again.
  oauth_client: counted(`
    DELETE FROM oauth_client WHERE id IN (
      SELECT id FROM oauth_client c
       WHERE used_at < clock_timestamp() - interval '30 days' AND NOT EXISTS (
             SELECT FROM oauth_grant o JOIN "grant" g ON g.organisation_id = o.organisation_id AND g.id = o.grant_id
              WHERE o.client_id = c.id AND g.revoked_at IS NULL
                AND (g.expires_at IS NULL OR g.expires_at > clock_timestamp()))
       ORDER BY used_at LIMIT $1 FOR UPDATE SKIP LOCKED)`),
  call_values: 'SELECT purge_values($1) AS purged',
  approval: 'SELECT purge_approvals($1) AS purged',
  challenge: counted(`
    DELETE FROM challenge WHERE digest IN (
      SELECT digest FROM challenge WHERE expires_at < clock_timestamp() LIMIT $1 FOR UPDATE SKIP LOCKED)`),
  // Whole organisations whose time has come, table by table.
  organisation: 'SELECT purge_organisations($1) AS purged',
} as const
type Purged = Partial<Record<keyof typeof PURGES, number>>

/**
 * Deletes batch after batch until nothing is left or the time is over.
 * @param isOver asked between batches
 * @returns how many rows went, by table, and whether nothing is left
 * @throws {Fault} store-unavailable; what went before it is gone
 */
export async function purge(
  pool: pg.Pool,
  isOver: () => boolean,
): Promise<{ purged: Purged; isDone: boolean }> {
  const purged: Purged = {}
  for (const [table, text] of Object.entries(PURGES) as [keyof typeof PURGES, string][]) {
    for (let isFull = true; isFull; ) {
      if (isOver()) return { purged, isDone: false }
      const rows = await query<{ purged: string }>(pool, text, [BATCH])
      const count = Number(rows[0]?.purged ?? 0)
      if (count > 0) purged[table] = (purged[table] ?? 0) + count
      isFull = count >= BATCH
    }
  }
  return { purged, isDone: true }
}

// Minutes and hours as long as they are written, days as long as their organisation keeps the calls of all of them.
function oldSums(table: string): string {
  return counted(`
    DELETE FROM ${table} u USING (
      SELECT u.place FROM organisation o
       CROSS JOIN unnest(ARRAY['minute', 'hour', 'day']) AS g (grain)
       CROSS JOIN LATERAL (
             SELECT s.ctid AS place FROM ${table} s WHERE s.organisation_id = o.id AND s.grain = g.grain
                AND s.start < clock_timestamp() - coalesce(usage_kept(g.grain), make_interval(days => o.retention_days + 1))
              LIMIT $1) u LIMIT $1) old
     WHERE u.ctid = old.place`)
}

function counted(statement: string): string {
  return `WITH gone AS (${statement} RETURNING 1) SELECT count(*) AS purged FROM gone`
}

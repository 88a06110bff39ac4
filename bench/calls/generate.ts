// A record of calls as a busy installation has it, made in the database: several organisations, one far
// larger than the others; servers, grants and tools of which a few are called most; 90 days.
import type pg from 'pg'

export const DAYS = 90
const CHUNK = 250_000
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

// Cubed, a uniform number favours the first: of 40 grants the first gets about 30 %, the last 1 %.
const INSERT = `
  INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
                    policy_version_id, tool_hash, argument_names, detail, outcome, upstream_status, latency_ms,
                    response_bytes, closed_at)
  SELECT o.id,
         'call_' || o.id || (SELECT string_agg(substr('${ALPHABET}', ((ms >> (5 * (8 - place))) & 31)::int + 1, 1), ''
                                               ORDER BY place) FROM generate_series(0, 8) place)
                 || lpad(to_hex((n % 268435456)::int), 7, '0'),
         made.at, 'srv_' || o.id || lpad(floor(power(random(), 3) * 8)::text, 16, '0'),
         'grt_' || o.id || lpad(floor(power(random(), 3) * 40)::text, 16, '0'), 'tools/call',
         'tool_' || floor(power(random(), 3) * 200), d.decision,
         CASE WHEN d.decision = 'allow' THEN '' ELSE '/tools/tool/deny_if/0' END,
         CASE WHEN d.decision = 'allow' THEN 'allowed' ELSE 'condition-met' END,
         CASE WHEN d.decision = 'allow' THEN '' ELSE 'This is not allowed for agents of this kind.' END,
         'ver_' || o.id || '0000000000000001', md5('definition') || md5('of a tool'), '{path,content,branch}',
         '{"protocol":"2025-11-25","client":"an agent"}',
         CASE WHEN d.decision = 'allow' THEN 'ok' ELSE 'refused' END,
         CASE WHEN d.decision = 'allow' THEN 200 END, CASE WHEN d.decision = 'allow' THEN random() * 400 END,
         CASE WHEN d.decision = 'allow' THEN (random() * 4000)::int END, made.at + interval '0.2 s'
    FROM generate_series($1::bigint, $2::bigint - 1) n
   CROSS JOIN LATERAL (SELECT $4::timestamptz + (n::double precision / $3) * interval '${DAYS} days' AS at, random() AS r,
                              random() AS whose) made
   CROSS JOIN LATERAL (SELECT (extract(epoch FROM made.at) * 1000)::bigint AS ms) clock
   CROSS JOIN LATERAL (SELECT CASE WHEN made.r < 0.88 THEN 'allow' WHEN made.r < 0.9995 THEN 'deny'
                                   ELSE 'await' END AS decision) d
    JOIN (SELECT id, sum(share) OVER (ORDER BY place) - share AS low, sum(share) OVER (ORDER BY place) AS high
            FROM unnest($5::text[], $6::float8[]) WITH ORDINALITY AS w (id, share, place)) o
      ON made.whose >= o.low AND made.whose < o.high`

/** Fills the record, oldest first. The shares of the organisations add up to 1. */
export async function generate(
  pool: pg.Pool,
  rows: number,
  shares: readonly (readonly [organisationId: string, share: number])[],
  say: (line: string) => void,
): Promise<void> {
  const { rows: begun } = await pool.query<{ at: string }>(
    `SELECT (clock_timestamp() - interval '${DAYS} days' + interval '1 minute')::text AS at`,
  )
  for (let week = 0; week <= DAYS / 7 + 1; week++)
    await pool.query('SELECT make_call_partition(clock_timestamp() - make_interval(weeks => $1))', [week])
  const ids = shares.map(([id]) => id)
  const parts = shares.map(([, share]) => share)
  for (let from = 0; from < rows; from += CHUNK) {
    await pool.query(INSERT, [from, Math.min(from + CHUNK, rows), rows, begun[0]?.at, ids, parts])
    if ((from / CHUNK) % 8 === 7) say(`${from + CHUNK} rows`)
  }
  // As autovacuum leaves a table that has been there for a while: visible pages marked, statistics taken.
  await pool.query('VACUUM ANALYZE call')
}

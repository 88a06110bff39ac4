// The least that an admission can do which is exact and durable: calls that wait share one transaction, which finds their
// grants, takes one counter each and writes one short record each, and is on the disk before a call leaves. It decides
// call by call under its locks, as the gateway does, and knows nothing else: no policy, no second limit, no sliding
// window, no change of facts, no outcome, no page that would like an index.
import pg from 'pg'

const MOST = 64
const TABLES = `
  CREATE TABLE bare_grant (token text PRIMARY KEY, revision int NOT NULL);
  CREATE TABLE bare_counter (token text, starts timestamptz, used numeric NOT NULL, PRIMARY KEY (token, starts));
  CREATE TABLE bare_call (id text PRIMARY KEY, at timestamptz NOT NULL, token text NOT NULL, decision text NOT NULL);
  CREATE FUNCTION bare_admit(ids text[], tokens text[], most numeric) RETURNS SETOF text LANGUAGE plpgsql AS $$
  DECLARE
    window_start timestamptz := date_trunc('day', clock_timestamp(), 'UTC');
    live boolean[]; keys text[]; useds numeric[]; takens numeric[]; passed boolean[]; k int;
  BEGIN
    SELECT array_agg(g.token IS NOT NULL ORDER BY w.n) INTO live
      FROM unnest(tokens) WITH ORDINALITY AS w (token, n) LEFT JOIN bare_grant g ON g.token = w.token AND g.revision = 1;
    INSERT INTO bare_counter SELECT DISTINCT w.token, window_start, 0 FROM unnest(tokens) AS w (token)
     WHERE NOT EXISTS (SELECT FROM bare_counter c WHERE c.token = w.token AND c.starts = window_start)
    ON CONFLICT DO NOTHING;
    SELECT array_agg(c.token), array_agg(c.used) INTO keys, useds FROM (
      SELECT b.token, b.used FROM bare_counter b WHERE b.token = ANY (tokens) AND b.starts = window_start
       ORDER BY b.token FOR UPDATE) c;
    takens := array_fill(0::numeric, ARRAY[cardinality(keys)]);
    FOR i IN 1 .. cardinality(ids) LOOP
      k := array_position(keys, tokens[i]);
      passed[i] := live[i] AND useds[k] + takens[k] + 1 <= most;
      IF passed[i] THEN takens[k] := takens[k] + 1; END IF;
    END LOOP;
    UPDATE bare_counter b SET used = b.used + w.taken FROM unnest(keys, takens) AS w (key, taken)
     WHERE b.token = w.key AND b.starts = window_start AND w.taken > 0;
    INSERT INTO bare_call
    SELECT w.id, clock_timestamp(), w.token, CASE WHEN w.passed THEN 'allow' ELSE 'deny' END
      FROM unnest(ids, tokens, passed) AS w (id, token, passed);
    RETURN QUERY SELECT w.id FROM unnest(ids, passed) AS w (id, passed) WHERE w.passed;
  END $$;
  ALTER FUNCTION bare_admit SET plan_cache_mode = force_generic_plan;
  ALTER FUNCTION bare_admit SET enable_seqscan = off;
  ALTER FUNCTION bare_admit SET enable_hashjoin = off;
  ALTER FUNCTION bare_admit SET enable_mergejoin = off`
const ADMIT = 'SELECT bare_admit($1::text[], $2::text[], 1000000000) AS id'

/**
 * Makes its tables, and admits the bearers of these tokens.
 * @param {{ databaseUrl: string, tokens: string[] }} order
 * @returns an admission: `admit(token, settle)` calls `settle` with whether the call may pass; `tally` counts what was written
 */
export async function openBareAdmission({ databaseUrl, tokens }) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(TABLES)
  await client.query('INSERT INTO bare_grant SELECT token, 1 FROM unnest($1::text[]) token', [tokens])
  await client.query('ANALYZE bare_grant')
  const waiting = []
  let isUnderWay = false
  let last = 0

  async function flush() {
    if (isUnderWay) return
    isUnderWay = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST)
      const values = [batch.map(({ id }) => id), batch.map(({ token }) => token)]
      const { rows } = await client.query({ name: 'admit', text: ADMIT, values })
      const passed = new Set(rows.map(({ id }) => id))
      for (const { id, settle } of batch) settle(passed.has(id))
    }
    isUnderWay = false
  }

  return {
    admit(token, settle) {
      waiting.push({ id: `call_${++last}`, token, settle })
      void flush()
    },
    async tally() {
      const { rows } = await client.query(
        "SELECT (SELECT count(*) FROM bare_call WHERE decision = 'allow')::int AS records, (SELECT coalesce(sum(used), 0) FROM bare_counter)::int AS counted",
      )
      return rows[0]
    },
  }
}

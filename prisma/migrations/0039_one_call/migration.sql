-- A call that comes alone, where nothing stands in its way (docs/decisions/0065). Nothing here is newer than PostgreSQL 15.

-- Admits and records one call: the mark of its facts stands, and each of its limits has its counter, room in it, and nobody
-- who holds it. Otherwise no row comes back, there is no trace of it, and admit_calls says what it is. Waits for nobody.
--
-- shape: as a row of the shapes of admit_calls, of a call that the policy allows. By limit, all of fixed windows and no two of
-- one counter: its key, its window, what the call takes, and the most. In any order: who waits for no lock closes no circle.
-- bounds: [holds_from, holds_until (ms, or null), when the grant ends (or null)], or null where none of them is known.
--
-- One statement, and so one look at everything: what was saved before it began counts. A counter that another transaction
-- changed after that look is locked and read as it is now; it is then changed by its key, for its new row is not seen by its
-- place.
CREATE FUNCTION admit_call(shape text[], call_id text, mark text, keys text[], windows text[], amounts numeric[],
                           maxima numeric[], bounds text[])
RETURNS TABLE (record_at timestamptz, record_tid tid) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  -- Of the transaction, not of the function: what is acknowledged is on the disk.
  IF current_setting('synchronous_commit') <> 'on' THEN PERFORM set_config('synchronous_commit', 'on', true); END IF;
  -- Time moves no mark.
  IF bounds IS NOT NULL AND (
       extract(epoch FROM statement_timestamp()) * 1000 < bounds[1]::numeric
       OR extract(epoch FROM statement_timestamp()) * 1000 >= bounds[2]::numeric
       OR bounds[3]::timestamptz <= statement_timestamp()) THEN
    RETURN;
  END IF;
  RETURN QUERY
  WITH standing AS MATERIALIZED (
    SELECT 1 FROM facts_mark m WHERE m.organisation_id = admit_call.shape[1] AND m.mark = admit_call.mark),
  free AS MATERIALIZED (
    SELECT w.key, k.window_start, w.amount FROM unnest(keys, windows, amounts, maxima) AS w (key, length, amount, most)
     CROSS JOIN LATERAL (
           SELECT k.window_start FROM counter k
            WHERE k.organisation_id = shape[1] AND k.key = w.key
              -- As limit_window_start says it.
              AND k.window_start = CASE WHEN w.length < 'A'
                THEN to_timestamp(floor(extract(epoch FROM statement_timestamp()) / w.length::numeric) * w.length::numeric)
                ELSE date_trunc(w.length, statement_timestamp(), 'UTC') END
              AND w.most > 0 AND k.used + w.amount <= w.most
              FOR UPDATE SKIP LOCKED) k),
  taken AS (
    UPDATE counter k SET used = k.used + w.amount FROM free w
     WHERE EXISTS (SELECT FROM standing) AND (SELECT count(*) FROM free) = cardinality(keys)
       AND k.organisation_id = shape[1] AND k.key = w.key AND k.window_start = w.window_start
    RETURNING 1)
  INSERT INTO call AS c (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
                         policy_version_id, tool_hash, argument_names, detail, outcome)
  SELECT shape[1], call_id, statement_timestamp(), shape[3], shape[2], shape[7], shape[5], shape[8], shape[9], shape[10],
         shape[11], shape[4], shape[6], shape[12]::text[], shape[13]::jsonb, 'open'
   WHERE EXISTS (SELECT FROM standing) AND (SELECT count(*) FROM taken) = cardinality(keys)
  RETURNING c.at, c.ctid;
END $$;

-- As of admit_calls: all readings are by a whole key, and planned once for each connection.
DO $$
DECLARE
  setting text;
BEGIN
  FOREACH setting IN ARRAY ARRAY['lock_timeout = ''1s''', 'enable_hashjoin = off', 'enable_mergejoin = off',
                                 'enable_seqscan = off', 'plan_cache_mode = force_generic_plan', 'jit = off']
  LOOP
    EXECUTE 'ALTER FUNCTION admit_call(text[], text, text, text[], text[], numeric[], numeric[], text[]) SET ' || setting;
  END LOOP;
END $$;

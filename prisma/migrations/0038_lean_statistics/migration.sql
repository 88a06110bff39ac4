-- What no plan asks about is not counted: to sort a sample of JSON and of sentences, each time the record has grown by a
-- tenth, cost a fifth of what Postgres spent on all calls meanwhile (docs/decisions/0062).
ALTER TABLE "call"
  ALTER COLUMN "detail" SET STATISTICS 0,
  ALTER COLUMN "argument_names" SET STATISTICS 0,
  ALTER COLUMN "message" SET STATISTICS 0,
  ALTER COLUMN "tool_hash" SET STATISTICS 0,
  ALTER COLUMN "latency_ms" SET STATISTICS 0,
  ALTER COLUMN "gateway_ms" SET STATISTICS 0,
  ALTER COLUMN "response_bytes" SET STATISTICS 0,
  ALTER COLUMN "upstream_status" SET STATISTICS 0;

-- As before, and what is not counted in the table is not counted in a partition of it: LIKE takes everything else along.
CREATE OR REPLACE FUNCTION make_call_partition(instant timestamptz) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  first timestamptz := limit_window_start('week', instant);
  past timestamptz := limit_window_end('week', first);
  name text := 'call_' || to_char(first AT TIME ZONE 'UTC', 'YYYYMMDD');
  uncounted text;
BEGIN
  IF to_regclass(name) IS NOT NULL THEN RETURN 'there'; END IF;
  -- For this transaction: two replicas that start together make it once.
  PERFORM pg_advisory_xact_lock(hashtext('make_call_partition'));
  -- Asked of the table itself: what to_regclass remembers may be older than the lock.
  IF EXISTS (SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
              WHERE i.inhparent = 'call'::regclass AND c.relname = name) THEN RETURN 'there'; END IF;
  IF EXISTS (SELECT FROM call_default d WHERE d.at >= first AND d.at < past) THEN RETURN 'occupied'; END IF;
  -- Room on each page for the outcomes of all its rows: they are changed where they stand, and no index is written.
  EXECUTE format('CREATE TABLE %I (LIKE call INCLUDING ALL) WITH (fillfactor = 50)', name);
  -- Of a system column, PostgreSQL 15 says 0 too.
  FOR uncounted IN SELECT attname FROM pg_attribute
                    WHERE attrelid = 'call'::regclass AND attnum > 0 AND NOT attisdropped AND attstattarget = 0 LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET STATISTICS 0', name, uncounted);
  END LOOP;
  EXECUTE format('ALTER TABLE call ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, first, past);
  RETURN 'made';
END $$;
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION make_call_partition(timestamptz) SET search_path = %I, pg_temp', current_schema());
END $$;

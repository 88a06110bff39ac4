-- Calls by time: one partition for each week (docs/decisions/0024), so that what is old is dropped whole
-- and no page of a record of millions reads more than it shows. Nothing here is newer than PostgreSQL 15.

-- ---------------------------------------------------------------- how long calls are kept
ALTER TABLE "organisation" ADD COLUMN     "retention_days" INTEGER NOT NULL DEFAULT 90;
-- Until now everything was kept: an upgrade throws nothing away that nobody asked it to.
UPDATE "organisation" SET "retention_days" = 1095;
ALTER TABLE "organisation" ADD CONSTRAINT "organisation_retention_is_sane" CHECK (retention_days BETWEEN 1 AND 1095);

-- ---------------------------------------------------------------- the table
ALTER TABLE "call" RENAME TO "call_before_partitions";
ALTER TABLE "call_before_partitions" DROP CONSTRAINT "call_pkey";
DROP INDEX "call_organisation_id_at_id_idx";
DROP INDEX "call_organisation_id_server_id_at_tool_idx";
DROP INDEX "call_organisation_id_grant_id_at_idx";

CREATE TABLE "call" (LIKE "call_before_partitions" INCLUDING ALL) PARTITION BY RANGE ("at");
ALTER TABLE "call" ADD CONSTRAINT "call_pkey" PRIMARY KEY ("organisation_id", "id", "at");
CREATE INDEX "call_organisation_id_at_id_idx" ON "call"("organisation_id", "at" DESC, "id" DESC);
CREATE INDEX "call_organisation_id_server_id_at_tool_idx" ON "call"("organisation_id", "server_id", "at" DESC, "tool");
CREATE INDEX "call_organisation_id_grant_id_at_idx" ON "call"("organisation_id", "grant_id", "at" DESC);
CREATE INDEX "call_organisation_id_tool_at_idx" ON "call"("organisation_id", "tool", "at" DESC);
-- Only of what was not allowed: allowed calls, nearly all there are, pay nothing for it.
CREATE INDEX "call_not_allowed" ON "call"("organisation_id", "decision", "at" DESC) WHERE decision <> 'allow';
-- Rows that stand for several calls: what the index that counts a week of calls cannot tell.
CREATE INDEX "call_folded" ON "call"("organisation_id", "server_id", "at" DESC) INCLUDE ("tool", "repeats") WHERE repeats > 1;

-- Where a call goes for whose week nobody has made a partition: an insert never fails for want of one.
CREATE TABLE "call_default" PARTITION OF "call" DEFAULT WITH (fillfactor = 50);

-- Makes the partition of the week (UTC, from Monday) that holds an instant: made | there | occupied.
-- Attached, not created in place: that takes no lock that an admission waits for. `occupied`: calls of that
-- week are in call_default already. They stay there, found and shown like any other, and go by rows.
CREATE FUNCTION make_call_partition(instant timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  first timestamptz := limit_window_start('week', instant);
  past timestamptz := limit_window_end('week', first);
  name text := 'call_' || to_char(first AT TIME ZONE 'UTC', 'YYYYMMDD');
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
  EXECUTE format('ALTER TABLE call ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, first, past);
  RETURN 'made';
END $$;

SELECT make_call_partition(week) FROM (
  SELECT DISTINCT limit_window_start('week', at) AS week FROM call_before_partitions
  UNION SELECT clock_timestamp() + make_interval(weeks => ahead) FROM generate_series(0, 4) ahead) weeks;
INSERT INTO "call" SELECT * FROM "call_before_partitions" ORDER BY "at";
DROP TABLE "call_before_partitions";

-- ---------------------------------------------------------------- who is alive, and what they wait for
CREATE TABLE "replica" (
    "id" TEXT NOT NULL,
    "alive_since" TIMESTAMPTZ(6) NOT NULL,
    "seen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "replica_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "long_call" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "replica_id" TEXT NOT NULL,

    CONSTRAINT "long_call_pkey" PRIMARY KEY ("organisation_id","id","at")
);

CREATE INDEX "long_call_replica_id_idx" ON "long_call"("replica_id");

-- Work that all replicas share: what is due is taken on by one of them, under a lease.
CREATE TABLE "chore" (
    "name" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease_until" TIMESTAMPTZ(6),
    "reached" TIMESTAMPTZ(6),

    CONSTRAINT "chore_pkey" PRIMARY KEY ("name")
);
INSERT INTO "chore" ("name") VALUES ('partitions'), ('sweep'), ('purge');

-- Finds the time of a record of the last hour by its id alone, in the partitions of that hour.
CREATE FUNCTION recent_call_at(organisation text, call_id text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT c.at FROM call c WHERE c.organisation_id = organisation AND c.id = call_id
     AND c.at > now() - interval '1 hour' AND c.at < now() + interval '1 hour'
   ORDER BY c.at DESC LIMIT 1
$$;

-- Writes what became of calls. Each element: organisation, id, at (null: found by recent_call_at), outcome (null
-- leaves it as it is), status, latency, bytes, message. What the sweeper took for lost is told right when it
-- comes after all. Each row is reached by its whole key, in one partition.
CREATE FUNCTION close_calls(closings jsonb) RETURNS void LANGUAGE sql AS $$
  UPDATE call c SET outcome = coalesce(o.outcome, c.outcome), upstream_status = coalesce(o.status, c.upstream_status),
         latency_ms = coalesce(o.latency, c.latency_ms), response_bytes = coalesce(o.bytes, c.response_bytes),
         message = coalesce(o.message, c.message),
         closed_at = CASE WHEN o.outcome IS NULL THEN c.closed_at ELSE clock_timestamp() END
    FROM jsonb_to_recordset(closings) AS o (organisation text, id text, at timestamptz, outcome text, status int,
         latency double precision, bytes int, message text)
   WHERE c.organisation_id = o.organisation AND c.id = o.id
     AND c.at = coalesce(o.at, recent_call_at(o.organisation, o.id))
     AND (o.outcome IS NULL OR c.outcome IN ('open', 'unknown'))
$$;
ALTER FUNCTION close_calls(jsonb) SET enable_hashjoin = off;
ALTER FUNCTION close_calls(jsonb) SET enable_mergejoin = off;
ALTER FUNCTION close_calls(jsonb) SET enable_seqscan = off;

-- Gives back exactly what an admitted call took, once, and says in its record that it was not sent (L6).
-- For a call of which no byte was handed over, and for a commit whose answer was lost (then `call_at` is null).
CREATE FUNCTION give_back(organisation text, call_id text, call_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  record_at timestamptz;
  detail jsonb;
BEGIN
  UPDATE call c SET outcome = 'not_sent', closed_at = clock_timestamp()
   WHERE c.organisation_id = organisation AND c.at = coalesce(call_at, recent_call_at(organisation, call_id))
     AND c.id = give_back.call_id AND c.outcome IN ('open', 'unknown') AND c.decision = 'allow'
  RETURNING c.at, c.detail INTO record_at, detail;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM return_taken(organisation, call_id, record_at, detail -> 'taken');
  RETURN true;
END $$;
-- A replica of the release before this one asks without the time.
CREATE OR REPLACE FUNCTION give_back(organisation text, call_id text) RETURNS boolean LANGUAGE sql AS $$
  SELECT give_back(organisation, call_id, NULL)
$$;

-- Closes as "outcome unknown" what nobody waits for any more: the long calls of replicas that were not seen for
-- `dead_after`, and every record from `since` to `until` that is open and is no live replica's long call.
CREATE FUNCTION sweep_calls(since timestamptz, until timestamptz, dead_after interval) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  left_behind bigint;
  lost bigint;
BEGIN
  WITH dead AS (
    DELETE FROM long_call l
     WHERE NOT EXISTS (SELECT FROM replica r WHERE r.id = l.replica_id AND r.seen_at > clock_timestamp() - dead_after)
    RETURNING l.organisation_id, l.id, l.at)
  UPDATE call c SET outcome = 'unknown', closed_at = clock_timestamp() FROM dead
   WHERE c.organisation_id = dead.organisation_id AND c.id = dead.id AND c.at = dead.at AND c.outcome = 'open';
  GET DIAGNOSTICS left_behind = ROW_COUNT;
  DELETE FROM replica r WHERE r.seen_at < clock_timestamp() - greatest(dead_after * 2, interval '1 minute');

  UPDATE call c SET outcome = 'unknown', closed_at = clock_timestamp()
    FROM organisation o CROSS JOIN LATERAL (
         SELECT k.organisation_id, k.id, k.at FROM call k
          WHERE k.organisation_id = o.id AND k.at >= since AND k.at < until AND k.outcome = 'open'
            AND NOT EXISTS (SELECT FROM long_call l
                             WHERE l.organisation_id = k.organisation_id AND l.id = k.id AND l.at = k.at)) open
   WHERE c.organisation_id = open.organisation_id AND c.id = open.id AND c.at = open.at AND c.outcome = 'open'
     AND c.at >= since AND c.at < until;
  GET DIAGNOSTICS lost = ROW_COUNT;
  RETURN left_behind + lost;
END $$;
ALTER FUNCTION sweep_calls(timestamptz, timestamptz, interval) SET enable_hashjoin = off;
ALTER FUNCTION sweep_calls(timestamptz, timestamptz, interval) SET enable_mergejoin = off;
ALTER FUNCTION sweep_calls(timestamptz, timestamptz, interval) SET enable_seqscan = off;

-- Deletes at most `most` calls that their organisation does not keep, oldest first. Those of the organisations that
-- keep the longest go with their whole partition, at most a week later; by rows only where that did not happen.
CREATE FUNCTION purge_calls(most int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  purged bigint;
  longest int := (SELECT max(retention_days) FROM organisation);
BEGIN
  WITH old AS (
    SELECT c.organisation_id, c.id, c.at FROM organisation o CROSS JOIN LATERAL (
           SELECT k.organisation_id, k.id, k.at FROM call k
            WHERE k.organisation_id = o.id AND k.at < clock_timestamp() - make_interval(
                  days => o.retention_days + CASE WHEN o.retention_days = longest THEN 8 ELSE 0 END)
            ORDER BY k.at LIMIT most) c
     LIMIT most)
  DELETE FROM call c USING old
   WHERE c.organisation_id = old.organisation_id AND c.id = old.id AND c.at = old.at;
  GET DIAGNOSTICS purged = ROW_COUNT;
  RETURN purged;
END $$;
ALTER FUNCTION purge_calls(int) SET enable_hashjoin = off;
ALTER FUNCTION purge_calls(int) SET enable_mergejoin = off;
ALTER FUNCTION purge_calls(int) SET enable_seqscan = off;

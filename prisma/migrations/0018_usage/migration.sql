-- What the pages of usage are made of (docs/decisions/0039). Nothing here is newer than PostgreSQL 15.

-- The gateway's own share of latency_ms: from the arrival of the request until it is handed to the transport.
ALTER TABLE "call" ADD COLUMN     "gateway_ms" DOUBLE PRECISION;

-- Sums of the record, by minute (kept for hours), by hour (for days) and by day (as long as calls are). Together with
-- the calls from the chore's `reached` on they are what counting the record gives.
CREATE TABLE "usage_calls" (
    "organisation_id" TEXT NOT NULL,
    "grain" TEXT NOT NULL,
    "start" TIMESTAMPTZ(6) NOT NULL,
    "server_id" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "calls" BIGINT NOT NULL,

    CONSTRAINT "usage_calls_pkey" PRIMARY KEY ("organisation_id","grain","start","server_id","grant_id","decision")
);

-- grant_id '' stands for all grants: what a page without a filter reads.
CREATE TABLE "usage_denied" (
    "organisation_id" TEXT NOT NULL,
    "grain" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "start" TIMESTAMPTZ(6) NOT NULL,
    "server_id" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "calls" BIGINT NOT NULL,

    CONSTRAINT "usage_denied_pkey" PRIMARY KEY ("organisation_id","grain","grant_id","start","server_id","tool","rule")
);

CREATE TABLE "usage_latency" (
    "organisation_id" TEXT NOT NULL,
    "grain" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "start" TIMESTAMPTZ(6) NOT NULL,
    "server_id" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "bucket" INTEGER NOT NULL,
    "calls" BIGINT NOT NULL,

    CONSTRAINT "usage_latency_pkey" PRIMARY KEY ("organisation_id","grain","grant_id","start","server_id","part","bucket")
);

-- The latencies of calls that ended long after they began. Only ever added to by who closes calls, so that no call
-- waits for a sum that is being written.
CREATE TABLE "call_late" (
    "organisation_id" TEXT NOT NULL,
    "call_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "server_id" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "gateway_ms" DOUBLE PRECISION NOT NULL,
    "upstream_ms" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "call_late_pkey" PRIMARY KEY ("organisation_id","call_id","at")
);

INSERT INTO "chore" ("name") VALUES ('usage');

-- Latencies are counted in steps of an eighth of an octave: what is read from them is at most 4.4 % off.
CREATE FUNCTION latency_bucket(ms double precision) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT floor(ln(greatest(ms, 0.01)) / ln(2) * 8)::int
$$;

-- A call that was closed later than this is counted by its row in call_late, whenever its time is summed up.
CREATE FUNCTION late_after() RETURNS interval LANGUAGE sql IMMUTABLE AS $$ SELECT interval '30 seconds' $$;

-- As before, with the gateway's share (`gateway`). What was measured once is not closed again: a batch whose answer was
-- lost is written a second time, and must not count a second time.
CREATE OR REPLACE FUNCTION close_calls(closings jsonb) RETURNS void LANGUAGE sql AS $$
  WITH closed AS (
    UPDATE call c SET outcome = coalesce(o.outcome, c.outcome), upstream_status = coalesce(o.status, c.upstream_status),
           latency_ms = coalesce(o.latency, c.latency_ms), gateway_ms = coalesce(o.gateway, c.gateway_ms),
           response_bytes = coalesce(o.bytes, c.response_bytes), message = coalesce(o.message, c.message),
           closed_at = CASE WHEN o.outcome IS NULL THEN c.closed_at ELSE clock_timestamp() END
      FROM jsonb_to_recordset(closings) AS o (organisation text, id text, at timestamptz, outcome text, status int,
           latency double precision, gateway double precision, bytes int, message text)
     WHERE c.organisation_id = o.organisation AND c.id = o.id
       AND c.at = coalesce(o.at, recent_call_at(o.organisation, o.id))
       AND (o.outcome IS NULL OR c.outcome = 'open' OR c.outcome = 'unknown' AND c.latency_ms IS NULL)
    RETURNING c.organisation_id, c.id, c.at, c.server_id, c.grant_id, c.closed_at, c.latency_ms, c.gateway_ms,
              o.outcome IS NOT NULL AS is_closed)
  INSERT INTO call_late (organisation_id, call_id, at, server_id, grant_id, gateway_ms, upstream_ms)
  SELECT organisation_id, id, at, server_id, grant_id, gateway_ms, greatest(latency_ms - gateway_ms, 0) FROM closed
   WHERE is_closed AND closed_at - at >= late_after() AND latency_ms IS NOT NULL AND gateway_ms IS NOT NULL
$$;
ALTER FUNCTION close_calls(jsonb) SET enable_hashjoin = off;
ALTER FUNCTION close_calls(jsonb) SET enable_mergejoin = off;
ALTER FUNCTION close_calls(jsonb) SET enable_seqscan = off;

-- How long sums of a grain are kept and written; null for days: as long as the organisation keeps its calls.
CREATE FUNCTION usage_kept(grain text) RETURNS interval LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE grain WHEN 'minute' THEN interval '3 hours' WHEN 'hour' THEN interval '9 days' END
$$;

-- Adds latencies, each for its grant and for all grants, by every grain that is still kept.
CREATE FUNCTION add_latencies(organisations text[], minutes timestamptz[], servers text[], grants text[], parts text[],
                              buckets int[], counts bigint[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO usage_latency AS u (organisation_id, grain, grant_id, start, server_id, part, bucket, calls)
  SELECT s.organisation, g.grain, w.whose, date_trunc(g.grain, s.minute, 'UTC'), s.server, s.part, s.bucket, sum(s.calls)
    FROM unnest(organisations, minutes, servers, grants, parts, buckets, counts)
         AS s (organisation, minute, server, whose, part, bucket, calls)
   CROSS JOIN unnest(ARRAY['minute', 'hour', 'day']) AS g (grain)
   CROSS JOIN LATERAL (VALUES (''), (s.whose)) AS w (whose)
   WHERE usage_kept(g.grain) IS NULL OR s.minute >= clock_timestamp() - usage_kept(g.grain)
   GROUP BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (organisation_id, grain, grant_id, start, server_id, part, bucket)
    DO UPDATE SET calls = u.calls + excluded.calls
$$;

-- Adds the calls from where the last run ended to what is settled, and of those at most `longest`, and says how far it
-- came. In one transaction, under the lock of the chore's row: replicas that come at once come one after another.
-- Settled is what nobody changes any more: a refusal folds into a record of the last ten seconds, a closing that is
-- not late comes within thirty, and a transaction that is still writing holds the horizon back by as much.
CREATE FUNCTION roll_up_calls(longest interval, OUT reached timestamptz, OUT is_done boolean) LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  since timestamptz;
  horizon timestamptz;
  folded bigint;
BEGIN
  SELECT c.reached INTO since FROM chore c WHERE c.name = 'usage' FOR UPDATE;
  horizon := least(clock_timestamp(), (SELECT min(a.xact_start) FROM pg_stat_activity a
                                        WHERE a.datname = current_database() AND a.backend_xid IS NOT NULL
                                          AND a.pid <> pg_backend_pid())) - interval '1 minute';
  since := coalesce(since, (
    SELECT min(first.at) FROM organisation o CROSS JOIN LATERAL (
           SELECT k.at FROM call k WHERE k.organisation_id = o.id ORDER BY k.at LIMIT 1) first), horizon);
  reached := greatest(since, least(horizon, since + longest));
  is_done := reached >= horizon;
  UPDATE chore c SET reached = roll_up_calls.reached WHERE c.name = 'usage';

  INSERT INTO usage_calls AS u (organisation_id, grain, start, server_id, grant_id, decision, calls)
  SELECT s.organisation_id, g.grain, date_trunc(g.grain, s.minute, 'UTC'), s.server_id, s.grant_id, s.decision, sum(s.calls)
    FROM (SELECT k.organisation_id, date_trunc('minute', k.at, 'UTC') AS minute, k.server_id, k.grant_id, k.decision,
                 sum(k.repeats) AS calls
            FROM organisation o JOIN call k ON k.organisation_id = o.id
           WHERE k.at >= since AND k.at < reached GROUP BY 1, 2, 3, 4, 5) s
   CROSS JOIN unnest(ARRAY['minute', 'hour', 'day']) AS g (grain)
   WHERE usage_kept(g.grain) IS NULL OR s.minute >= clock_timestamp() - usage_kept(g.grain)
   GROUP BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (organisation_id, grain, start, server_id, grant_id, decision)
    DO UPDATE SET calls = u.calls + excluded.calls;

  INSERT INTO usage_denied AS u (organisation_id, grain, grant_id, start, server_id, tool, rule, calls)
  SELECT s.organisation_id, g.grain, w.whose, date_trunc(g.grain, s.minute, 'UTC'), s.server_id, s.tool, s.rule, sum(s.calls)
    FROM (SELECT k.organisation_id, date_trunc('minute', k.at, 'UTC') AS minute, k.server_id, k.grant_id, k.tool, k.rule,
                 sum(k.repeats) AS calls
            FROM organisation o JOIN call k ON k.organisation_id = o.id
           WHERE k.at >= since AND k.at < reached AND k.decision = 'deny' GROUP BY 1, 2, 3, 4, 5, 6) s
   CROSS JOIN unnest(ARRAY['minute', 'hour', 'day']) AS g (grain)
   CROSS JOIN LATERAL (VALUES (''), (s.grant_id)) AS w (whose)
   WHERE usage_kept(g.grain) IS NULL OR s.minute >= clock_timestamp() - usage_kept(g.grain)
   GROUP BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (organisation_id, grain, grant_id, start, server_id, tool, rule)
    DO UPDATE SET calls = u.calls + excluded.calls;

  PERFORM add_latencies(array_agg(s.organisation_id), array_agg(s.minute), array_agg(s.server_id), array_agg(s.grant_id),
                        array_agg(s.part), array_agg(s.bucket), array_agg(s.calls))
     FROM (SELECT k.organisation_id, date_trunc('minute', k.at, 'UTC') AS minute, k.server_id, k.grant_id, p.part, p.bucket,
                  count(*) AS calls
             FROM organisation o JOIN call k ON k.organisation_id = o.id
            CROSS JOIN LATERAL (VALUES ('gateway', latency_bucket(k.gateway_ms)),
                                       ('upstream', latency_bucket(k.latency_ms - k.gateway_ms))) AS p (part, bucket)
            WHERE k.at >= since AND k.at < reached AND k.latency_ms IS NOT NULL AND k.gateway_ms IS NOT NULL
              AND k.closed_at - k.at < late_after() GROUP BY 1, 2, 3, 4, 5, 6) s;

  -- What came late, a little at a time, into the time of its call.
  WITH gone AS (
    DELETE FROM call_late l WHERE l.ctid = ANY (ARRAY(SELECT o.ctid FROM call_late o LIMIT 5000)) RETURNING l.*)
  SELECT count(*) INTO folded FROM (SELECT add_latencies(array_agg(s.organisation_id), array_agg(s.minute), array_agg(s.server_id), array_agg(s.grant_id),
                       array_agg(s.part), array_agg(s.bucket), array_agg(s.calls))
    FROM (SELECT l.organisation_id, date_trunc('minute', l.at, 'UTC') AS minute, l.server_id, l.grant_id, p.part, p.bucket,
                 count(*) AS calls
            FROM gone l CROSS JOIN LATERAL (VALUES ('gateway', latency_bucket(l.gateway_ms)),
                                                   ('upstream', latency_bucket(l.upstream_ms))) AS p (part, bucket)
           GROUP BY 1, 2, 3, 4, 5, 6) s) added;
END $$;
ALTER FUNCTION roll_up_calls(interval) SET enable_hashjoin = off;
ALTER FUNCTION roll_up_calls(interval) SET enable_mergejoin = off;
ALTER FUNCTION roll_up_calls(interval) SET enable_seqscan = off;
ALTER FUNCTION roll_up_calls(interval) SET jit = off;

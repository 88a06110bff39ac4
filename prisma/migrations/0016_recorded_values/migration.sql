-- Values of arguments (docs/decisions/0037): what of them a server's setting keeps, sealed, in a table of their own,
-- so that a call whose names alone are recorded costs what it did. Nothing here is newer than PostgreSQL 15.
-- `value_salt` goes into the key that seals them: another salt, and what was sealed before opens for nobody.
ALTER TABLE "server" ADD COLUMN     "record" TEXT NOT NULL DEFAULT 'names',
ADD COLUMN     "value_days" INTEGER NOT NULL DEFAULT 30,
ADD COLUMN     "value_salt" BYTEA NOT NULL DEFAULT uuid_send(gen_random_uuid()),
ADD COLUMN     "values_erased_at" TIMESTAMPTZ(6),
ADD COLUMN     "values_purged_to" TIMESTAMPTZ(6);
ALTER TABLE "server" ADD CONSTRAINT "server_record_is_known" CHECK (record IN ('names', 'mentioned', 'all'));
ALTER TABLE "server" ADD CONSTRAINT "server_value_days_are_sane" CHECK (value_days BETWEEN 1 AND 1095);

CREATE TABLE "call_values" (
    "organisation_id" TEXT NOT NULL,
    "call_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "server_id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "call_values_pkey" PRIMARY KEY ("organisation_id","call_id")
);
CREATE INDEX "call_values_organisation_id_server_id_at_idx" ON "call_values"("organisation_id", "server_id", "at");

-- Until when the values of a server have had their time. By whole days (UTC), so that the purge of a day is one thing
-- that can be written down; what an admin erased has had its time at once, and so have those of a server that is gone.
CREATE FUNCTION values_end(days int, call_days int, erased_at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT greatest(date_trunc('day', clock_timestamp(), 'UTC') - make_interval(days => least(days, call_days)), erased_at)
$$;

-- Deletes at most `most` values that are kept no longer. The first that go on a day are put on record, with how many
-- there are (counted up to 100,000): the event and the mark of how far it went are one change. Ends within about a second,
-- and goes on at its next call.
CREATE FUNCTION purge_values(most int) RETURNS bigint LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  began timestamptz := clock_timestamp();
  place record;
  counted bigint;
  gone bigint;
  purged bigint := 0;
BEGIN
  FOR place IN
    -- Each organisation and server that has values, by one look into the index for each.
    WITH RECURSIVE places AS (
      (SELECT v.organisation_id, v.server_id FROM call_values v ORDER BY v.organisation_id, v.server_id LIMIT 1)
      UNION ALL
      SELECT n.organisation_id, n.server_id FROM places p CROSS JOIN LATERAL (
        SELECT v.organisation_id, v.server_id FROM call_values v
         WHERE (v.organisation_id, v.server_id) > (p.organisation_id, p.server_id)
         ORDER BY v.organisation_id, v.server_id LIMIT 1) n)
    SELECT p.organisation_id AS organisation, p.server_id AS server, s.id IS NULL AS is_orphan, s.values_purged_to AS reached,
           CASE WHEN s.id IS NULL THEN 'infinity' ELSE values_end(s.value_days, o.retention_days, s.values_erased_at) END AS past,
           s.values_erased_at AS erased_at, least(s.value_days, o.retention_days) AS days
      FROM places p
      LEFT JOIN server s ON s.organisation_id = p.organisation_id AND s.id = p.server_id
      LEFT JOIN organisation o ON o.id = s.organisation_id
     -- Another server first where one has more than a batch: what a server has does not keep others waiting.
     ORDER BY s.values_purged_to NULLS FIRST
  LOOP
    EXIT WHEN purged >= most OR clock_timestamp() > began + interval '1 second';
    IF NOT place.is_orphan AND place.past IS DISTINCT FROM place.reached THEN
      SELECT count(*) INTO counted FROM (
        SELECT FROM call_values v WHERE v.organisation_id = place.organisation AND v.server_id = place.server
           AND v.at < place.past LIMIT 100000) v;
      CONTINUE WHEN counted = 0;
      UPDATE server s SET values_purged_to = place.past
       WHERE s.organisation_id = place.organisation AND s.id = place.server;
      -- What an admin erased is on record as theirs already.
      IF place.past IS DISTINCT FROM place.erased_at THEN
        INSERT INTO audit_event (organisation_id, id, at, actor_id, actor_kind, action, target, detail)
        VALUES (place.organisation, new_timed_id('evt', place.organisation), clock_timestamp(), NULL, 'system',
                'server.values_purged', place.server, jsonb_build_object('before', to_char(place.past AT TIME ZONE 'UTC',
                'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'days', place.days, 'values', counted));
      END IF;
    END IF;
    DELETE FROM call_values v USING (
      SELECT k.organisation_id, k.call_id FROM call_values k
       WHERE k.organisation_id = place.organisation AND k.server_id = place.server AND k.at < place.past
       ORDER BY k.at LIMIT most - purged FOR UPDATE SKIP LOCKED) old
     WHERE v.organisation_id = old.organisation_id AND v.call_id = old.call_id;
    GET DIAGNOSTICS gone = ROW_COUNT;
    purged := purged + gone;
  END LOOP;
  RETURN purged;
END $$;
ALTER FUNCTION purge_values(int) SET enable_hashjoin = off;
ALTER FUNCTION purge_values(int) SET enable_mergejoin = off;
ALTER FUNCTION purge_values(int) SET enable_seqscan = off;

-- The record of what people did, sealed: entries say from where they came, are partitioned by month, and are hashed
-- into a chain by the gateways (docs/decisions/0040). Nobody updates or deletes one; old months are dropped whole.

-- ---------------------------------------------------------------- entries, by month
ALTER TABLE "audit_event" RENAME TO "audit_event_before_seals";
ALTER TABLE "audit_event_before_seals" RENAME CONSTRAINT "audit_event_pkey" TO "audit_event_before_seals_pkey";
DROP INDEX "audit_event_organisation_id_at_idx";

CREATE TABLE "audit_event" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" TEXT,
    "actor_kind" TEXT NOT NULL,
    "key_id" TEXT,
    "request_id" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("organisation_id","id","at")
) PARTITION BY RANGE ("at");
CREATE INDEX "audit_event_organisation_id_at_id_idx" ON "audit_event"("organisation_id", "at" DESC, "id" DESC);
CREATE TABLE "audit_event_default" PARTITION OF "audit_event" DEFAULT;

-- What is not sealed yet. A row is written with its entry and goes with its seal.
CREATE TABLE "audit_pending" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_pending_pkey" PRIMARY KEY ("organisation_id","id")
);

-- One sealed batch. ids[i] is entry first_sequence + i, links[i] the hash of the chain up to and with it;
-- the chain begins with `previous`, the root before. How they are made: lib/data/seals/chain.ts.
CREATE TABLE "audit_seal" (
    "organisation_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,
    "first_sequence" BIGINT NOT NULL,
    "entries" INTEGER NOT NULL,
    "oldest_at" TIMESTAMPTZ(3) NOT NULL,
    "newest_at" TIMESTAMPTZ(3) NOT NULL,
    "ids" TEXT[],
    "links" TEXT[],
    "previous" TEXT NOT NULL,
    "root" TEXT NOT NULL,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("organisation_id","number"),
    CONSTRAINT "audit_seal_whole" CHECK (entries = cardinality(ids) AND entries = cardinality(links) AND entries > 0)
);

-- What stands for the batches that were purged: the chain goes on from its root.
CREATE TABLE "audit_tombstone" (
    "organisation_id" TEXT NOT NULL,
    "through_number" INTEGER NOT NULL,
    "through_sequence" BIGINT NOT NULL,
    "root" TEXT NOT NULL,
    "purged_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_tombstone_pkey" PRIMARY KEY ("organisation_id","through_number")
);

CREATE FUNCTION refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% rows are never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION await_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_pending (organisation_id, id, at) VALUES (NEW.organisation_id, NEW.id, NEW.at);
  RETURN NULL;
END $$;

CREATE TRIGGER audit_event_immutable BEFORE UPDATE ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse_update();
CREATE TRIGGER audit_event_kept BEFORE DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse_delete();
CREATE TRIGGER audit_event_not_emptied BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete();
CREATE TRIGGER audit_event_default_not_emptied BEFORE TRUNCATE ON audit_event_default
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete();
CREATE TRIGGER audit_event_awaits_seal AFTER INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION await_seal();
CREATE TRIGGER audit_seal_immutable BEFORE UPDATE ON audit_seal FOR EACH ROW EXECUTE FUNCTION refuse_update();
CREATE TRIGGER audit_tombstone_immutable BEFORE UPDATE ON audit_tombstone FOR EACH ROW EXECUTE FUNCTION refuse_update();

-- Makes the partition of one month. Runs as the owner of the tables, so that the application need not own them; what
-- default privileges gave away of the new partition is taken back, because rights on it would go around the table's.
-- Answers made, there, or occupied (its entries are in the default partition already).
CREATE FUNCTION make_audit_partition(instant timestamptz) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  first timestamptz := limit_window_start('month', instant);
  past timestamptz := limit_window_end('month', first);
  name text := 'audit_event_' || to_char(first AT TIME ZONE 'UTC', 'YYYYMM');
  holder regrole;
BEGIN
  IF to_regclass(name) IS NOT NULL THEN RETURN 'there'; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('make_audit_partition'));
  IF EXISTS (SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
              WHERE i.inhparent = 'audit_event'::regclass AND c.relname = name) THEN RETURN 'there'; END IF;
  IF EXISTS (SELECT FROM audit_event_default d WHERE d.at >= first AND d.at < past) THEN RETURN 'occupied'; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE audit_event INCLUDING ALL)', name);
  FOR holder IN SELECT DISTINCT g.grantee::regrole FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) g
                 WHERE c.oid = name::regclass AND g.grantee <> c.relowner AND g.grantee <> 0 LOOP
    EXECUTE format('REVOKE ALL ON %I FROM %s', name, holder);
  END LOOP;
  EXECUTE format('ALTER TABLE audit_event ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, first, past);
  EXECUTE format('CREATE TRIGGER not_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()', name);
  RETURN 'made';
END $$;

SELECT make_audit_partition(month) FROM (
  SELECT DISTINCT limit_window_start('month', at) AS month FROM audit_event_before_seals
  UNION SELECT clock_timestamp() + make_interval(months => ahead) FROM generate_series(0, 12) ahead) months;
INSERT INTO "audit_event" (organisation_id, id, at, actor_id, actor_kind, action, target, detail)
SELECT organisation_id, id, at, actor_id, actor_kind, action, target, detail FROM audit_event_before_seals ORDER BY at, id;
DROP TABLE "audit_event_before_seals";

-- ---------------------------------------------------------------- retention
-- Drops the months that end by `before`, as far as whole batches allow, and leaves a tombstone for each organisation:
-- the chain goes on from its root, and the purge is itself an entry of it. Of a batch that reaches over the end of a
-- month both months stay. Returns how many entries went. For the owner and the maintenance role alone.
CREATE FUNCTION purge_audit(before timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
#variable_conflict use_variable
DECLARE
  ending timestamptz := limit_window_start('month', before);
  month record; gone bigint := 0; counted bigint;
BEGIN
  -- Nobody seals meanwhile.
  LOCK TABLE audit_seal IN SHARE ROW EXCLUSIVE MODE;
  LOOP
    EXIT WHEN ending <= (SELECT min(e.at) FROM audit_event e);
    EXIT WHEN NOT EXISTS (SELECT FROM audit_pending p WHERE p.at < ending)
      AND NOT EXISTS (
        SELECT FROM audit_seal s WHERE s.oldest_at < ending AND (s.newest_at >= ending OR EXISTS (
               SELECT FROM audit_seal e WHERE e.organisation_id = s.organisation_id AND e.number < s.number
                  AND e.newest_at >= ending)));
    ending := limit_window_start('month', ending - interval '1 second');
  END LOOP;
  IF ending IS NULL OR NOT EXISTS (SELECT FROM audit_event e WHERE e.at < ending) THEN RETURN 0; END IF;

  INSERT INTO audit_tombstone (organisation_id, through_number, through_sequence, root, purged_at)
  SELECT DISTINCT ON (s.organisation_id) s.organisation_id, s.number, s.first_sequence + s.entries - 1, s.root, clock_timestamp()
    FROM audit_seal s WHERE s.newest_at < ending ORDER BY s.organisation_id, s.number DESC;
  INSERT INTO audit_event (organisation_id, id, at, actor_kind, action, target, detail)
  SELECT s.organisation_id, new_timed_id('evt', s.organisation_id), clock_timestamp(), 'chore', 'audit.purged', s.organisation_id,
         jsonb_build_object('before', to_char(ending AT TIME ZONE 'UTC', 'YYYY-MM-DD'), 'entries', sum(s.entries),
                            'throughSequence', max(s.first_sequence + s.entries - 1),
                            'root', (array_agg(s.root ORDER BY s.number DESC))[1])
    FROM audit_seal s WHERE s.newest_at < ending GROUP BY s.organisation_id;
  DELETE FROM audit_seal s WHERE s.newest_at < ending;

  FOR month IN
    SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'audit_event'::regclass AND c.relname ~ '^audit_event_[0-9]{6}$'
       AND (to_date(substr(c.relname, 13), 'YYYYMM') + interval '1 month') AT TIME ZONE 'UTC' <= ending
     ORDER BY c.relname
  LOOP
    EXECUTE format('SELECT count(*) FROM %I', month.name) INTO counted;
    EXECUTE format('DROP TABLE %I', month.name);
    gone := gone + counted;
  END LOOP;
  -- Entries for whose month there was no partition in time.
  ALTER TABLE audit_event_default DISABLE TRIGGER USER;
  DELETE FROM audit_event_default e WHERE e.at < ending;
  GET DIAGNOSTICS counted = ROW_COUNT;
  ALTER TABLE audit_event_default ENABLE TRIGGER USER;
  RETURN gone + counted;
END $$;

-- What the program itself deleted of an organisation's calls, once for each day of retention.
CREATE FUNCTION note_purge(organisation text, before timestamptz) RETURNS void LANGUAGE sql AS $$
  INSERT INTO audit_event (organisation_id, id, at, actor_kind, action, target, detail)
  SELECT o.id, new_timed_id('evt', o.id), clock_timestamp(), 'chore', 'calls.purged', o.id,
         jsonb_build_object('before', to_char(before AT TIME ZONE 'UTC', 'YYYY-MM-DD'), 'days', o.retention_days)
    FROM organisation o
   WHERE o.id = organisation AND NOT EXISTS (
         SELECT FROM audit_event e WHERE e.organisation_id = organisation AND e.at > clock_timestamp() - interval '2 days'
            AND e.action = 'calls.purged' AND e.detail ->> 'before' = to_char(before AT TIME ZONE 'UTC', 'YYYY-MM-DD'))
$$;

-- As before, and says so in the record.
CREATE OR REPLACE FUNCTION purge_calls(most int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  purged bigint;
  owners text[];
  longest int := (SELECT max(retention_days) FROM organisation);
BEGIN
  WITH old AS (
    SELECT c.organisation_id, c.id, c.at FROM organisation o CROSS JOIN LATERAL (
           SELECT k.organisation_id, k.id, k.at FROM call k
            WHERE k.organisation_id = o.id AND k.at < clock_timestamp() - make_interval(
                  days => o.retention_days + CASE WHEN o.retention_days = longest THEN 8 ELSE 0 END)
            ORDER BY k.at LIMIT most) c
     LIMIT most),
  gone AS (
    DELETE FROM call c USING old
     WHERE c.organisation_id = old.organisation_id AND c.id = old.id AND c.at = old.at RETURNING c.organisation_id)
  SELECT count(*), array_agg(DISTINCT organisation_id) INTO purged, owners FROM gone;
  PERFORM note_purge(o.id, clock_timestamp() - make_interval(days => o.retention_days))
     FROM organisation o WHERE o.id = ANY (owners);
  RETURN purged;
END $$;
ALTER FUNCTION purge_calls(int) SET enable_hashjoin = off;
ALTER FUNCTION purge_calls(int) SET enable_mergejoin = off;
ALTER FUNCTION purge_calls(int) SET enable_seqscan = off;

-- Empties, then drops, a week of calls that nobody keeps. As the owner, and only what is really over.
CREATE FUNCTION retire_call_partition(name text, step text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF name !~ '^call_[0-9]{8}$' OR NOT EXISTS (
       SELECT FROM pg_inherits i WHERE i.inhparent = 'call'::regclass AND i.inhrelid = to_regclass(name))
     OR (to_date(substr(name, 6), 'YYYYMMDD') + 7)::timestamp AT TIME ZONE 'UTC'
        > clock_timestamp() - (SELECT make_interval(days => max(retention_days)) FROM organisation)
  THEN RAISE EXCEPTION '% holds calls that are kept', name USING ERRCODE = 'restrict_violation';
  END IF;
  IF step = 'empty' THEN
    EXECUTE format($q$SELECT note_purge(o.id, clock_timestamp() - make_interval(days => o.retention_days))
      FROM organisation o WHERE EXISTS (SELECT FROM %I c WHERE c.organisation_id = o.id)$q$, name);
    EXECUTE format('TRUNCATE %I', name);
  ELSE
    EXECUTE format('DROP TABLE %I', name);
  END IF;
END $$;

-- ---------------------------------------------------------------- roles
-- Another role, or none: whoever changes that, be it by SQL, is on record.
CREATE FUNCTION audit_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A whole organisation that goes takes its members along.
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM organisation o WHERE o.id = OLD.organisation_id) THEN RETURN NULL; END IF;
  INSERT INTO audit_event (organisation_id, id, at, actor_kind, action, target, detail)
  VALUES (OLD.organisation_id, new_timed_id('evt', OLD.organisation_id), clock_timestamp(), 'database',
          CASE TG_OP WHEN 'DELETE' THEN 'member.removed' ELSE 'member.role_changed' END, OLD.user_id,
          jsonb_build_object(
            'email', (SELECT u.email FROM "user" u WHERE u.id = OLD.user_id),
            'before', jsonb_build_object('role', OLD.role),
            'after', CASE TG_OP WHEN 'DELETE' THEN 'null'::jsonb ELSE jsonb_build_object('role', NEW.role) END));
  RETURN NULL;
END $$;
CREATE TRIGGER member_role_audited AFTER UPDATE OF role ON member FOR EACH ROW WHEN (OLD.role IS DISTINCT FROM NEW.role)
  EXECUTE FUNCTION audit_member();
CREATE TRIGGER member_removal_audited AFTER DELETE ON member FOR EACH ROW EXECUTE FUNCTION audit_member();

-- Rights of a separate application role and of a maintenance role, given by the owner of the tables: once, and again
-- after each release. The application adds to the record and reads it; the maintenance role purges it and reads it.
CREATE FUNCTION separate_roles(app text, maintenance text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  place text := current_schema();
  kept text;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I, %I', place, app, maintenance);
  EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC, %I, %I', place, app, maintenance);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', place, app);
  EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO %I', place, app);
  EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', place, app);
  EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM %I', app);
  FOR kept IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = place::regnamespace AND c.relkind IN ('r', 'p')
                AND (c.relname ~ '^audit_event(_default|_[0-9]{6})?$' OR c.relname IN ('audit_seal', 'audit_tombstone')) LOOP
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, %I, %I', kept, app, maintenance);
  END LOOP;
  EXECUTE format('GRANT SELECT, INSERT ON audit_event, audit_seal TO %I', app);
  EXECUTE format('GRANT SELECT ON audit_tombstone TO %I', app);
  EXECUTE format('GRANT SELECT ON audit_event, audit_pending, audit_seal, audit_tombstone, organisation TO %I', maintenance);
  EXECUTE format('GRANT EXECUTE ON FUNCTION purge_audit(timestamptz) TO %I', maintenance);
END $$;
REVOKE EXECUTE ON FUNCTION purge_audit(timestamptz) FROM PUBLIC;
ALTER FUNCTION make_call_partition(timestamptz) SECURITY DEFINER;
-- Functions that run as the owner look nothing up in a caller's own schemas.
DO $$
DECLARE
  owned text;
BEGIN
  FOREACH owned IN ARRAY ARRAY['make_audit_partition(timestamptz)', 'purge_audit(timestamptz)',
                               'make_call_partition(timestamptz)', 'retire_call_partition(text, text)'] LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', owned, current_schema());
  END LOOP;
END $$;

-- ---------------------------------------------------------------- approvals that wait too long
ALTER TABLE "organisation" ADD COLUMN "escalate_after_minutes" INTEGER;
ALTER TABLE "organisation" ADD COLUMN "escalate_to_id" TEXT;
ALTER TABLE "organisation" ADD CONSTRAINT "organisation_escalation" CHECK (escalate_after_minutes BETWEEN 1 AND 1440);
ALTER TABLE "approval" ADD COLUMN "escalated_at" TIMESTAMPTZ(6);
ALTER TABLE "approval" ADD COLUMN "escalated_to_id" TEXT;
CREATE INDEX "approval_expires_at_idx" ON "approval"("expires_at");
CREATE INDEX "allowance_ends_at_idx" ON "allowance"("ends_at");

-- As before, and an escalation is critical. Kinds that this release does not know yet harm nothing.
CREATE OR REPLACE FUNCTION note_event(organisation text, kind text, subject text, detail jsonb, severity text DEFAULT NULL)
RETURNS text LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  ranks constant text[] := ARRAY['info', 'warning', 'critical'];
  weight text := coalesce(severity, CASE kind
    WHEN 'server.unreachable' THEN 'critical'
    WHEN 'stop.set' THEN 'critical'
    WHEN 'stop.lifted' THEN 'critical'
    WHEN 'approval.escalated' THEN 'critical'
    WHEN 'approval.asked' THEN 'warning'
    WHEN 'tool.changed' THEN 'warning'
    WHEN 'denials.spike' THEN 'warning'
    WHEN 'limit.near' THEN 'warning'
    WHEN 'grant.new_client' THEN 'warning'
    ELSE 'info' END);
  -- Who was told of a trouble is told of its end, whatever that weighs.
  reach text := CASE kind WHEN 'server.reachable' THEN 'critical' ELSE weight END;
  id text := new_timed_id('ntc', organisation);
BEGIN
  INSERT INTO event (organisation_id, id, at, kind, severity, subject, detail)
  VALUES (organisation, id, clock_timestamp(), kind, weight, subject,
          CASE WHEN octet_length(detail::text) > 16384 THEN '{"omitted": "too large"}' ELSE coalesce(detail, '{}') END);
  INSERT INTO delivery (organisation_id, id, channel_id, event_id, next_at)
  SELECT c.organisation_id, new_timed_id('dlv', organisation), c.id, id, clock_timestamp()
    FROM channel c
   WHERE c.organisation_id = organisation AND c.is_on AND (c.kinds = '{}' OR kind = ANY (c.kinds))
     AND array_position(ranks, c.least) <= array_position(ranks, reach);
  RETURN id;
END $$;

-- Tells a second approver of what has waited for as long as its organisation says. Each approval once; several
-- replicas may ask at the same time. Returns how many were told of.
CREATE FUNCTION escalate_approvals() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  late record; told int := 0;
BEGIN
  FOR late IN
    SELECT a.organisation_id, a.id, a.tool, g.label, s.name AS server, o.escalate_after_minutes AS minutes, u.id AS person, u.email
      FROM organisation o
      JOIN approval a ON a.organisation_id = o.id AND a.verdict IS NULL AND a.escalated_at IS NULL
       AND a.asked_at <= clock_timestamp() - make_interval(mins => o.escalate_after_minutes)
       AND a.expires_at > clock_timestamp()
      JOIN approval_standing st ON st.organisation_id = a.organisation_id AND st.id = a.id AND st.state = 'waiting'
      LEFT JOIN "grant" g ON g.organisation_id = a.organisation_id AND g.id = a.grant_id
      LEFT JOIN server s ON s.organisation_id = a.organisation_id AND s.id = a.server_id
      -- Whoever has left, or may no longer decide, is not named: then it is for every approver.
      LEFT JOIN member m ON m.organisation_id = o.id AND m.user_id = o.escalate_to_id
       AND m.role IN ('approver', 'policy_manager', 'admin', 'owner')
       AND NOT (o.is_separated AND g.created_by_id IS NOT DISTINCT FROM m.user_id)
      LEFT JOIN "user" u ON u.id = m.user_id
     WHERE o.escalate_after_minutes IS NOT NULL
     ORDER BY a.asked_at LIMIT 200 FOR UPDATE OF a SKIP LOCKED
  LOOP
    UPDATE approval SET escalated_at = clock_timestamp(), escalated_to_id = late.person
     WHERE organisation_id = late.organisation_id AND id = late.id;
    PERFORM note_event(late.organisation_id, 'approval.escalated', late.id, jsonb_build_object(
      'tool', late.tool, 'grant', late.label, 'server', late.server, 'minutes', late.minutes, 'to', late.email));
    told := told + 1;
  END LOOP;
  RETURN told;
END $$;
INSERT INTO watch (name, due_at) VALUES ('escalations', clock_timestamp());

-- Approvals and allowances go when their organisation no longer keeps the calls of their time.
CREATE FUNCTION purge_approvals(most int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  purged bigint; used bigint; allowances bigint;
BEGIN
  WITH old AS (
    SELECT a.organisation_id, a.id FROM approval a JOIN organisation o ON o.id = a.organisation_id
     WHERE a.expires_at < clock_timestamp() - make_interval(days => o.retention_days)
       -- An allowance shows what it was given from for as long as it is there.
       AND NOT EXISTS (SELECT FROM allowance w WHERE w.organisation_id = a.organisation_id AND w.id = a.allowance_id)
     ORDER BY a.expires_at LIMIT most FOR UPDATE OF a SKIP LOCKED)
  DELETE FROM approval a USING old WHERE a.organisation_id = old.organisation_id AND a.id = old.id;
  GET DIAGNOSTICS purged = ROW_COUNT;
  WITH old AS (
    SELECT w.organisation_id, w.id FROM allowance w JOIN organisation o ON o.id = w.organisation_id
     WHERE w.ends_at < clock_timestamp() - make_interval(days => o.retention_days)
     ORDER BY w.ends_at LIMIT most FOR UPDATE OF w SKIP LOCKED),
  uses AS (DELETE FROM allowance_use u USING old WHERE u.organisation_id = old.organisation_id AND u.allowance_id = old.id)
  DELETE FROM allowance w USING old WHERE w.organisation_id = old.organisation_id AND w.id = old.id;
  GET DIAGNOSTICS allowances = ROW_COUNT;
  RETURN greatest(purged, allowances);
END $$;

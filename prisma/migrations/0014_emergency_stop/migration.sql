-- Emergency stops: what a person stopped, why, until when, and who lifted it. A stop holds from its commit until it is
-- lifted or its end has come; nothing has to run for that, and the rows stay as the history.
CREATE TABLE "emergency_stop" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "subject_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    "set_by_id" TEXT NOT NULL,
    "set_via" TEXT NOT NULL,
    "ends_at" TIMESTAMPTZ(6),
    "lifted_at" TIMESTAMPTZ(6),
    "lifted_by_id" TEXT,

    CONSTRAINT "emergency_stop_pkey" PRIMARY KEY ("organisation_id","id"),
    CONSTRAINT "emergency_stop_scope" CHECK (scope IN ('organisation', 'server', 'grant')),
    CONSTRAINT "emergency_stop_lifted" CHECK ((lifted_at IS NULL) = (lifted_by_id IS NULL))
);
CREATE INDEX "emergency_stop_organisation_id_subject_id_set_at_idx" ON "emergency_stop"("organisation_id", "subject_id", "set_at" DESC);
CREATE INDEX "emergency_stop_organisation_id_set_at_id_idx" ON "emergency_stop"("organisation_id", "set_at" DESC, "id" DESC);
ALTER TABLE "emergency_stop" ADD CONSTRAINT "emergency_stop_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A stop is lifted once, and changed in no other way: a longer one is another row.
CREATE FUNCTION keep_emergency_stop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.lifted_at IS NOT NULL
     OR (NEW.scope, NEW.subject_id, NEW.subject_name, NEW.reason, NEW.set_at, NEW.set_by_id, NEW.set_via, NEW.ends_at)
       IS DISTINCT FROM (OLD.scope, OLD.subject_id, OLD.subject_name, OLD.reason, OLD.set_at, OLD.set_by_id, OLD.set_via,
         OLD.ends_at)
  THEN RAISE EXCEPTION 'an emergency stop is lifted once, and never changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER emergency_stop_kept BEFORE UPDATE ON emergency_stop FOR EACH ROW EXECUTE FUNCTION keep_emergency_stop();

-- The stop that covers a grant's use of a server now: of several the one that holds longest. No row where none holds.
CREATE FUNCTION holding_stop(organisation text, grant_id text, server_id text)
RETURNS TABLE (stop_scope text, stop_reason text, stop_ends_at timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT e.scope, e.reason, e.ends_at FROM emergency_stop e
   WHERE e.organisation_id = holding_stop.organisation
     AND e.subject_id IN (holding_stop.organisation, holding_stop.grant_id, holding_stop.server_id)
     AND e.lifted_at IS NULL AND (e.ends_at IS NULL OR e.ends_at > clock_timestamp())
   ORDER BY e.ends_at DESC NULLS FIRST, e.set_at, e.id LIMIT 1
$$;

-- As before, and void is also what no call can find any more: a stop of its grant takes an approval's digest away (a stop
-- of the server or the organisation raises the server's revision).
CREATE OR REPLACE VIEW approval_standing AS
SELECT a.organisation_id, a.id,
       f.grant_is_live, f.policy_version_id, f.definition, f.server_revision,
       CASE WHEN a.used_at IS NOT NULL THEN 'used'
            WHEN a.verdict = 'denied' THEN 'denied'
            WHEN NOT f.grant_is_live OR f.policy_version_id IS DISTINCT FROM a.policy_version_id
              OR f.definition IS DISTINCT FROM a.tool_hash OR f.server_revision IS DISTINCT FROM a.server_revision THEN 'void'
            WHEN a.expires_at <= clock_timestamp() THEN 'expired'
            WHEN a.open_digest IS NULL THEN 'void'
            WHEN a.verdict IS NULL THEN 'waiting'
            ELSE 'usable' END AS state
  FROM approval a
 CROSS JOIN LATERAL (
   SELECT count(*) FILTER (WHERE g.revoked_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > clock_timestamp())
                             AND m.user_id IS NOT NULL AND gs.server_id IS NOT NULL) = 1 AS grant_is_live,
          max(p.published_version_id) AS policy_version_id,
          max(t.pinned_hash) FILTER (WHERE t.present AND t.hash = t.pinned_hash) AS definition,
          max(s.revision) AS server_revision
     FROM "grant" g
     LEFT JOIN member m ON m.organisation_id = g.organisation_id AND m.user_id = g.created_by_id
     LEFT JOIN grant_server gs ON gs.organisation_id = g.organisation_id AND gs.grant_id = g.id AND gs.server_id = a.server_id
     LEFT JOIN server s ON s.organisation_id = gs.organisation_id AND s.id = gs.server_id
     LEFT JOIN policy p ON p.organisation_id = gs.organisation_id AND p.id = gs.policy_id AND p.server_id = gs.server_id
     LEFT JOIN tool t ON t.organisation_id = s.organisation_id AND t.server_id = s.id AND t.name = a.tool
    WHERE g.organisation_id = a.organisation_id AND g.id = a.grant_id) f;

-- As before, and stops weigh what is critical; so does their end, for who was told of a stop.
CREATE OR REPLACE FUNCTION note_event(organisation text, kind text, subject text, detail jsonb, severity text DEFAULT NULL)
RETURNS text LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  ranks constant text[] := ARRAY['info', 'warning', 'critical'];
  weight text := coalesce(severity, CASE kind
    WHEN 'server.unreachable' THEN 'critical'
    WHEN 'stop.set' THEN 'critical'
    WHEN 'stop.lifted' THEN 'critical'
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

-- A client took a request back, and told a replica that does not hold it. Whoever holds it looks here, twice a second or
-- more often. `owner` is the digest of grant, server, session and request id.
CREATE TABLE "taken_back" (
    "organisation_id" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "taken_back_pkey" PRIMARY KEY ("organisation_id","owner")
);
CREATE INDEX "taken_back_at_idx" ON "taken_back"("at");

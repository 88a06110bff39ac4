-- A baseline for each organisation, which refuses besides every policy, and policies that serve several servers.
-- Decision 0053.

-- ---------------------------------------------------------------- baseline
CREATE TABLE "baseline" (
    "organisation_id" TEXT NOT NULL,
    "published_version_id" TEXT,

    CONSTRAINT "baseline_pkey" PRIMARY KEY ("organisation_id")
);
CREATE TABLE "baseline_version" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "canonical" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "comment" TEXT NOT NULL DEFAULT '',
    "author_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "baseline_version_pkey" PRIMARY KEY ("organisation_id","id")
);
CREATE UNIQUE INDEX "baseline_version_organisation_id_number_key" ON "baseline_version"("organisation_id", "number");
ALTER TABLE "baseline" ADD CONSTRAINT "baseline_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "baseline_version" ADD CONSTRAINT "baseline_version_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TRIGGER baseline_version_immutable BEFORE UPDATE ON baseline_version
  FOR EACH ROW EXECUTE FUNCTION refuse_update();

-- What was decided, approved and allowed under the baseline before is not so under this one: with the revision of each
-- server all of it is stale. Whoever writes here holds the lock of the organisation, so that no server comes in between.
CREATE FUNCTION raise_servers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  organisation text := CASE WHEN TG_OP = 'DELETE' THEN OLD.organisation_id ELSE NEW.organisation_id END;
BEGIN
  UPDATE server SET revision = revision + 1 WHERE organisation_id = organisation;
  RETURN NULL;
END $$;
CREATE TRIGGER baseline_raises AFTER INSERT OR UPDATE OR DELETE ON baseline
  FOR EACH ROW EXECUTE FUNCTION raise_servers();
CREATE CONSTRAINT TRIGGER baseline_marks AFTER INSERT OR UPDATE OR DELETE ON baseline
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION move_mark();

-- ---------------------------------------------------------------- policies of several servers
CREATE TABLE "policy_server" (
    "organisation_id" TEXT NOT NULL,
    "policy_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,

    CONSTRAINT "policy_server_pkey" PRIMARY KEY ("organisation_id","policy_id","server_id")
);
CREATE INDEX "policy_server_organisation_id_server_id_idx" ON "policy_server"("organisation_id", "server_id");
ALTER TABLE "policy_server" ADD CONSTRAINT "policy_server_organisation_id_policy_id_fkey" FOREIGN KEY ("organisation_id", "policy_id") REFERENCES "policy"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "policy_server" ADD CONSTRAINT "policy_server_organisation_id_server_id_fkey" FOREIGN KEY ("organisation_id", "server_id") REFERENCES "server"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
INSERT INTO policy_server (organisation_id, policy_id, server_id) SELECT organisation_id, id, server_id FROM policy;

-- A policy serves the server that it was made for, whoever makes it (the release before knows no more).
CREATE FUNCTION serve_own_server() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO policy_server (organisation_id, policy_id, server_id) VALUES (NEW.organisation_id, NEW.id, NEW.server_id)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER policy_serves AFTER INSERT OR UPDATE OF server_id ON policy
  FOR EACH ROW EXECUTE FUNCTION serve_own_server();

-- A grant uses on a server what serves it. What did not was no policy to any call before, and is none now.
UPDATE grant_server gs SET policy_id = NULL
 WHERE policy_id IS NOT NULL AND NOT EXISTS (
   SELECT 1 FROM policy_server p
    WHERE p.organisation_id = gs.organisation_id AND p.policy_id = gs.policy_id AND p.server_id = gs.server_id);
ALTER TABLE "grant_server" ADD CONSTRAINT "grant_server_organisation_id_policy_id_server_id_fkey" FOREIGN KEY ("organisation_id", "policy_id", "server_id") REFERENCES "policy_server"("organisation_id", "policy_id", "server_id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- So the server of the policy is compared no more where calls are admitted: the key above has done that.
DO $$
DECLARE
  own oid;
  before text;
  changed int := 0;
BEGIN
  FOR own IN SELECT p.oid FROM pg_proc p WHERE p.proname = 'admit_calls' AND p.pronamespace = current_schema()::regnamespace LOOP
    before := pg_get_functiondef(own);
    CONTINUE WHEN before NOT LIKE '% AND p.server_id = gs.server_id%';
    EXECUTE replace(before, ' AND p.server_id = gs.server_id', '');
    changed := changed + 1;
  END LOOP;
  IF changed = 0 THEN RAISE EXCEPTION 'admit_calls is not the one that this migration knows'; END IF;
END $$;

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
     LEFT JOIN policy p ON p.organisation_id = gs.organisation_id AND p.id = gs.policy_id
     LEFT JOIN tool t ON t.organisation_id = s.organisation_id AND t.server_id = s.id AND t.name = a.tool
    WHERE g.organisation_id = a.organisation_id AND g.id = a.grant_id) f;

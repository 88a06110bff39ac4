-- Several organisations for one person, invitations, what an API key was given and until when, and bounds of an
-- organisation's own (docs/decisions/0052). Nothing here is newer than PostgreSQL 15.

-- Which organisation a session works in; null: the one that its person chose last. Not named organisation_id: a session is
-- its person's, and does not go with an organisation.
ALTER TABLE "session" ADD COLUMN "current_organisation_id" TEXT;
ALTER TABLE "session" ADD CONSTRAINT "session_current_organisation_id_fkey"
  FOREIGN KEY ("current_organisation_id") REFERENCES "organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "session_current_organisation_id_idx" ON "session"("current_organisation_id");
ALTER TABLE "member" ADD COLUMN "chosen_at" TIMESTAMPTZ(3);

-- ---------------------------------------------------------------- the last owner
-- An organisation has an owner for as long as it is there, whoever changes a role and by whatever way. Two who take an
-- owner away at once wait for one another at the organisation's row: the second sees what the first has left.
CREATE FUNCTION keep_an_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM organisation o WHERE o.id = OLD.organisation_id FOR NO KEY UPDATE;
  -- A whole organisation that goes, now or by its date, takes its members along.
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF EXISTS (SELECT FROM organisation_deletion d WHERE d.organisation_id = OLD.organisation_id) THEN RETURN NULL; END IF;
  IF NOT EXISTS (SELECT FROM member m WHERE m.organisation_id = OLD.organisation_id AND m.role = 'owner') THEN
    RAISE EXCEPTION 'organisation % would have no owner', OLD.organisation_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'organisation_has_an_owner';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_an_owner_at_change AFTER UPDATE OF role, organisation_id ON "member"
  FOR EACH ROW WHEN (OLD.role = 'owner' AND (NEW.role <> 'owner' OR NEW.organisation_id <> OLD.organisation_id))
  EXECUTE FUNCTION keep_an_owner();
CREATE TRIGGER keep_an_owner_at_removal AFTER DELETE ON "member"
  FOR EACH ROW WHEN (OLD.role = 'owner') EXECUTE FUNCTION keep_an_owner();

-- Another role, or none, is on record, by whom it was done where the product did it: it says so for its transaction.
CREATE OR REPLACE FUNCTION audit_member() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  actor jsonb := coalesce(nullif(current_setting('portcullis.actor', true), ''), '{}')::jsonb;
BEGIN
  -- A whole organisation that goes takes its members along.
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM organisation o WHERE o.id = OLD.organisation_id) THEN RETURN NULL; END IF;
  -- What was said is of one organisation; a person who goes leaves others, too.
  IF actor->>'organisation' IS DISTINCT FROM OLD.organisation_id THEN actor := '{}'; END IF;
  INSERT INTO audit_event (organisation_id, id, at, actor_id, actor_kind, key_id, request_id, address, action, target, detail)
  VALUES (OLD.organisation_id, new_timed_id('evt', OLD.organisation_id), clock_timestamp(),
          actor->>'id', coalesce(actor->>'kind', 'database'), actor->>'key', coalesce(actor->>'request', ''),
          coalesce(actor->>'address', ''),
          CASE TG_OP WHEN 'DELETE' THEN 'member.removed' ELSE 'member.role_changed' END, OLD.user_id,
          jsonb_build_object(
            'email', (SELECT u.email FROM "user" u WHERE u.id = OLD.user_id),
            'before', jsonb_build_object('role', OLD.role),
            'after', CASE TG_OP WHEN 'DELETE' THEN 'null'::jsonb ELSE jsonb_build_object('role', NEW.role) END));
  RETURN NULL;
END $$;

-- ---------------------------------------------------------------- invitations
CREATE TABLE "invitation" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_digest" TEXT NOT NULL,
    "is_mailed" BOOLEAN NOT NULL,
    "invited_by_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sends" INTEGER NOT NULL DEFAULT 1,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "accepted_by_id" TEXT,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("organisation_id", "id"),
    CONSTRAINT "invitation_form" CHECK (
        "role" IN ('owner', 'admin', 'policy_manager', 'approver', 'viewer')
        AND length("token_digest") = 64 AND length("email") <= 254 AND "email" = lower("email")
        AND "expires_at" <= "sent_at" + interval '7 days 1 minute'
        AND ("accepted_at" IS NULL) = ("accepted_by_id" IS NULL)
        AND NOT ("accepted_at" IS NOT NULL AND "revoked_at" IS NOT NULL))
);
CREATE UNIQUE INDEX "invitation_organisation_id_token_digest_key" ON "invitation"("organisation_id", "token_digest");
-- One that is open for an address.
CREATE UNIQUE INDEX "invitation_open_key" ON "invitation"("organisation_id", "email")
  WHERE "accepted_at" IS NULL AND "revoked_at" IS NULL;
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_organisation_id_fkey"
  FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Used once, or taken back: what is over stays over, and is never another's.
CREATE FUNCTION keep_invitation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.accepted_at IS NOT NULL OR OLD.revoked_at IS NOT NULL OR NEW.email <> OLD.email OR NEW.id <> OLD.id
     OR NEW.organisation_id <> OLD.organisation_id OR NEW.role <> OLD.role THEN
    RAISE EXCEPTION 'an invitation that is over stays so, and none becomes another one';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_invitation BEFORE UPDATE ON "invitation" FOR EACH ROW EXECUTE FUNCTION keep_invitation();

-- ---------------------------------------------------------------- API keys
-- What a key was given of what its person may, as names with a space between; null: all of it.
ALTER TABLE "api_key" ADD COLUMN "scopes" TEXT;
ALTER TABLE "api_key" ADD COLUMN "expires_at" TIMESTAMPTZ(3);

-- ---------------------------------------------------------------- bounds
-- What an organisation may have other than the installation says.
CREATE TABLE "quota" (
    "organisation_id" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "most" INTEGER NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quota_pkey" PRIMARY KEY ("organisation_id", "resource"),
    CONSTRAINT "quota_is_a_number" CHECK ("most" >= 0)
);
ALTER TABLE "quota" ADD CONSTRAINT "quota_organisation_id_fkey"
  FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Policy managers write rules and see no arguments: none is named to decide about a call.
CREATE OR REPLACE FUNCTION escalate_approvals() RETURNS int LANGUAGE plpgsql AS $$
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
       AND m.role IN ('approver', 'admin', 'owner')
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

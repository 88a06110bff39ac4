ALTER TABLE "server" ADD COLUMN     "oauth" TEXT;

CREATE TABLE "upstream_sign_in" (
    "organisation_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "token_endpoint" TEXT NOT NULL,
    "revocation_endpoint" TEXT,
    "scope" TEXT NOT NULL,
    "sealed_client" BYTEA NOT NULL,
    "client_kind" TEXT NOT NULL,
    "client_refused" BOOLEAN NOT NULL DEFAULT false,
    "reader_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "upstream_sign_in_pkey" PRIMARY KEY ("organisation_id","server_id")
);

CREATE TABLE "upstream_connection" (
    "organisation_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "user_id" TEXT,
    "connected_by_id" TEXT NOT NULL,
    "connected_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sealed_tokens" BYTEA NOT NULL,
    "scope" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "renewed_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL DEFAULT 'connected',
    "message" TEXT NOT NULL DEFAULT '',
    "renew_holder" TEXT,
    "renew_until" TIMESTAMPTZ(3),

    CONSTRAINT "upstream_connection_pkey" PRIMARY KEY ("organisation_id","server_id","owner")
);

CREATE TABLE "upstream_departure" (
    "organisation_id" TEXT NOT NULL,
    "state_digest" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "session_digest" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "issuer_digest" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "upstream_departure_pkey" PRIMARY KEY ("organisation_id","state_digest")
);

CREATE INDEX "upstream_connection_organisation_id_user_id_idx" ON "upstream_connection"("organisation_id", "user_id");

CREATE INDEX "upstream_departure_expires_at_idx" ON "upstream_departure"("expires_at");

CREATE INDEX "upstream_departure_organisation_id_user_id_idx" ON "upstream_departure"("organisation_id", "user_id");

ALTER TABLE "upstream_sign_in" ADD CONSTRAINT "upstream_sign_in_organisation_id_server_id_fkey" FOREIGN KEY ("organisation_id", "server_id") REFERENCES "server"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "upstream_connection" ADD CONSTRAINT "upstream_connection_organisation_id_server_id_fkey" FOREIGN KEY ("organisation_id", "server_id") REFERENCES "upstream_sign_in"("organisation_id", "server_id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "upstream_connection" ADD CONSTRAINT "upstream_connection_organisation_id_user_id_fkey" FOREIGN KEY ("organisation_id", "user_id") REFERENCES "member"("organisation_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "upstream_departure" ADD CONSTRAINT "upstream_departure_organisation_id_user_id_fkey" FOREIGN KEY ("organisation_id", "user_id") REFERENCES "member"("organisation_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "server" ADD CONSTRAINT "server_oauth_is_known" CHECK (oauth IN ('server', 'user'));
ALTER TABLE "upstream_connection" ADD CONSTRAINT "upstream_connection_state_is_known" CHECK (state IN ('connected', 'broken'));
-- Whose tokens these are cannot be said in two ways.
ALTER TABLE "upstream_connection" ADD CONSTRAINT "upstream_connection_owner" CHECK (owner = coalesce(user_id, ''));

-- How a server is signed in to is a fact: calls that were decided before it changed are decided again.
DROP TRIGGER server_revision ON server;
CREATE TRIGGER server_revision BEFORE UPDATE OF url, transport, sealed_headers, slug, oauth ON server
  FOR EACH ROW EXECUTE FUNCTION raise_revision();

-- Tokens were given for one address. Whoever moves a server, they go (POLICY D4).
CREATE FUNCTION forget_sign_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.url <> OLD.url THEN
    NEW.oauth := NULL;
  END IF;
  IF NEW.oauth IS NULL AND (NEW.url <> OLD.url OR OLD.oauth IS NOT NULL) THEN
    DELETE FROM upstream_sign_in s WHERE s.organisation_id = NEW.organisation_id AND s.server_id = NEW.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER server_forgets_sign_in BEFORE UPDATE OF url, oauth ON server
  FOR EACH ROW EXECUTE FUNCTION forget_sign_in();

-- As in 0019, and knows what an ended access weighs.
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

    WHEN 'account.disconnected' THEN 'warning'
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

-- Access that has ended is told of in the transaction that finds it out: everybody's as the state of the server, which
-- has its own notice, a person's as an event.
CREATE FUNCTION note_broken_connection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.owner = '' THEN
    UPDATE server s SET status = 'unauthorised', status_message = NEW.message
     WHERE s.organisation_id = NEW.organisation_id AND s.id = NEW.server_id;
  ELSE
    PERFORM note_event(NEW.organisation_id, 'account.disconnected', NEW.server_id, jsonb_build_object(
      'server', s.name, 'person', u.email, 'message', left(NEW.message, 500)))
       FROM server s, "user" u
      WHERE s.organisation_id = NEW.organisation_id AND s.id = NEW.server_id AND u.id = NEW.owner;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER broken_connection_told AFTER UPDATE OF state ON upstream_connection
  FOR EACH ROW WHEN (OLD.state = 'connected' AND NEW.state = 'broken') EXECUTE FUNCTION note_broken_connection();

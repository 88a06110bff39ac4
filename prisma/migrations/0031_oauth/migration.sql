-- Clients that sign in instead of being given a token (docs/decisions/0054). Nothing here is newer than PostgreSQL 15.

-- Clients that registered themselves. Of the installation: which servers they may use, grants say.
CREATE TABLE "oauth_client" (
    "id" TEXT NOT NULL,
    "metadata" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "oauth_client_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "oauth_client_used_at_idx" ON "oauth_client"("used_at");

-- What is under way in a browser, and the one-time numbers of signed requests: minutes, and then it is over.
CREATE TABLE "oauth_request" (
    "digest" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oauth_request_pkey" PRIMARY KEY ("digest")
);
CREATE INDEX "oauth_request_expires_at_idx" ON "oauth_request"("expires_at");

-- Where a grant came from that somebody consented to, and for which client and server its tokens are.
CREATE TABLE "oauth_grant" (
    "organisation_id" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "client_name" TEXT NOT NULL,
    "redirect_to" TEXT NOT NULL,
    "consented_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "connected_at" TIMESTAMPTZ(3),

    CONSTRAINT "oauth_grant_pkey" PRIMARY KEY ("organisation_id","grant_id")
);
ALTER TABLE "oauth_grant" ADD CONSTRAINT "oauth_grant_organisation_id_grant_id_fkey" FOREIGN KEY ("organisation_id", "grant_id") REFERENCES "grant"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "oauth_grant_client_id_idx" ON "oauth_grant"("client_id");
-- Those whose client never fetched its token, which are few, and soon none.
CREATE INDEX "oauth_grant_waiting" ON "oauth_grant"("consented_at") WHERE connected_at IS NULL;

-- Codes, access tokens and refresh tokens, by the SHA-256 of each. A used one stays for a while: it shows that
-- somebody else has it.
CREATE TABLE "oauth_token" (
    "organisation_id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "consumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "oauth_token_pkey" PRIMARY KEY ("organisation_id","digest"),
    CONSTRAINT "oauth_token_kind" CHECK (kind IN ('code', 'access', 'refresh'))
);
CREATE INDEX "oauth_token_organisation_id_grant_id_idx" ON "oauth_token"("organisation_id", "grant_id");
CREATE INDEX "oauth_token_expires_at_idx" ON "oauth_token"("expires_at");
ALTER TABLE "oauth_token" ADD CONSTRAINT "oauth_token_organisation_id_grant_id_fkey" FOREIGN KEY ("organisation_id", "grant_id") REFERENCES "oauth_grant"("organisation_id", "grant_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- An access token is a fact of every decision that it let in. Taken back before its time, it makes those stale: the
-- grant's revision moves, and with it the organisation's mark (0013_admission_speed).
CREATE FUNCTION oauth_token_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.expires_at > clock_timestamp() THEN
    UPDATE "grant" SET revision = revision + 1
     WHERE organisation_id = OLD.organisation_id AND id = OLD.grant_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER oauth_token_ends AFTER DELETE ON oauth_token
  FOR EACH ROW WHEN (OLD.kind = 'access') EXECUTE FUNCTION oauth_token_ends();

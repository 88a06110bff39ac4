-- What visitors try before they have an account (docs/decisions/0047): a server's tools and a draft, without a tenant, for
-- seven days. Found by the digest of its id alone, claimed once.
CREATE TABLE "trial" (
    "id_digest" TEXT NOT NULL,
    "address_digest" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL DEFAULT '',
    "url_whole" BOOLEAN NOT NULL DEFAULT true,
    "transport" TEXT,
    "protocol" TEXT,
    "server_info" TEXT,
    "tools" TEXT NOT NULL,
    "tool_count" INTEGER NOT NULL,
    "draft" TEXT,
    "bytes" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_by" TEXT,
    "claimed_by_user" TEXT,
    "claimed_at" TIMESTAMPTZ(3),
    "server_id" TEXT,

    CONSTRAINT "trial_pkey" PRIMARY KEY ("id_digest"),
    CONSTRAINT "trial_bounds" CHECK (
        length("name") BETWEEN 1 AND 80 AND length("url") <= 2048 AND octet_length("tools") <= 1048576
        AND coalesce(octet_length("draft"), 0) <= 1048576 AND coalesce(octet_length("server_info"), 0) <= 262144),
    -- Who claims it is one member of one organisation, at one time; nobody has a server of what nobody claimed.
    CONSTRAINT "trial_claim" CHECK (
        ("claimed_by" IS NULL) = ("claimed_at" IS NULL) AND ("claimed_by" IS NULL) = ("claimed_by_user" IS NULL)
        AND ("server_id" IS NULL OR "claimed_by" IS NOT NULL))
);
CREATE INDEX "trial_expires_at_idx" ON "trial"("expires_at");
CREATE INDEX "trial_address_digest_idx" ON "trial"("address_digest");

-- A claim is for good: of two who try, the second finds it taken, whoever writes to the table.
CREATE FUNCTION keep_trial_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.claimed_by IS NOT NULL AND (NEW.claimed_by, NEW.claimed_by_user, NEW.claimed_at)
       IS DISTINCT FROM (OLD.claimed_by, OLD.claimed_by_user, OLD.claimed_at) THEN
    RAISE EXCEPTION 'a trial is claimed once';
  END IF;
  IF OLD.server_id IS NOT NULL AND NEW.server_id IS DISTINCT FROM OLD.server_id THEN
    RAISE EXCEPTION 'a trial becomes one server';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_trial_claim BEFORE UPDATE ON "trial" FOR EACH ROW EXECUTE FUNCTION keep_trial_claim();

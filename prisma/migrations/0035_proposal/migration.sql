-- Changes of policies that agents and pipelines ask for (docs/decisions/0058). A proposal is a text beside the version in
-- force: nothing reads it but who reviews it. Nothing here is newer than PostgreSQL 15.
CREATE TABLE "proposal" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "policy_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "base_version" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "author_id" TEXT,
    "key_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state" TEXT NOT NULL DEFAULT 'open',
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" TEXT,
    "version" INTEGER,

    CONSTRAINT "proposal_pkey" PRIMARY KEY ("organisation_id","id"),
    CONSTRAINT "proposal_bounds" CHECK (
        length("reason") BETWEEN 1 AND 500 AND octet_length("source") <= 1048576 AND "format" IN ('json', 'jsonc', 'yaml')),
    CONSTRAINT "proposal_state" CHECK (
        ("state" = 'open' AND "decided_at" IS NULL AND "version" IS NULL)
        OR ("state" = 'published' AND "decided_at" IS NOT NULL AND "version" IS NOT NULL)
        OR ("state" = 'dismissed' AND "decided_at" IS NOT NULL AND "version" IS NULL))
);
CREATE INDEX "proposal_organisation_id_policy_id_state_idx" ON "proposal"("organisation_id", "policy_id", "state");
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_organisation_id_policy_id_fkey" FOREIGN KEY ("organisation_id", "policy_id") REFERENCES "policy"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whoever publishes what was proposed has decided about it, by whichever way it was published.
CREATE FUNCTION settle_proposals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE proposal SET state = 'published', decided_at = clock_timestamp(), decided_by_id = NEW.author_id, version = NEW.number
   WHERE organisation_id = NEW.organisation_id AND policy_id = NEW.policy_id AND state = 'open' AND hash = NEW.hash;
  RETURN NULL;
END $$;
CREATE TRIGGER settle_proposals AFTER INSERT ON policy_version FOR EACH ROW EXECUTE FUNCTION settle_proposals();

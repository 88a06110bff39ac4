-- Shadow policies (docs/decisions/0038): a draft that is evaluated beside the version in force, and decides nothing.
-- Nothing here is newer than PostgreSQL 15.
CREATE TABLE "shadow" (
    "organisation_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "policy_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "canonical" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "base_version" INTEGER NOT NULL,
    "author_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "calls" BIGINT NOT NULL DEFAULT 0,
    "errors" BIGINT NOT NULL DEFAULT 0,
    "missed" BIGINT NOT NULL DEFAULT 0,

    -- One for each server: the key says so.
    CONSTRAINT "shadow_pkey" PRIMARY KEY ("organisation_id","server_id")
);
CREATE UNIQUE INDEX "shadow_organisation_id_id_key" ON "shadow"("organisation_id", "id");

CREATE TABLE "shadow_verdict" (
    "organisation_id" TEXT NOT NULL,
    "shadow_id" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "live" TEXT NOT NULL,
    "draft" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "calls" BIGINT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "examples" TEXT[],

    CONSTRAINT "shadow_verdict_pkey" PRIMARY KEY ("organisation_id","shadow_id","tool","grant_id","live","draft")
);

ALTER TABLE "shadow" ADD CONSTRAINT "shadow_organisation_id_server_id_fkey" FOREIGN KEY ("organisation_id", "server_id") REFERENCES "server"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "shadow" ADD CONSTRAINT "shadow_organisation_id_policy_id_fkey" FOREIGN KEY ("organisation_id", "policy_id") REFERENCES "policy"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "shadow_verdict" ADD CONSTRAINT "shadow_verdict_organisation_id_shadow_id_fkey" FOREIGN KEY ("organisation_id", "shadow_id") REFERENCES "shadow"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

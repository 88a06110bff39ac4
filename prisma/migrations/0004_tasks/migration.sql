CREATE TABLE "claim" (
    "organisation_id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "claimant" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("organisation_id","digest")
);

CREATE TABLE "task" (
    "organisation_id" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "task_id" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "asked" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_pkey" PRIMARY KEY ("organisation_id","grant_id","server_id","task_id")
);

CREATE INDEX "claim_organisation_id_at_idx" ON "claim"("organisation_id", "at");

CREATE INDEX "task_organisation_id_seen_at_idx" ON "task"("organisation_id", "seen_at");

ALTER TABLE "task" ADD CONSTRAINT "task_organisation_id_grant_id_server_id_fkey" FOREIGN KEY ("organisation_id", "grant_id", "server_id") REFERENCES "grant_server"("organisation_id", "grant_id", "server_id") ON DELETE CASCADE ON UPDATE CASCADE;

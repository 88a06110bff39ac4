-- Servers that speak stdio on somebody's machine: the key of their connector, and who holds its tunnel.
CREATE TABLE "connector" (
    "organisation_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "key_digest" TEXT NOT NULL,
    "key_end" TEXT NOT NULL,
    "key_made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "host" TEXT NOT NULL DEFAULT '',
    "command" TEXT NOT NULL DEFAULT '',
    "connected_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3),
    "sessions" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "connector_pkey" PRIMARY KEY ("organisation_id","server_id")
);

CREATE TABLE "lease" (
    "organisation_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("organisation_id","kind","id")
);

CREATE UNIQUE INDEX "connector_organisation_id_key_digest_key" ON "connector"("organisation_id", "key_digest");

CREATE INDEX "lease_expires_at_idx" ON "lease"("expires_at");

ALTER TABLE "connector" ADD CONSTRAINT "connector_organisation_id_server_id_fkey" FOREIGN KEY ("organisation_id", "server_id") REFERENCES "server"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "lease" ADD CONSTRAINT "lease_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What gateways see of clients that come in, or that do not (docs/decisions/0057): equal attempts are one row,
-- counted. A hint for whoever connects a client, bounded for each organisation, and no record of anything.
CREATE TABLE "connect_attempt" (
    "organisation_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "client" TEXT NOT NULL,
    "times" BIGINT NOT NULL,
    "first_at" TIMESTAMPTZ(6) NOT NULL,
    "last_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "connect_attempt_pkey" PRIMARY KEY ("organisation_id", "server_id", "grant_id", "stage", "code", "client"),
    CONSTRAINT "connect_attempt_bounds" CHECK (
        "stage" IN ('connected', 'listed', 'refused') AND length("code") <= 40 AND length("client") <= 60)
);
CREATE INDEX "connect_attempt_organisation_id_last_at_idx" ON "connect_attempt"("organisation_id", "last_at");

ALTER TABLE "connect_attempt" ADD CONSTRAINT "connect_attempt_organisation_id_fkey"
    FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

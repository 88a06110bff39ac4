-- What visitors write about pages of the catalogue (docs/decisions/0044). Of the installation, not of a tenant.
-- Nothing here is newer than PostgreSQL 15.
CREATE TABLE "contact_message" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "mailed_at" TIMESTAMPTZ(3),
    "error" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "contact_message_pkey" PRIMARY KEY ("id")
);

-- The mailer looks every few seconds: at those that wait, and at none of those that are done.
CREATE INDEX "contact_message_next_at_idx" ON "contact_message"("next_at");

CREATE INDEX "contact_message_at_idx" ON "contact_message"("at");

ALTER TABLE contact_message ADD CONSTRAINT contact_message_is_bounded CHECK (
  length(page) <= 500 AND length(name) <= 100 AND length(email) <= 254 AND length(message) BETWEEN 1 AND 5000);

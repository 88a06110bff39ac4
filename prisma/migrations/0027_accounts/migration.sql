-- Mail about accounts, what it proves, and sessions that their owner can tell apart (docs/decisions/0050).
-- Nothing here is newer than PostgreSQL 15.
ALTER TABLE "user" ADD COLUMN "password_changed_at" TIMESTAMPTZ(3);

-- Sessions from before this release count as begun and used when they were made.
ALTER TABLE "session" ADD COLUMN "id" TEXT NOT NULL DEFAULT gen_random_uuid()::text;
ALTER TABLE "session" ADD COLUMN "confirmed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE "session" ADD COLUMN "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE "session" ADD COLUMN "agent" TEXT NOT NULL DEFAULT '';
ALTER TABLE "session" ADD COLUMN "address" TEXT NOT NULL DEFAULT '';
UPDATE "session" SET "confirmed_at" = "created_at";
CREATE UNIQUE INDEX "session_id_key" ON "session"("id");
ALTER TABLE "session" ADD CONSTRAINT "session_is_bounded" CHECK (length("agent") <= 300 AND length("address") <= 60);

-- Whoever gets another role begins anew: a session from before it must not carry more than it was opened for.
CREATE FUNCTION end_sessions_of_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM session WHERE user_id = NEW.user_id;
  RETURN NULL;
END $$;
CREATE TRIGGER end_sessions_of_role AFTER UPDATE OF role ON "member"
  FOR EACH ROW WHEN (OLD.role IS DISTINCT FROM NEW.role) EXECUTE FUNCTION end_sessions_of_role();

CREATE TABLE "account_link" (
    "digest" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "user_id" TEXT,
    "email" TEXT NOT NULL,
    "password_hash" TEXT,
    "trial_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_link_pkey" PRIMARY KEY ("digest"),
    CONSTRAINT "account_link_form" CHECK (
        "purpose" IN ('sign-up', 'confirm-email', 'change-email', 'reset-password')
        AND ("purpose" = 'sign-up') = ("user_id" IS NULL) AND ("purpose" = 'sign-up') = ("password_hash" IS NOT NULL)
        AND length("digest") = 64 AND length("email") <= 254 AND length("trial_id") <= 100
        AND "expires_at" <= "created_at" + interval '1 hour 1 minute')
);
CREATE INDEX "account_link_user_id_idx" ON "account_link"("user_id");
CREATE INDEX "account_link_expires_at_idx" ON "account_link"("expires_at");
ALTER TABLE "account_link" ADD CONSTRAINT "account_link_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "mail" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "sealed" BYTEA,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "error" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "mail_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "mail_is_bounded" CHECK (
        length("kind") <= 60 AND length("recipient") <= 254 AND length("subject") <= 200
        AND coalesce(octet_length("sealed"), 0) <= 262144)
);
-- The sender looks every few seconds: at those that wait, and at none of those that are done.
CREATE INDEX "mail_next_at_idx" ON "mail"("next_at");
CREATE INDEX "mail_at_idx" ON "mail"("at");

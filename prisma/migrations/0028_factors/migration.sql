-- What a person proves themselves by besides a password, and how accounts and organisations end (docs/decisions/0051).

CREATE TABLE "passkey" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "is_synced" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "passkey_bounds" CHECK (length("id") <= 1400 AND length("name") BETWEEN 1 AND 60)
);
CREATE INDEX "passkey_user_id_idx" ON "passkey"("user_id");

CREATE TABLE "authenticator" (
    "user_id" TEXT NOT NULL,
    "sealed_secret" BYTEA NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_step" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "authenticator_pkey" PRIMARY KEY ("user_id")
);

CREATE TABLE "recovery_code" (
    "user_id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("user_id", "digest")
);

-- What somebody was asked to prove: found by the digest of what was given out, used once, for minutes.
CREATE TABLE "challenge" (
    "digest" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "user_id" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "challenge_pkey" PRIMARY KEY ("digest")
);
CREATE INDEX "challenge_expires_at_idx" ON "challenge"("expires_at");
CREATE INDEX "challenge_user_id_idx" ON "challenge"("user_id");

ALTER TABLE "passkey" ADD CONSTRAINT "passkey_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "authenticator" ADD CONSTRAINT "authenticator_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- That an organisation is going, and when. Taken back by deleting the row while it is not due.
CREATE TABLE "organisation_deletion" (
    "organisation_id" TEXT NOT NULL,
    "asked_by_id" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organisation_deletion_pkey" PRIMARY KEY ("organisation_id")
);
CREATE INDEX "organisation_deletion_due_at_idx" ON "organisation_deletion"("due_at");
ALTER TABLE "organisation_deletion" ADD CONSTRAINT "organisation_deletion_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Deletes about `most` rows of organisations that are due, one after the other, in whatever order the tables' own references
-- let them go, and each organisation in the end. Every table with a column `organisation_id` is one of them, so that a table
-- of a later release is not forgotten. The sealed record stays: `audit purge` is the one way it goes.
-- Returns how many rows went; less than `most` where nothing that is due is left.
CREATE FUNCTION purge_organisations(most int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  going text;
  place text;
  gone bigint;
  passed bigint;
  total bigint := 0;
  is_held boolean;
BEGIN
  LOOP
    SELECT d.organisation_id INTO going FROM organisation_deletion d WHERE d.due_at <= clock_timestamp()
     ORDER BY d.due_at LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF going IS NULL OR total >= most THEN RETURN total; END IF;
    LOOP
      passed := 0;
      is_held := false;
      FOR place IN
        SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
         WHERE c.relnamespace = (SELECT o.relnamespace FROM pg_class o WHERE o.oid = 'organisation'::regclass)
           AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attname = 'organisation_id' AND NOT a.attisdropped
           AND c.relname NOT IN ('organisation_deletion', 'facts_mark', 'member') AND c.relname !~ '^audit_'
         ORDER BY c.relname
      LOOP
        BEGIN
          -- A place names one row of each partition: those of others do not fit, and what fits is meant.
          EXECUTE format('DELETE FROM %1$I WHERE organisation_id = $1 AND ctid = ANY (ARRAY(
                            SELECT ctid FROM %1$I WHERE organisation_id = $1 LIMIT $2))', place) USING going, most - total;
          GET DIAGNOSTICS gone = ROW_COUNT;
          passed := passed + gone;
          total := total + gone;
          IF total >= most THEN RETURN total; END IF;
        EXCEPTION WHEN foreign_key_violation OR restrict_violation THEN
          is_held := true;
        END;
      END LOOP;
      EXIT WHEN passed = 0;
    END LOOP;
    IF is_held THEN RAISE EXCEPTION 'rows of organisation % refer to one another', going; END IF;
    INSERT INTO audit_event (organisation_id, id, at, actor_kind, action, target, detail)
    SELECT o.id, new_timed_id('evt', o.id), clock_timestamp(), 'chore', 'organisation.deleted', o.id, jsonb_build_object('name', o.name)
      FROM organisation o WHERE o.id = going;
    DELETE FROM organisation WHERE id = going;
    total := total + 1;
  END LOOP;
END $$;

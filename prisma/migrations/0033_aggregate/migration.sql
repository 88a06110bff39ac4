-- One address for all servers of a grant (docs/decisions/0056): whose a short name is for good, and what a session with
-- that address holds.

-- A short name stands before tools in clients' prompts and in people's heads: it never comes to mean another server.
CREATE TABLE "server_slug" (
    "organisation_id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,

    CONSTRAINT "server_slug_pkey" PRIMARY KEY ("organisation_id", "slug"),
    -- The first two underscores end it in `<slug>__<tool>`.
    CONSTRAINT "server_slug_plain" CHECK ("slug" <> '' AND "slug" !~ '__|_$' AND length("slug") <= 46)
);
ALTER TABLE "server_slug" ADD CONSTRAINT "server_slug_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
INSERT INTO "server_slug" ("organisation_id", "slug", "server_id") SELECT "organisation_id", "slug", "id" FROM "server";

-- It outlives its server, whoever writes to the table.
CREATE FUNCTION keep_server_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO server_slug (organisation_id, slug, server_id) VALUES (NEW.organisation_id, NEW.slug, NEW.id)
  ON CONFLICT (organisation_id, slug) DO NOTHING;
  IF NOT EXISTS (SELECT FROM server_slug WHERE organisation_id = NEW.organisation_id AND slug = NEW.slug AND server_id = NEW.id) THEN
    RAISE EXCEPTION 'the slug % is another server''s for good', NEW.slug USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER server_slug_kept AFTER INSERT OR UPDATE OF slug ON "server" FOR EACH ROW EXECUTE FUNCTION keep_server_slug();

-- A session that a client of an older revision has with the address of all servers, and its own session with each.
CREATE TABLE "aggregate_session" (
    "organisation_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "opening" TEXT NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "aggregate_session_pkey" PRIMARY KEY ("organisation_id", "id"),
    CONSTRAINT "aggregate_session_bounds" CHECK (octet_length("opening") <= 65536)
);
CREATE INDEX "aggregate_session_ends_at_idx" ON "aggregate_session"("ends_at");
CREATE TABLE "aggregate_part" (
    "organisation_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "session_text" TEXT,

    CONSTRAINT "aggregate_part_pkey" PRIMARY KEY ("organisation_id", "session_id", "server_id")
);
ALTER TABLE "aggregate_session" ADD CONSTRAINT "aggregate_session_organisation_id_grant_id_fkey" FOREIGN KEY ("organisation_id", "grant_id") REFERENCES "grant"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "aggregate_part" ADD CONSTRAINT "aggregate_part_organisation_id_session_id_fkey" FOREIGN KEY ("organisation_id", "session_id") REFERENCES "aggregate_session"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "aggregate_part" ADD CONSTRAINT "aggregate_part_organisation_id_server_id_fkey" FOREIGN KEY ("organisation_id", "server_id") REFERENCES "server"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- When a person was written to that their own access to a server has ended; null until then, and where it has not.
ALTER TABLE "upstream_connection" ADD COLUMN "told_at" TIMESTAMPTZ(3);
UPDATE upstream_connection SET told_at = clock_timestamp() WHERE state = 'broken';
-- Those whose owner is still to be written to.
CREATE INDEX "upstream_connection_untold" ON "upstream_connection" ("organisation_id", "server_id", "owner")
  WHERE state = 'broken' AND told_at IS NULL AND owner <> '';

CREATE FUNCTION untell_connection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.told_at := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER connection_untold BEFORE UPDATE OF state ON upstream_connection
  FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION untell_connection();

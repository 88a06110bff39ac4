-- A category that an organisation set for a tool, beside the one that its definition has (docs/decisions/0046).
-- Nothing here is newer than PostgreSQL 15. A release that does not know these columns decides by the definition's class.
ALTER TABLE "tool" ADD COLUMN "override_category" TEXT,
ADD COLUMN "override_reason" TEXT,
ADD COLUMN "override_severity" TEXT,
ADD COLUMN "overridden_at" TIMESTAMPTZ(3),
ADD COLUMN "overridden_by_id" TEXT;

-- All of it or nothing; the person's account may go, what they said stays.
ALTER TABLE "tool" ADD CONSTRAINT "tool_override_is_whole"
  CHECK (num_nonnulls(override_category, override_severity, override_reason, overridden_at) IN (0, 4));

-- Policies may ask for category and severity: a decision that was made from another one is stale, and the mark of the
-- organisation moves with the revision (0013_admission_speed).
DROP TRIGGER tool_revision ON tool;
CREATE TRIGGER tool_revision
  BEFORE UPDATE OF present, hash, pinned_hash, category, severity, override_category, override_severity ON tool
  FOR EACH ROW EXECUTE FUNCTION raise_revision();

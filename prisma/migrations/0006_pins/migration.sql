-- When a server's list is read next, and by whom at most: any replica may take what is due (POLICY D1).
ALTER TABLE "server" ADD COLUMN     "next_read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "read_at" TIMESTAMPTZ(3),
ADD COLUMN     "read_failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "read_lease_until" TIMESTAMPTZ(3);
UPDATE "server" SET "read_at" = "checked_at" WHERE "status" = 'ready';

-- The definition that a person looked at and did not want: it is refused without asking again.
ALTER TABLE "tool" ADD COLUMN     "rejected_hash" TEXT;

CREATE INDEX "server_next_read_at_idx" ON "server"("next_read_at");

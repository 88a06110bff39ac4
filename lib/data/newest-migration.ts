/** The last folder of prisma/migrations that this release brings: a database without it is not ready. */
export const NEWEST_MIGRATION = '0039_one_call'

/** Whether a database has it: one row with `ready`; `$1` is its name. */
export const HAS_MIGRATION = `
  SELECT EXISTS (SELECT 1 FROM _prisma_migrations
                  WHERE migration_name = $1 AND finished_at IS NOT NULL AND rolled_back_at IS NULL) AS ready`

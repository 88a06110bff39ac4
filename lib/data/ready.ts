// Whether pages could be served now.
import { pool } from './client.ts'
import { HAS_MIGRATION, NEWEST_MIGRATION } from './newest-migration.ts'

/** True where the database answers and is as new as this release. Never throws. */
export async function isDatabaseReady(): Promise<boolean> {
  try {
    return (await pool().query(HAS_MIGRATION, [NEWEST_MIGRATION])).rows[0]?.ready === true
  } catch {
    return false
  }
}

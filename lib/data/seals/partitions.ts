// The months of the record, made ahead: a year in which nothing of Portcullis runs must pass before entries go to the
// default partition.
import type pg from 'pg'

const MONTHS_AHEAD = 12

export async function makeAuditPartitions(pool: pg.Pool): Promise<void> {
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead++)
    // One statement each: none holds its locks while the next is made.
    await pool.query('SELECT make_audit_partition(clock_timestamp() + make_interval(months => $1))', [ahead])
}

/** Deletes the months that end by `before`, as far as whole batches allow. For the maintenance role. @returns entries */
export async function purgeAudit(pool: pg.Pool, before: Date): Promise<number> {
  const { rows } = await pool.query<{ gone: string }>('SELECT purge_audit($1) AS gone', [
    before.toISOString(),
  ])
  return Number(rows[0]?.gone ?? 0)
}

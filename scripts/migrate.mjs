// Applies prisma/migrations/*/migration.sql in Prisma's own bookkeeping, without Prisma's CLI: at
// run time nothing is downloaded, and `prisma migrate status` still agrees with what was done.
import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'

// The advisory lock that Prisma Migrate itself takes, so that the two never run at once.
const PRISMA_MIGRATE_LOCK = 72707369
const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`

/**
 * @param {string} url a Postgres to bring up to date (behind a pooler: the direct address)
 * @param {string} [directory] the migrations, one folder each, applied in the order of their names
 * @returns {Promise<string[]>} the names applied now
 * @throws {Error} where a migration fails, or one was edited after it was applied
 */
export async function migrate(url, directory = resolve('prisma/migrations')) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_MIGRATE_LOCK])
    await client.query(BOOKKEEPING)
    const { rows } = await client.query(
      'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    )
    const known = new Map(rows.map((row) => [row.migration_name, row]))
    const applied = []
    for (const name of migrationNames(directory)) {
      const sql = readFileSync(join(directory, name, 'migration.sql'), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      const earlier = known.get(name)
      if (earlier) assertUnchanged(name, earlier, checksum)
      else {
        await apply(client, name, sql, checksum)
        applied.push(name)
      }
    }
    return applied
  } finally {
    await client.end()
  }
}

function migrationNames(directory) {
  const folders = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return folders.map((entry) => entry.name).sort()
}

function assertUnchanged(name, earlier, checksum) {
  if (!earlier.finished_at) throw new Error(`Migration ${name} failed earlier and was not finished.`)
  if (earlier.checksum !== checksum) throw new Error(`Migration ${name} was edited after it was applied.`)
}

async function apply(client, name, sql, checksum) {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), now(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw new Error(`Migration ${name} failed: ${error.message}`)
  }
}

// `npm run migrate`: for deployments that bring the database up to date before they start anything.
if (process.argv[1] === import.meta.filename) {
  // The owner of the tables, where the application is another role (docs/deployment.md).
  const variable =
    ['OWNER_DATABASE_URL', 'DIRECT_DATABASE_URL'].find((name) => process.env[name]) ?? 'DATABASE_URL'
  const url = process.env[variable]
  if (!url) {
    console.error(
      'Set DATABASE_URL (or DIRECT_DATABASE_URL behind a pooler) to the database to bring up to date.',
    )
    process.exit(1)
  }
  try {
    const { assertDatabase } = await import('./start/database.mjs')
    await assertDatabase(url, variable, { direct: true })
    const applied = await migrate(url)
    console.log(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.')
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}

// `npm run migration -- <name>`: writes the next migration, from what the migrations make now to what
// schema.prisma says. Read it before you commit it: triggers, functions and checks are yours to add.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../scripts/migrate.mjs'
import { startPostgres } from '../scripts/postgres.mjs'
import { schemaDiff } from './schema-engine.mjs'

const MIGRATIONS = 'prisma/migrations'

/**
 * @param {string} name in snake_case
 * @returns {Promise<string | null>} the new file, or null where nothing changed
 */
async function writeMigration(name) {
  const statements = await changes()
  if (statements.length === 0) return null
  const numbers = readdirSync(MIGRATIONS).map((folder) => Number.parseInt(folder, 10) || 0)
  const number = String(Math.max(0, ...numbers) + 1).padStart(4, '0')
  const folder = join(MIGRATIONS, `${number}_${name}`)
  mkdirSync(folder)
  writeFileSync(join(folder, 'migration.sql'), `${statements.join(';\n\n')};\n`)
  return join(folder, 'migration.sql')
}

async function changes() {
  const scratch = mkdtempSync(join(tmpdir(), 'portcullis-migration-'))
  const server = await startPostgres(scratch, { durable: false })
  try {
    await migrate(server.url)
    return await schemaDiff(server.url, 'prisma/schema.prisma')
  } finally {
    await server.stop()
    rmSync(scratch, { recursive: true, force: true })
  }
}

const name = process.argv[2] ?? ''
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Name the migration in snake_case: npm run migration -- add_approval')
  process.exit(1)
}
const file = await writeMigration(name)
console.log(file ? `Wrote ${file}.` : 'The migrations make what schema.prisma says: nothing to write.')

// The databases that the tests of `npm test -- databases` meet, besides the embedded one of the others.
import { canInstall, findProgram, install } from './debian.mjs'

const OLDEST = '15'
const EMBEDDED = '18'
const BINARIES = [process.env.POSTGRES_15_BIN, `/usr/lib/postgresql/${OLDEST}/bin`, '/usr/pgsql-15/bin']
const POOLERS = [process.env.PGBOUNCER_PATH, '/usr/sbin/pgbouncer', '/usr/bin/pgbouncer']
const PACKAGES = [`postgresql-${OLDEST}`, 'pgbouncer']

export const HOW_TO_INSTALL = `apt-get install ${PACKAGES.join(' ')}, or set POSTGRES_15_BIN and PGBOUNCER_PATH`

/**
 * What to run the tests on, installed where it is missing and this account may.
 * @returns {Promise<{ name: string, env: Record<string, string> | null }[]>}
 *   env is for vitest; null where the program is not there
 */
export async function ensureDatabases(lifecycle) {
  if ((!findPostgres() || !findPooler()) && canInstall()) {
    await install(`Installing Postgres ${OLDEST} and PgBouncer for the tests`, PACKAGES, lifecycle)
  }
  const binaries = findPostgres()
  const pooler = findPooler()
  return [
    {
      name: `Postgres ${OLDEST}`,
      env: binaries && { TEST_POSTGRES_VERSION: OLDEST, TEST_POSTGRES_BIN: binaries, TEST_PGBOUNCER: '' },
    },
    {
      name: 'PgBouncer',
      env: pooler && { TEST_POSTGRES_VERSION: EMBEDDED, TEST_POSTGRES_BIN: '', TEST_PGBOUNCER: pooler },
    },
  ]
}

function findPostgres() {
  return BINARIES.find((folder) => folder && findProgram([`${folder}/postgres`])) ?? null
}

function findPooler() {
  return findProgram(POOLERS.filter(Boolean))
}

import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { instrumentAwaits } from './gateway/faults/testing/instrument.ts'

// What programs of others say of the gateway; they are installed for `npm test -- conformance` alone.
const CONFORMANCE = [
  'testing/conformance/{conformance,authorization}.test.ts',
  'gateway/clients/**/*.test.ts',
]
// The gateway with an await that fails, one after the other: its modules are instrumented for these alone.
const FAULTS = ['gateway/faults/**/*.test.ts']

// What leans on the database: `npm test -- databases` runs it on the oldest Postgres and through PgBouncer.
const DUMP = 'testing/backup/dump.test.ts'
const DATABASES = [
  'testing/databases.test.ts',
  'lib/{data,policies,grants,servers,accounts,organisation,calls,audit}/**/*.test.ts',
  'gateway/{gateway,list-tools,stream,tasks,news,http,isolation}.test.ts',
  'gateway/{hop,readings,upkeep}/**/*.test.ts',
  // Replicas of several processes: once here, and once in `unit`.
  ...(process.env.TEST_PGBOUNCER ? ['gateway/effects/**/*.test.ts'] : []),
  // Where the programs are that dump and restore.
  ...(process.env.TEST_POSTGRES_BIN ? [DUMP] : []),
]

// These wait for Postgres and for other processes half of their time: one file more than there are processors.
const maxWorkers = availableParallelism() + 1

// How long is too long is no matter of these tests: the machine may be shared.
const common = {
  globalSetup: ['testing/postgres.ts'],
  testTimeout: 60_000,
  hookTimeout: 120_000,
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          maxWorkers,
          name: 'unit',
          include: [
            '{lib,gateway,components,cli,scripts,testing,tools,app,deploy,docs,.ci}/**/*.test.{ts,tsx,mjs}',
            '*.test.ts',
          ],
          exclude: ['**/node_modules/**', 'testing/databases.test.ts', DUMP, ...CONFORMANCE, ...FAULTS],
        },
      },
      { plugins: [instrumentAwaits()], test: { ...common, maxWorkers, name: 'faults', include: FAULTS } },
      { test: { ...common, name: 'conformance', include: CONFORMANCE } },
      // Wants the machine for itself, so it is no part of the others; it starts a Postgres of its own.
      {
        test: { name: 'speed', include: ['bench/**/*.test.ts'], testTimeout: 360_000, hookTimeout: 120_000 },
      },
      { test: { ...common, maxWorkers, name: 'databases', include: DATABASES } },
    ],
  },
})

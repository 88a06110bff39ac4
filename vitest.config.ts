import { defineConfig } from 'vitest/config'
import { instrumentAwaits } from './gateway/faults/testing/instrument.ts'

// What programs of others say of the gateway; they are installed for `npm test -- conformance` alone.
const CONFORMANCE = ['testing/conformance/conformance.test.ts', 'gateway/clients/**/*.test.ts']
// The gateway with an await that fails, one after the other: its modules are instrumented for these alone.
const FAULTS = ['gateway/faults/**/*.test.ts']

const common = {
  globalSetup: ['testing/postgres.ts'],
  testTimeout: 20_000,
  hookTimeout: 60_000,
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: [
            '{lib,gateway,components,cli,scripts,testing,tools,app,docs,.ci}/**/*.test.{ts,tsx,mjs}',
            '*.test.ts',
          ],
          exclude: ['**/node_modules/**', ...CONFORMANCE, ...FAULTS],
        },
      },
      { plugins: [instrumentAwaits()], test: { ...common, name: 'faults', include: FAULTS } },
      { test: { ...common, name: 'conformance', include: CONFORMANCE } },
    ],
  },
})

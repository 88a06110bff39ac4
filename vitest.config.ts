import { defineConfig } from 'vitest/config'

// What programs of others say of the gateway; they are installed for `npm test -- conformance` alone.
const CONFORMANCE = ['testing/conformance/conformance.test.ts', 'gateway/clients/**/*.test.ts']

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
          exclude: ['**/node_modules/**', ...CONFORMANCE],
        },
      },
      { test: { ...common, name: 'conformance', include: CONFORMANCE } },
      // Wants the machine for itself, so it is no part of the others; it starts a Postgres of its own.
      {
        test: { name: 'speed', include: ['bench/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 120_000 },
      },
    ],
  },
})

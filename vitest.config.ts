import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      '{lib,gateway,components,cli,scripts,testing,tools,app,docs,.ci}/**/*.test.{ts,tsx,mjs}',
      '*.test.ts',
    ],
    globalSetup: ['testing/postgres.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})

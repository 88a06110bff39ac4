// For the tests that need no database: they start in a second.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { include: ['lib/{json,policy}/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
})

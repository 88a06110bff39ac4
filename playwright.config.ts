import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/test/chromium.mjs'

// `npm test` has found it already; for `npx playwright test` alone it is found here.
const chromium = process.env.CHROMIUM_PATH ?? (await findChromium()) ?? undefined

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/instance.ts',
  // One instance. A file's tests run one after another in the organisation of their worker; files run beside
  // each other, in organisations of their own. The instance and a browser each want a processor.
  workers: Number(process.env.E2E_WORKERS || 2),
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // A walk of many pages in one test, on a machine that may be shared.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    // Set by e2e/instance.ts once the instance answers.
    baseURL: process.env.E2E_URL,
    actionTimeout: 20_000,
    // Without pictures, which are made of every frame of every test and cost as much as the test.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})

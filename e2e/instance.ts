// The instance that the browser tests meet: `npm start` itself, on a free port and an empty folder.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startInstance } from './running.ts'

/** Playwright's globalSetup: sets E2E_URL and E2E_DATA_DIR; the function it returns stops the instance. */
export default async function setup(): Promise<() => Promise<void>> {
  // For work on the tests: one that runs already, with E2E_DATA_DIR beside it.
  if (process.env.E2E_URL) return async () => {}
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-e2e-'))
  const instance = await startInstance({ folder, isLoud: true })
  process.env.E2E_URL = instance.url
  process.env.E2E_DATA_DIR = folder
  return async () => {
    await instance.interrupt()
    rmSync(folder, { recursive: true, force: true })
  }
}

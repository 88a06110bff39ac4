// The instance that the browser tests meet: `npm start` itself, on a free port and an empty folder.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../scripts/postgres.mjs'

const READY = 'Portcullis is ready.'
// It may have to build the dashboard first.
const READY_TIMEOUT_MS = 300_000
// Empty counts as unset, and keeps a developer's .env out of the tests.
const DEFAULTS = {
  DATABASE_URL: '',
  DIRECT_DATABASE_URL: '',
  SECRET_KEY: '',
  APP_URL: '',
  HOST: '',
  SIGN_UP: '',
  ALLOW_PRIVATE_UPSTREAMS: '',
}

/** Playwright's globalSetup: sets E2E_URL; the function it returns stops the instance. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-e2e-'))
  const port = await freePort()
  const instance = spawn(process.execPath, ['scripts/start.mjs'], {
    env: { ...process.env, ...DEFAULTS, PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => instance.once('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    let said = ''
    instance.stdout.on('data', (chunk) => {
      said += chunk
      if (said.includes(READY)) resolve()
    })
    instance.once('close', () => reject(new Error(`npm start ended before it was ready:\n${said}`)))
    setTimeout(() => reject(new Error(`npm start is not ready:\n${said}`)), READY_TIMEOUT_MS).unref()
  })
  process.env.E2E_URL = `http://localhost:${port}`
  return async () => {
    instance.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}

// What whoever runs it sees of the dashboard's own process: figures on a port that is not public, and a log of JSON lines
// without what people typed.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { freePort } from '../scripts/postgres.mjs'
import { type Running, startInstance } from './running.ts'

const TOKEN = randomBytes(12).toString('hex')
const PASSWORD = `canary ${randomBytes(12).toString('hex')}`
const EMAIL = 'operator@example.com'

let folder: string
let instance: Running
let metricsPort: number
test.beforeAll(async () => {
  test.setTimeout(420_000)
  folder = mkdtempSync(join(tmpdir(), 'portcullis-e2e-operators-'))
  metricsPort = await freePort()
  instance = await startInstance({
    folder,
    env: { METRICS_PORT: String(metricsPort), METRICS_TOKEN: TOKEN, LOG_LEVEL: 'debug' },
  })
})
test.afterAll(async () => {
  await instance.interrupt()
  rmSync(folder, { recursive: true, force: true })
})

const figures = async (port: number): Promise<string> => {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  })
  expect(answer.status).toBe(200)
  return answer.text()
}

test('the dashboard and the gateway each tell their figures, on ports of their own', async ({ page }) => {
  await page.goto(`${instance.url}/sign-up`)
  await page.getByLabel('E-mail').fill(EMAIL)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.waitForURL('**/overview')
  await page.context().clearCookies()
  await page.goto(`${instance.url}/sign-in`)
  await page.getByLabel('E-mail').fill(EMAIL)
  await page.getByLabel('Password', { exact: true }).fill(`${PASSWORD} wrong`)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('The e-mail address or the password is wrong')).toBeVisible()

  await expect
    .poll(() => figures(metricsPort))
    .toMatch(/portcullis_sign_ins_total\{result="wrong-password",part="dashboard"\} 1/)
  const dashboard = await figures(metricsPort)
  expect(dashboard).toContain('portcullis_ready{part="dashboard"} 1')
  expect(dashboard).not.toContain(EMAIL)
  const gateway = await figures(metricsPort + 1)
  expect(gateway).toContain('portcullis_ready{part="gateway"} 1')
  expect(gateway).toMatch(/portcullis_requests_total\{route="dashboard",status="200",part="gateway"\} [1-9]/)
})

test('nobody reads them without the token, or on the public port', async ({ request }) => {
  for (const port of [metricsPort, metricsPort + 1])
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(401)
  const open = await request.get(`${instance.url}/metrics`)
  expect([open.status(), (await open.text()).includes('portcullis_')]).toEqual([404, false])
})

test('the log is JSON lines, and has nothing of what people typed in secret', async () => {
  const lines = instance
    .said()
    .split('\n')
    .filter((line) => line.startsWith('{'))
  expect(lines.length).toBeGreaterThan(3)
  for (const line of lines) expect(JSON.parse(line)).toHaveProperty('level')
  expect(instance.said()).toContain('figures are served at /metrics')
  for (const secret of [PASSWORD, PASSWORD.slice(7), encodeURIComponent(PASSWORD), TOKEN])
    expect(instance.said()).not.toContain(secret)
})

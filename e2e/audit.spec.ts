// The audit as an admin meets it: found by filters, exported, verified; by mouse, by keyboard, on a phone.
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, newAccount, origin, signUp, test } from './fixtures.ts'
import { expectSoundInBoth } from './sound.ts'

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1440, height: 900 }

async function renamed(page: Page, name: string): Promise<void> {
  await page.goto('/settings')
  await page.getByLabel('Organisation name').fill(name)
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByText(name).first()).toBeVisible()
}

test('[K6] shows who changed what, before and after; filters stand in the address', async ({ page }) => {
  const account = newAccount()
  await signUp(page, account)
  await renamed(page, 'Gatekeepers of the North')
  await page.getByRole('link', { name: 'Open the audit' }).click()
  const entries = page.getByRole('list', { name: 'Audit entries' })
  await expect(entries.getByRole('listitem').first()).toContainText('Renamed the organisation')
  await expect(entries.getByRole('listitem').first()).toContainText('Gatekeepers of the North')
  await expect(entries.getByRole('listitem').first()).toContainText(account.email)
  await expect(entries.getByRole('listitem').first()).toContainText(/from (127\.0\.0\.1|::)/)
  await look(page, 'audit-1440')

  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'Connectors' }).click()
  await expect(page).toHaveURL(/kind=connector/)
  await expect(page.getByText('No entry fits')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page).toHaveURL(/\/settings\/audit$/)
  await page.goto('/settings/audit?from=2000-01-01&to=2000-01-02')
  await expect(page.getByText('No entry fits')).toBeVisible()
  await page.goto(`/settings/audit?from=${new Date().toISOString().slice(0, 10)}&kind=nonsense&cursor=x`)
  await expect(page.getByRole('heading', { name: 'Audit' })).toBeVisible()
})

test('is exported as it is filtered, and the export is on record', async ({ signedIn: page }) => {
  await renamed(page, 'Exporters')
  await page.goto('/settings/audit?kind=organisation')
  for (const [name, first] of [
    ['Export CSV', 'sequence,id,at,actor'],
    ['Export NDJSON', '"action":"organisation.renamed"'],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name }).click(),
    ])
    const text = await readFile(await download.path(), 'utf8')
    expect(text).toContain(first)
    expect(text).toContain('organisation.renamed')
    expect(text).not.toContain('audit.exported')
  }
  await page.goto('/settings/audit?kind=audit')
  await expect(page.getByText('Exported the audit')).toHaveCount(2)
  const foreign = await page.request.post('/settings/audit/export', {
    form: { format: 'csv' },
    headers: { origin: 'https://evil.example' },
  })
  expect(foreign.status()).toBe(403)
  expect((await page.request.get('/settings/audit/export')).status()).toBe(405)
})

test('[K2] is sealed within moments, and verified by the keyboard alone, also by a root that was noted', async ({
  signedIn: page,
}) => {
  await page.goto('/settings/audit')
  await expect(async () => {
    await page.reload()
    await expect(page.getByText('Sealed up to entry')).toBeVisible({ timeout: 1000 })
  }).toPass({ timeout: 60_000 })
  const root =
    /[0-9a-f]{64}/.exec((await page.getByRole('region', { name: 'Seal' }).textContent()) ?? '')?.[0] ?? ''
  await page.getByLabel('A root noted earlier').focus()
  await page.keyboard.type(root)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('The record is whole')).toBeVisible()
  await page.getByLabel('A root noted earlier').fill('0'.repeat(64))
  await page.getByRole('button', { name: 'Verify the record' }).click()
  await expect(page.getByText('The record is not what was sealed')).toBeVisible()
  await expect(page.getByText('never had this root')).toBeVisible()
  await page.getByLabel('A root noted earlier').fill('abc')
  await page.keyboard.press('Enter')
  await expect(page.getByText('A root has 64 digits')).toBeVisible()
  for (const [name, viewport] of [
    ['390', PHONE],
    ['1440', DESK],
  ] as const) {
    await page.setViewportSize(viewport)
    await page.goto('/settings/audit')
    await expectSoundInBoth(page, `the audit, ${name}`)
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(viewport.width)
    await look(page, `audit-seal-${name}`)
  }
})

test('[K6] a failed sign-in is in the record of its account', async ({ page, browser }) => {
  const account = newAccount()
  await signUp(page, account)
  const stranger = await (await browser.newContext({ baseURL: origin() })).newPage()
  await stranger.goto('/sign-in')
  await stranger.getByLabel('E-mail').fill(account.email)
  await stranger.getByLabel('Password', { exact: true }).fill('some other words')
  await stranger.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(stranger.getByText('is wrong')).toBeVisible()
  await stranger.context().close()
  await expect(async () => {
    await page.goto('/settings/audit?kind=session')
    await expect(page.getByText('Failed to sign in')).toBeVisible({ timeout: 1000 })
  }).toPass({ timeout: 30_000 })
})

test('a second approver is set by a plain form, on a phone, and shown', async ({ signedIn: page }) => {
  await page.setViewportSize(PHONE)
  await page.goto('/settings')
  await expect(page.getByText('Nobody is told a second time')).toBeVisible()
  await page.getByLabel('Minutes').fill('15')
  await page.getByRole('button', { name: 'Save escalation' }).click()
  await expect(page.getByText('After 15 minutes every approver is told')).toBeVisible()
  await expectSoundInBoth(page, 'the settings with an escalation')
  await look(page, 'settings-390')
  await page.getByLabel('Minutes').fill('')
  await page.getByRole('button', { name: 'Save escalation' }).click()
  await expect(page.getByText('Nobody is told a second time')).toBeVisible()
})

/** Kept where somebody asks to look at them. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.LOOK_AT
  if (!folder) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, fullPage: true })
  }
}

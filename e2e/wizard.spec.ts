// The wizard of a tool of the catalogue: its texts and verdicts follow the form, and its rule comes along into the editor.
import type { Page } from '@playwright/test'
import { expect, newAccount, test } from './fixtures.ts'
import { expectSoundInBoth } from './sound.ts'

const RULE = '/try/rule?server=livetap&tool=create-connection&treatment=limit&amount=30'

/** The seed of the catalogue is loaded beside the first pages. */
async function openRule(page: Page): Promise<void> {
  await expect(async () => expect((await page.goto(RULE))?.status()).toBe(200)).toPass({ timeout: 150_000 })
}
const code = (page: Page, file: string) => page.getByRole('group', { name: file })

test('texts and verdicts follow what is chosen, by pointer and by key, and the rule comes along', async ({
  page,
  liveTap,
}) => {
  await openRule(page)
  await expect(code(page, 'policy.json')).toContainText('"max": 30')
  await expectSoundInBoth(page, 'the wizard')
  // By key: the arrow chooses the next one.
  await page.getByRole('radio', { name: 'Limit' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(code(page, 'policy.json')).toContainText('require_approval')
  await expect(page.getByRole('list', { name: 'Example calls' })).toContainText('Waits for a person')
  await expect(page.getByLabel('Calls a minute')).toBeHidden()
  await page.keyboard.press('ArrowLeft')
  await page.getByLabel('Calls a minute').fill('12')
  await expect(code(page, 'policy.json')).toContainText('"max": 12')
  await expect(page.getByText('Call 13 within the same minute')).toBeVisible()
  await page.getByText('YAML', { exact: true }).click()
  await expect(code(page, 'policy.yaml')).toContainText('max: 12')
  await page.getByText('Deny', { exact: true }).click()
  await expect(page.getByRole('list', { name: 'Example calls' })).not.toContainText('Allowed')
  await page.getByText('Limit', { exact: true }).click()

  await page.getByRole('button', { name: 'Open in editor' }).click()
  await page.waitForURL(/\/sign-up\?trial=/)
  const { email, password } = newAccount()
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.waitForURL(/\/servers\/new\?trial=/)
  await page.getByLabel('URL', { exact: true }).fill(liveTap.url)
  await page.getByRole('button', { name: 'Register server' }).click()
  await page.getByRole('link', { name: 'Open the policy editor' }).click()
  await expect(page.locator('[data-editor][data-ready]')).toBeVisible()
  await page.getByRole('button', { name: 'Code' }).click()
  await expect(page.locator('.cm-content')).toContainText('"max": 12')
})

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('the form shows the rule that is chosen, and its board', async ({ page }) => {
    await openRule(page)
    await page.getByText('Deny', { exact: true }).click()
    await page.getByRole('button', { name: 'Show this rule' }).click()
    await page.waitForURL(/treatment=deny/)
    await expect(code(page, 'policy.json')).toContainText('deny_if')
    await expect(page.getByRole('radio', { name: 'Deny' })).toBeChecked()
    await page.getByRole('button', { name: 'Try all its tools first' }).click()
    await page.waitForURL(/\/try\/[\w-]{27}/)
    await expect(page.getByRole('row', { name: /create_connection.*Deny/ })).toBeVisible()
  })
})

// What a role may not do is said where it would be done, not only hidden: the button is there, does nothing, and tells who
// may.
import type { Browser, Page } from '@playwright/test'
import { expect, makeApiKey, newAccount, origin, signUp, test } from './fixtures.ts'
import { managementApi } from './management.ts'
import { expectSoundInBoth } from './sound.ts'

async function pageOf(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: origin() })
  return context.newPage()
}

/** Somebody who came in by the newest invitation of this installation's mailbox. */
async function join(page: Page, email: string): Promise<void> {
  const letter = page.getByRole('main')
  // Others may be invited meanwhile.
  for (let nth = 0; nth < 10; nth++) {
    await page.goto('/mailbox')
    await page
      .getByRole('link', { name: /invites you/ })
      .nth(nth)
      .click()
    await page.waitForURL('**/mailbox/*')
    if ((await letter.textContent())?.includes(email)) break
  }
  await expect(letter).toContainText(email)
  await page.goto(/\/join\/pci_[0-9a-z_]+/.exec((await letter.textContent()) ?? '')?.[0] ?? '')
  await page.getByLabel('Choose a password', { exact: true }).fill('correct horse battery 9')
  await page.getByRole('button', { name: 'Create account and join' }).click()
  await page.waitForURL('**/overview')
}

async function expectWithheld(page: Page, name: string, words: RegExp): Promise<void> {
  const button = page.getByRole('button', { name, exact: true }).first()
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText(words).last()).toBeVisible()
  await page.keyboard.press('Escape')
}

test('a viewer is told who may register, grant, stop and read again', async ({ browser, liveTap }) => {
  const owner = await pageOf(browser)
  await signUp(owner, newAccount())
  const api = managementApi(origin(), await makeApiKey(owner, 'owner'))
  const server = (await api('POST', '/servers', { name: 'Shop', url: liveTap.url })).body
  const grant = (
    await api('POST', '/grants', { label: 'Agent', servers: [{ serverId: server.id, policyId: null }] })
  ).body
  const { email } = newAccount()
  await api('POST', '/invitations', { email, role: 'viewer' })
  const page = await pageOf(browser)
  await join(page, email)

  const YOU = /You are a viewer\./
  await page.goto('/servers')
  await expectWithheld(page, 'Register server', YOU)
  await expectSoundInBoth(page, 'a page with a button that is withheld')
  await page.goto('/grants')
  await expectWithheld(page, 'Create grant', YOU)
  await page.goto(`/servers/${server.id}`)
  await expectWithheld(page, 'Refresh tools', YOU)
  await expectWithheld(page, 'Stop server', YOU)
  await page.goto(`/grants/${grant.id}`)
  await expectWithheld(page, 'Stop grant', YOU)
  await expect(page.getByText('It takes an admin to change a grant.')).toBeVisible()
  await page.goto(`/servers/${server.id}/review`)
  await expect(page.getByText(YOU).first()).toBeVisible()
  for (const each of [owner, page]) await each.context().close()
})

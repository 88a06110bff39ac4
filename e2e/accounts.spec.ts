// What people do with their own accounts, on a copy without a mail server: its letters stay in the local mailbox. With a
// mail server and providers: accounts-outside.spec.ts.
import { type APIResponse, request as client, type Page } from '@playwright/test'
import { expect, newAccount, origin, signUp, test } from './fixtures.ts'
import { openLetter } from './mailbox.ts'
import type { Account } from './management.ts'
import { expectSoundInBoth } from './sound.ts'

const PHONE = { width: 390, height: 844 }
const NEXT = 'four other words of mine'

async function signIn(page: Page, { email, password }: Account): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Nothing is said of a missing letter or of another's; a page that is not for us is not there. */
async function expectNoPage(answer: APIResponse): Promise<void> {
  expect(answer.status()).toBe(404)
  expect(await answer.text()).not.toContain('Letters, the newest first')
}

test('a new address is confirmed by its letter, which a look alone does not use up', async ({
  page,
  account,
}) => {
  await signUp(page, account)
  await page.goto('/settings/account')
  await expect(page.getByText('Not confirmed')).toBeVisible()
  const link = await openLetter(page, account.email, 'Confirm your e-mail address')
  await expectSoundInBoth(page, 'a letter')
  // A mail program that looks first.
  for (let i = 0; i < 2; i++) expect((await page.request.get(link)).status()).toBe(200)
  await page.goto(link)
  await expectSoundInBoth(page, 'a link to confirm')
  await page.getByRole('button', { name: 'Confirm the address' }).click()
  await expect(page.getByText('Your address is confirmed')).toBeVisible()
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'This link is used or over' })).toBeVisible()
  await page.goto('/settings/account')
  await expect(page.getByText('Confirmed', { exact: true })).toBeVisible()
})

test('(security L9) a forgotten password is replaced by a mailed link, once, and ends every session', async ({
  page,
  account,
  browser,
}) => {
  await signUp(page, account)
  const context = await browser.newContext({ baseURL: origin() })
  const visitor = await context.newPage()
  await visitor.goto('/sign-in')
  await visitor.getByRole('link', { name: 'Forgot the password?' }).click()
  // The page before has a field of that name, too.
  await visitor.waitForURL('**/forgot-password')
  await visitor.getByLabel('E-mail').fill(account.email)
  await visitor.getByRole('button', { name: 'Send the link' }).click()
  await expect(visitor.getByText('Look into the local mailbox')).toBeVisible()
  const link = await openLetter(visitor, account.email, 'Choose a new password')
  await visitor.goto(link)
  await expectSoundInBoth(visitor, 'a new password')
  const password = visitor.getByLabel('New password', { exact: true })
  await password.fill('too short')
  await visitor.getByRole('button', { name: 'Set the password' }).click()
  await expect(visitor.getByText(/at least 15 characters/)).toBeVisible()
  await password.fill(NEXT)
  await visitor.getByRole('button', { name: 'Set the password' }).click()
  await expect(visitor.getByText('Your password is set')).toBeVisible()
  await visitor.goto(link)
  await expect(visitor.getByRole('heading', { name: 'This link is used or over' })).toBeVisible()

  await page.goto('/overview')
  await page.waitForURL('**/sign-in?next=*')
  await signIn(visitor, account)
  await expect(visitor.getByText('The e-mail address or the password is wrong')).toBeVisible()
  await signIn(visitor, { ...account, password: NEXT })
  await visitor.waitForURL('**/overview')
  await context.close()
})

test('(security L8) asking for a new password says the same of an address that is nobody’s', async ({
  page,
}) => {
  const { email } = newAccount()
  await page.goto('/forgot-password')
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByText(`If ${email} has an account here, a link is on its way there.`)).toBeVisible()
  await page.goto('/mailbox')
  await expect(page.getByRole('row').filter({ hasText: email })).toHaveCount(0)
})

test('(security L4) a person sees where they are signed in, and ends it there; another password ends all the others', async ({
  page,
  account,
  browser,
}) => {
  await signUp(page, account)
  const contexts = await Promise.all([1, 2].map(() => browser.newContext({ baseURL: origin() })))
  const [second, third] = await Promise.all(contexts.map((context) => context.newPage()))
  if (!second || !third) throw new Error('two more browsers')
  for (const each of [second, third]) {
    await signIn(each, account)
    await each.waitForURL('**/overview')
  }
  await page.getByRole('button', { name: /^Account, / }).click()
  await page.getByRole('menuitem', { name: 'Your account', exact: true }).click()
  const sessions = page.getByRole('region', { name: 'Sessions' }).getByRole('listitem')
  await expect(sessions).toHaveCount(3)
  await expect(sessions.filter({ hasText: 'This session' })).toHaveCount(1)
  await expect(sessions.first()).toContainText('Chrome on Linux')
  await expectSoundInBoth(page, 'the account')

  await sessions
    .nth(1)
    .getByRole('button', { name: /^End the session/ })
    .click()
  await page.getByRole('button', { name: 'End session' }).click()
  await expect(sessions).toHaveCount(2)

  const before = (await page.context().cookies()).find(({ name }) => name.endsWith('portcullis.session'))
  await page.getByLabel('Present password').fill('not the password')
  await page.getByLabel('New password', { exact: true }).fill(NEXT)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('This is not your present password')).toBeVisible()
  await page.getByLabel('Present password').fill(account.password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Password changed')).toBeVisible()
  await expect(sessions).toHaveCount(1)
  const after = (await page.context().cookies()).find(({ name }) => name.endsWith('portcullis.session'))
  expect(after?.value).not.toBe(before?.value)
  for (const each of [second, third]) {
    await each.goto('/overview')
    await each.waitForURL('**/sign-in?next=*')
  }
  await page.setViewportSize(PHONE)
  await page.goto('/settings/account')
  await expect(page.getByRole('heading', { name: 'Your account', exact: true })).toBeVisible()
  for (const context of contexts) await context.close()
})

test('(security L9) an address is changed once the letter at the new one is answered, and can be kept until then', async ({
  page,
  account,
}) => {
  await signUp(page, account)
  const { email } = newAccount()
  const ask = async () => {
    await page.goto('/settings/account')
    await page.getByLabel('New address').fill(email)
    await page.getByRole('button', { name: 'Change address' }).click()
    await expect(page.getByText(`It becomes ${email} once`)).toBeVisible()
  }
  await ask()
  await page.getByRole('button', { name: 'Keep the old address' }).click()
  await expect(page.getByLabel('New address')).toBeVisible()
  const cancelled = await openLetter(page, email, 'Confirm your new e-mail address')
  await page.goto(cancelled)
  await expect(page.getByRole('heading', { name: 'This link is used or over' })).toBeVisible()
  await ask()
  await page.goto(await openLetter(page, email, 'Confirm your new e-mail address'))
  await page.getByRole('button', { name: 'Use this address' }).click()
  await expect(page.getByText('Your address is changed')).toBeVisible()
  await signIn(page, { ...account, email })
  await page.waitForURL('**/overview')
  // What signing in began must have ended, or it takes this page away again.
  await page.waitForLoadState('networkidle')
  await page.goto('/mailbox')
  const told = page.getByRole('row').filter({ hasText: account.email })
  await expect(told.filter({ hasText: 'Your account has another address' })).toHaveCount(1)
})

test('(security L9) the mailbox is for this machine: under another name, or for somebody elsewhere, there is none', async ({
  page,
  account,
}) => {
  await signUp(page, account)
  await openLetter(page, account.email, 'Confirm your e-mail address')
  const letter = new URL(page.url()).pathname
  const { port } = new URL(origin())
  for (const path of ['/mailbox', letter]) {
    const elsewhere = await client.newContext({ baseURL: `http://127.0.0.1:${port}` })
    await expectNoPage(await elsewhere.get(path))
    await elsewhere.dispose()
    const rebound = await client.newContext({
      baseURL: origin(),
      extraHTTPHeaders: { host: `evil.example:${port}`, 'x-forwarded-host': `localhost:${port}` },
    })
    await expectNoPage(await rebound.get(path))
    await rebound.dispose()
  }
})

test('(security L9) where a link leads is never taken from the request', async ({ account, page }) => {
  await signUp(page, account)
  const poisoned = await page
    .context()
    .browser()
    ?.newContext({
      baseURL: origin(),
      extraHTTPHeaders: { 'x-forwarded-host': 'evil.example' },
    })
  if (!poisoned) throw new Error('a browser of its own')
  const visitor = await poisoned.newPage()
  await visitor.goto('/forgot-password')
  await visitor.getByLabel('E-mail').fill(account.email)
  await visitor.getByRole('button', { name: 'Send the link' }).click()
  await expect(visitor.getByText('Look into the local mailbox')).toBeVisible()
  expect(await openLetter(page, account.email, 'Choose a new password')).toContain(
    `${origin()}/reset-password?token=`,
  )
  await poisoned.close()
})

// Accounts on an installation with a mail server, and with providers to sign in with: a real SMTP server and a certified
// OpenID provider, on an instance of its own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { freePort } from '../../scripts/postgres.mjs'
import { type IdentityProvider, startIdentityProvider } from '../../testing/identity-provider.ts'
import { linkIn, type MailServer, startMailServer } from '../../testing/smtp.ts'
import { type Running, startInstance } from '../running.ts'

type World = { instance: Running; mail: MailServer; idp: IdentityProvider }
const test = base.extend<object, { world: World }>({
  world: [
    async ({ browserName: _ }, use) => {
      const port = await freePort()
      const folder = mkdtempSync(join(tmpdir(), 'portcullis-outside-'))
      const [mail, idp] = await Promise.all([
        startMailServer(),
        startIdentityProvider(`http://localhost:${port}`),
      ])
      const { origin, clientId, clientSecret } = idp
      const env = {
        SIGN_UP: 'open',
        SMTP_URL: mail.url,
        MAIL_FROM: 'Gate <gate@example.org>',
        GITHUB_CLIENT_ID: clientId,
        GITHUB_CLIENT_SECRET: clientSecret,
        GITHUB_URL: origin,
        GOOGLE_CLIENT_ID: clientId,
        GOOGLE_CLIENT_SECRET: clientSecret,
        GOOGLE_ISSUER: origin,
      }
      const instance = await startInstance({ folder, port, env })
      await use({ instance, mail, idp })
      await instance.interrupt()
      await Promise.all([mail.close(), idp.close()])
      rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 600_000 },
  ],
})
test.use({ baseURL: async ({ world }, use) => use(world.instance.url) })

const PASSWORD = 'correct horse battery 9'

async function fill(page: Page, door: '/sign-in' | '/sign-up', email: string): Promise<void> {
  await page.goto(door)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: door === '/sign-up' ? 'Sign up' : 'Sign in', exact: true }).click()
}

test('(security L8) signing up is finished by a letter, and says the same of an address that has an account', async ({
  page,
  world: { instance, mail },
}) => {
  for (const subject of ['Finish signing up', 'You already have a Portcullis account']) {
    await fill(page, '/sign-up', 'ada@example.com')
    await expect(page.getByText('Look into your mailbox')).toBeVisible()
    await expect(page.getByText('A letter is on its way to ada@example.com')).toBeVisible()
    const { decoded } = await mail.next('ada@example.com', subject)
    if (!decoded.includes('token=')) continue
    await page.goto(linkIn(decoded, `${instance.url}/confirm-email?token=`))
    await page.getByLabel('Password', { exact: true }).fill('somebody else’s guess')
    await page.getByRole('button', { name: 'Make the account' }).click()
    await expect(page.getByText('This is not the password that you chose')).toBeVisible()
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.waitForURL('**/overview')
    await page.context().clearCookies()
  }
  expect((await page.request.get('/mailbox')).status()).toBe(404)
})

for (const [name, id] of [
  ['GitHub', '1001'],
  ['Google', '1002'],
] as const)
  test(`${name} makes an account, opens it again, and is told apart from an account that is there`, async ({
    page,
    world: { idp },
  }) => {
    const email = `${name.toLowerCase()}@example.com`
    idp.person = { id, email, isVerified: true }
    for (let i = 0; i < 2; i++) {
      await page.goto('/sign-in?next=/settings/account')
      await page.getByRole('button', { name: `Continue with ${name}` }).click()
      await page.waitForURL('**/settings/account')
      await expect(page.getByText('Confirmed', { exact: true })).toBeVisible()
      await expect(page.getByText('You have no password')).toBeVisible()
      await page.context().clearCookies()
    }
    idp.person = { id: `9${id}`, email, isVerified: true }
    await page.goto('/sign-in')
    await page.getByRole('button', { name: `Continue with ${name}` }).click()
    await expect(page.getByText('There is an account with that address already')).toBeVisible()
    // Nobody, and a provider that remembers nobody.
    idp.person = null
    await page.context().clearCookies()
    await page.getByRole('button', { name: `Continue with ${name}` }).click()
    await expect(page.getByText('did not work, or was cancelled')).toBeVisible()
  })

test('a provider is connected to an account with a password, opens it, and is disconnected', async ({
  page,
  world: { idp, instance, mail },
}) => {
  await fill(page, '/sign-up', 'grace@example.com')
  const { decoded } = await mail.next('grace@example.com', 'Finish signing up')
  await page.goto(linkIn(decoded, `${instance.url}/confirm-email?token=`))
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.waitForURL('**/overview')
  idp.person = { id: '2001', email: 'elsewhere@example.com', isVerified: true }
  await page.goto('/settings/account')
  await page.getByRole('button', { name: 'Connect GitHub' }).click()
  await expect(page.getByRole('button', { name: 'Disconnect GitHub' })).toBeVisible()
  await mail.next('grace@example.com', 'You can sign in with GitHub now')
  await page.context().clearCookies()
  await page.goto('/sign-in?next=/settings/account')
  await page.getByRole('button', { name: 'Continue with GitHub' }).click()
  await page.waitForURL('**/settings/account')
  await expect(page.getByText('grace@example.com').first()).toBeVisible()
  await page.getByRole('button', { name: 'Disconnect GitHub' }).click()
  await expect(page.getByRole('button', { name: 'Connect GitHub' })).toBeVisible()
})

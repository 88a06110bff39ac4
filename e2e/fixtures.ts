// What every browser test starts from: real upstreams of the test's own, and an account made through
// the sign-up page. Nothing here reaches into the application.
import { randomUUID } from 'node:crypto'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { startEverything } from '../testing/everything.ts'
import { type RunningLiveTap, startLiveTap } from '../testing/livetap/index.ts'
import type { RunningServer } from '../testing/loopback.ts'
import { type Account, type Api, managementApi } from './management.ts'

/** Somebody with an organisation, for tests that do not mind what others left in it. */
type Member = { context: BrowserContext; api: Api }
type Upstreams = { liveTap: RunningLiveTap; everything: RunningServer }

export const test = base.extend<
  { account: Account; signedIn: Page; desk: Page },
  Upstreams & { member: Member; api: Api }
>({
  liveTap: [
    async ({ browserName: _ }, use) => {
      const server = await startLiveTap()
      await use(server)
      await server.close()
    },
    { scope: 'worker' },
  ],
  everything: [
    async ({ browserName: _ }, use) => {
      const server = await startEverything()
      await use(server)
      await server.close()
    },
    { scope: 'worker' },
  ],
  account: async ({ browserName: _ }, use) => {
    await use(newAccount())
  },
  signedIn: async ({ page, account }, use) => {
    await signUp(page, account)
    await use(page)
  },
  member: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ baseURL: origin() })
      const page = await context.newPage()
      await signUp(page, newAccount())
      const api = managementApi(origin(), await makeApiKey(page, 'tests'))
      await page.close()
      await use({ context, api })
      await context.close()
    },
    { scope: 'worker' },
  ],
  // The member's own key and browser: what one changes, the other sees.
  api: [async ({ member }, use) => use(member.api), { scope: 'worker' }],
  desk: async ({ member }, use) => {
    const page = await member.context.newPage()
    await use(page)
    await page.close()
  },
})
export { expect }

/** Credentials that nobody has used. */
export function newAccount(): Account {
  return { email: `ada-${randomUUID().slice(0, 8)}@example.com`, password: 'correct horse battery 9' }
}

/** Where the instance answers. */
export function origin(): string {
  return process.env.E2E_URL ?? ''
}

export async function signUp(page: Page, { email, password }: Account): Promise<void> {
  await page.goto('/sign-up')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.waitForURL('**/overview')
}

/** Registers a server through its page; gives back its id. */
export async function register(page: Page, name: string, url: string): Promise<string> {
  await page.goto('/servers/new')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('URL', { exact: true }).fill(url)
  await page.getByRole('button', { name: 'Register server' }).click()
  await expect(page.getByRole('heading', { name: `${name} is registered` })).toBeVisible()
  const href = await page.getByRole('link', { name: 'View server' }).getAttribute('href')
  return String(href).split('/').at(-1) as string
}

/** Makes a grant through its page; gives back what a person would copy. */
export async function makeGrant(page: Page, serverId: string, label: string) {
  await page.goto(`/grants/new?server=${serverId}`)
  await page.getByLabel('Label').fill(label)
  await page.getByRole('button', { name: 'Create grant' }).click()
  await expect(page.getByRole('heading', { name: `${label} is ready` })).toBeVisible()
  const copied = async (name: string) => {
    await page.getByRole('button', { name, exact: true }).first().click()
    return page.evaluate(() => navigator.clipboard.readText())
  }
  return { token: await copied('Copy token'), url: await copied('Copy URL') }
}

/** Makes an API key in the settings; gives back the key that is shown once. */
export async function makeApiKey(page: Page, name: string): Promise<string> {
  await page.goto('/settings')
  await page.getByLabel('Name of the new key').fill(name)
  await page.getByRole('button', { name: 'Create key' }).click()
  return (await page.getByRole('group', { name: 'API key', exact: true }).textContent()) ?? ''
}

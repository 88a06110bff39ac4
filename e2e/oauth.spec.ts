// A client gets in by signing in alone: its person allows it in a browser, and what results is a grant like any other.
import type { Page } from '@playwright/test'
import { expect, newAccount, origin, signUp, test } from './fixtures.ts'
import { type SigningIn, startMcpRemote, startSdkClient } from './signing-in.ts'
import { expectSoundInBoth } from './sound.ts'

const POLICY = { version: '1', default: 'deny', tools: { echo: {} } }

test.beforeAll(async ({ api, everything }) => {
  const server = (await api('POST', '/servers', { name: 'Everything', url: everything.url })).body
  await api('POST', '/policies', { serverId: server.id, name: 'Echo only', document: POLICY })
  serverId = server.id
})
let serverId: string

const addressOf = () => `${origin()}/mcp/${serverId}/oauth`

/** Answers on the consent page, and waits until the client's own page is shown. */
async function allow(page: Page, client: SigningIn, label: string): Promise<void> {
  await page.goto(client.authorizationUrl)
  await expect(page.getByRole('heading', { name: /^Allow .* to use Everything\?$/ })).toBeVisible()
  await page.getByLabel('Label').fill(label)
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await page.waitForURL(/^http:\/\/(127\.0\.0\.1|localhost):\d+\/.*code=/)
}

for (const [name, start] of [
  ['mcp-remote', startMcpRemote],
  ['the SDK client', startSdkClient],
] as const)
  test(`${name} connects by OAuth alone, calls under the chosen policy, and is revoked in the dashboard`, async ({
    desk,
    api,
  }) => {
    const client = await start(addressOf())
    try {
      const label = `By ${name}`
      await allow(desk, client, label)
      const agent = await client.connected
      expect(await agent.listTools()).toEqual(['echo'])
      expect(await agent.callTool('echo', { message: 'hello' })).toContain('hello')

      // The grant is one of the list, with where it came from and the call under it.
      const grant = (await api('GET', '/grants')).body.items.find(
        (each: { label: string }) => each.label === label,
      )
      expect(grant).toMatchObject({ origin: 'oauth', servers: [{ serverId }] })
      await desk.goto(`/grants/${grant.id}`)
      await expect(desk.getByText('Signed in', { exact: true })).toBeVisible()
      await desk.goto(`/activity?grant=${grant.id}`)
      await expect(desk.getByText('echo').first()).toBeVisible()

      expect((await api('DELETE', `/grants/${grant.id}`)).status).toBe(204)
      const after = await agent.callTool('echo', { message: 'after' }).catch(String)
      expect(after).not.toContain('Echo: after')
    } finally {
      await client.close()
    }
  })

test('who is not signed in signs in on the way, and who refuses sends the client away', async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: origin() })
  const page = await context.newPage()
  const account = newAccount()
  await signUp(page, account)
  await context.clearCookies()

  const client = await startSdkClient(addressOf())
  try {
    await page.goto(client.authorizationUrl)
    await page.waitForURL(/\/sign-in\?next=/)
    await page.getByLabel('E-mail').fill(account.email)
    await page.getByLabel('Password', { exact: true }).fill(account.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    // A server of another organisation is told apart from none in nothing.
    await expect(page.getByRole('heading', { name: 'Nothing to allow' })).toBeVisible()
  } finally {
    await client.close()
    await context.close()
  }
})

test('who does not allow it sends the client away with that, and makes no grant', async ({ desk, api }) => {
  const count = async () => (await api('GET', '/grants')).body.items.length
  const before = await count()
  const client = await startSdkClient(addressOf())
  try {
    await desk.goto(client.authorizationUrl)
    await desk.getByRole('button', { name: 'Don’t allow' }).click()
    await desk.waitForURL(/error=access_denied/)
    await expect(client.connected).rejects.toThrow(/did not allow/)
    expect(await count()).toBe(before)
  } finally {
    await client.close()
  }
})

test('the page is sound in both themes and on a phone, and opens in the browser alone that the client opened', async ({
  desk,
  browser,
}) => {
  const client = await startSdkClient(addressOf())
  const other = await browser.newContext({ baseURL: origin() })
  try {
    await desk.goto(client.authorizationUrl)
    await expect(desk.getByRole('button', { name: 'Allow', exact: true })).toBeVisible()
    await expectSoundInBoth(desk, 'consent')
    const page = await other.newPage()
    await signUp(page, newAccount())
    await page.waitForLoadState('networkidle')
    await page.goto(desk.url())
    await expect(page.getByRole('heading', { name: 'This did not begin here' })).toBeVisible()
  } finally {
    await other.close()
    await client.close()
  }
})

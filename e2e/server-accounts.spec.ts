// Servers that ask people to sign in, as a person meets them: registered, called, broken, mended, each with an account of
// their own.
import type { Page } from '@playwright/test'
import { type SignInServer, startSignInServer } from '../testing/sign-in-server.ts'
import { agentV1 } from './agents.ts'
import { expect, makeApiKey, makeGrant, origin, test } from './fixtures.ts'
import { managementApi } from './management.ts'
import { expectSoundInBoth } from './sound.ts'

let signIn: SignInServer
test.beforeEach(async ({ liveTap }) => {
  signIn = await startSignInServer({ behind: liveTap.url })
})
test.afterEach(() => signIn.close())

// SCREENSHOTS names a folder for whoever wants to see them.
async function look(page: Page, state: string): Promise<void> {
  await expectSoundInBoth(page, state)
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  for (const width of [1440, 390])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.screenshot({ path: `${folder}/${state}-${width}-${colorScheme}.png`, fullPage: true })
    }
  await page.setViewportSize({ width: 1280, height: 720 })
}

async function allowAs(page: Page, account: string): Promise<void> {
  await page.waitForURL(`${signIn.issuer}/sign-in/**`)
  await page.getByLabel('Account').fill(account)
  await page.getByRole('button', { name: 'Allow' }).click()
}
async function offered(page: Page, name: string): Promise<void> {
  await page.goto('/servers/new')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('URL', { exact: true }).fill(signIn.url)
  await page.getByRole('button', { name: 'Register server' }).click()
  await expect(page.getByRole('heading', { name: 'This server asks you to sign in' })).toBeVisible()
}
const connectAndAllow = async (page: Page, button: string, account: string) => {
  // Somebody else signs in at the server: it must not know the one before.
  await page.context().clearCookies({ domain: new URL(signIn.issuer).hostname })
  await page.getByRole('button', { name: button }).click()
  await allowAs(page, account)
}
async function call(token: string, url: string): Promise<string> {
  try {
    const agent = await agentV1(url, token)
    const { text } = await agent.call('list_connections').finally(() => agent.close())
    return `answered: ${text}`
  } catch (error) {
    return String(error)
  }
}

test('registered by signing in, called, broken, and connected again', async ({ signedIn: page, context }) => {
  test.setTimeout(300_000)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])

  await test.step('a server that asks for it offers to connect', async () => {
    await offered(page, 'Guarded')
    await expect(page.getByText(new URL(signIn.issuer).host).first()).toBeVisible()
    await look(page, 'offer')
  })

  await test.step('it is registered on the way back, with its tools', async () => {
    await connectAndAllow(page, 'Connect', 'team')
    await page.waitForURL(/\/servers\/srv_\w+$/)
    await expect(page.getByRole('heading', { name: 'Guarded' })).toBeVisible()
    await expect(page.getByText('Ready', { exact: true })).toBeVisible()
    await expect(page.getByRole('link', { name: /^Tools 13/ })).toBeVisible()
  })
  const serverId = String(new URL(page.url()).pathname.split('/').at(-1))

  const api = managementApi(origin(), await makeApiKey(page, 'tests'))
  const document = { version: '1', default: 'allow' }
  expect((await api('POST', '/policies', { serverId, name: 'All', document })).status).toBe(201)
  const { token, url } = await makeGrant(page, serverId, 'Agent')
  await test.step('a call shows the account, and not the grant’s token', async () => {
    signIn.headers.length = 0
    expect(await call(token, url)).toMatch(/^answered/)
    expect(signIn.shown.at(-1)).toBe('team')
    expect(signIn.headers.join()).not.toContain(token)
  })

  await test.step('the account’s page says who connected it', async () => {
    await page.goto(`/servers/${serverId}/account`)
    await expect(page.getByText('Connected', { exact: true })).toBeVisible()
    await look(page, 'connected')
  })

  await test.step('access that was taken back is shown with what to do, on the server’s page, too', async () => {
    signIn.end('team')
    expect(await call(token, url)).toContain(`/servers/${serverId}/account`)
    await page.reload()
    await expect(page.getByText('It has to be connected again', { exact: true })).toBeVisible()
    await look(page, 'broken')
    await page.goto(`/servers/${serverId}`)
    await expect(page.getByText('Not authorised')).toBeVisible()
    await page.getByRole('alert').getByRole('link', { name: 'Account' }).click()
    await page.waitForURL('**/account')
  })

  await test.step('connected again, calls go through', async () => {
    await connectAndAllow(page, 'Connect again', 'team-2')
    await page.waitForURL(`**/servers/${serverId}/account`)
    await expect(page.getByText('Connected', { exact: true })).toBeVisible()
    expect(await call(token, url)).toMatch(/^answered/)
    expect(signIn.shown.at(-1)).toBe('team-2')
  })

  await test.step('set up for each person, it is theirs alone', async () => {
    await page.getByRole('button', { name: 'Each person’s own' }).click()
    await connectAndAllow(page, 'Set up again', 'ada')
    await page.waitForURL(`**/servers/${serverId}/account`)
    await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'People' })).toBeVisible()
    expect(await call(token, url)).toMatch(/^answered/)
    expect(signIn.shown.at(-1)).toBe('ada')
    await look(page, 'each their own')
  })

  await test.step('disconnected, it says so everywhere and calls fail', async () => {
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click()
    await expect(page.getByText('Your account is not connected')).toBeVisible()
    expect(await call(token, url)).toContain(`/servers/${serverId}/account`)
    await look(page, 'disconnected')
  })
})

test('a sign-in that was not allowed, or is not this browser’s, connects nothing', async ({
  signedIn: page,
  browser,
}) => {
  test.setTimeout(180_000)
  await offered(page, 'Refused')
  await page.getByRole('button', { name: 'Connect' }).click()
  await page.waitForURL(`${signIn.issuer}/sign-in/**`)
  await page.getByRole('button', { name: 'Deny' }).click()
  await expect(page.getByText('You did not allow the access')).toBeVisible()
  await look(page, 'not allowed')

  await offered(page, 'Taken')
  let back = ''
  // The browser follows redirects past a route: so they are followed here, up to the one that leads back.
  await page.route(`${signIn.issuer}/sign-in/**`, async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    let to = (await route.fetch({ maxRedirects: 0 })).headers().location ?? ''
    while (to !== '' && !to.includes('/servers/connected/'))
      to = (await page.request.get(to, { maxRedirects: 0 })).headers().location ?? ''
    back = to
    return route.abort()
  })
  await connectAndAllow(page, 'Connect', 'team').catch(() => {})
  await expect.poll(() => back).toContain('code=')
  const other = await browser.newContext()
  const visitor = await other.newPage()
  await visitor.goto(back)
  await expect(visitor.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await other.close()
  await page.unrouteAll()
  await page.goto('/servers')
  await expect(page.getByText('Taken')).toHaveCount(0)
})

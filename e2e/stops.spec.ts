// A person stops a grant, with the mouse and with the keyboard alone: the agent's next call is refused with the
// reason, its open stream ends, everybody sees it on every page, and lifting it brings all of it back.
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { agentV1, agentV2 } from './agents.ts'
import { expect, makeApiKey, newAccount, origin, signUp, test } from './fixtures.ts'
import { type Account, type Api, managementApi } from './management.ts'
import { expectSoundInBoth } from './sound.ts'
import { exchange, INITIALIZE } from './wire.ts'

const PHONE = { width: 390, height: 844 }
const POLICY = { version: '1', default: 'allow' }

type Place = {
  context: BrowserContext
  other: BrowserContext
  api: Api
  grant: { id: string; label: string; token: string; url: string }
  serverId: string
}

async function placeOf(browser: Browser, upstream: string): Promise<Place> {
  const account = newAccount()
  const context = await browser.newContext({ baseURL: origin() })
  const page = await context.newPage()
  await signUp(page, account)
  const api = managementApi(origin(), await makeApiKey(page, 'stops'))
  await page.close()
  const other = await browser.newContext({ baseURL: origin() })
  await signIn(await other.newPage(), account)
  const server = (await api('POST', '/servers', { name: 'LiveTap', url: upstream })).body
  const policy = (await api('POST', '/policies', { serverId: server.id, name: 'All', document: POLICY })).body
  const servers = [{ serverId: server.id, policyId: policy.id }]
  const grant = (await api('POST', '/grants', { label: 'Support agent', servers })).body
  const { id, token, gatewayUrl } = grant
  return {
    context,
    other,
    api,
    serverId: server.id,
    grant: { id, label: 'Support agent', token, url: gatewayUrl },
  }
}

const bannerOf = (page: Page) => page.getByRole('region', { name: 'Emergency stops' })

/** The standing stream of a session on the wire, and when it ended. */
async function openStream({ grant }: Place): Promise<{ status: number; ended: Promise<string> }> {
  const opened = await exchange(grant.url, { token: grant.token, message: INITIALIZE })
  const response = await fetch(grant.url, {
    headers: {
      authorization: `Bearer ${grant.token}`,
      accept: 'text/event-stream',
      'mcp-protocol-version': '2025-11-25',
      'mcp-session-id': opened.headers.get('mcp-session-id') ?? '',
    },
  })
  return { status: response.status, ended: response.text() }
}

test('a grant is stopped with the mouse: its agents read why, its stream ends, everybody sees it', async ({
  browser,
  everything,
}) => {
  const place = await placeOf(browser, everything.url)
  const { context, other, grant } = place
  const [v1, v2] = [await agentV1(grant.url, grant.token), await agentV2(grant.url, grant.token)]
  for (const agent of [v1, v2])
    expect(await agent.call('echo', { message: 'before' })).toMatchObject({
      text: expect.stringContaining('Echo'),
      isError: false,
    })
  const stream = await openStream(place)
  expect(stream.status).toBe(200)

  // Somebody else has another page open all the while.
  const elsewhere = await other.newPage()
  await elsewhere.goto('/activity')
  await expect(elsewhere.getByRole('heading', { name: 'Activity' })).toBeVisible()
  await expect(bannerOf(elsewhere)).toHaveCount(0)

  const page = await context.newPage()
  await page.goto(`/grants/${grant.id}`)
  await page.getByRole('button', { name: 'Stop grant' }).click()
  const dialog = page.getByRole('dialog', { name: 'Stop Support agent?' })
  await expect(dialog.getByRole('button', { name: 'Stop grant' })).toBeDisabled()
  await dialog.getByLabel('Reason').fill('It deleted things.')
  await dialog.getByLabel('Ends').click()
  await page.getByRole('option', { name: 'In 1 hour' }).click()
  await dialog.getByRole('button', { name: 'Stop grant' }).click()
  await expect(dialog).toBeHidden()
  await expect(bannerOf(page)).toContainText('The grant Support agent is stopped: It deleted things.')

  for (const agent of [v1, v2]) {
    const refused = await agent.call('echo', { message: 'after' })
    expect(refused.isError).toBe(true)
    expect(refused.text).toMatch(
      /^\[POLICY DENIED\] An emergency stop holds for this grant until 2.*It deleted things\.$/,
    )
  }
  await stream.ended
  await expect(bannerOf(elsewhere)).toContainText('It deleted things.', { timeout: 15_000 })
  await page.goto('/grants')
  await expect(page.getByRole('row', { name: /Support agent/ })).toContainText('Stopped')
  const [last] = (await place.api('GET', '/calls')).body.items
  expect(last).toMatchObject({ decision: 'deny', rule: '(emergency stop)', outcome: 'refused' })
  await page.goto('/activity')

  await bannerOf(page).getByRole('button', { name: 'Lift the stop of Support agent' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Lift stop' }).click()
  // What is behind a dialog is hidden from roles, the banner too.
  await expect(page.getByRole('alertdialog')).toBeHidden()
  await expect(bannerOf(page)).toHaveCount(0)
  for (const agent of [v1, v2])
    expect(await agent.call('echo', { message: 'again' })).toMatchObject({
      text: expect.stringContaining('Echo'),
      isError: false,
    })
  await expect(bannerOf(elsewhere)).toHaveCount(0, { timeout: 15_000 })

  await page.goto('/settings')
  const history = page.getByRole('table', { name: 'Emergency stops' })
  await expect(history).toContainText('It deleted things.')
  await expect(history).toContainText('Lifted')
  await Promise.all([v1.close(), v2.close(), context.close(), other.close()])
})

test('a grant is stopped and the stop lifted with the keyboard alone', async ({ browser, everything }) => {
  const place = await placeOf(browser, everything.url)
  const { context, other, grant } = place
  const agent = await agentV1(grant.url, grant.token)
  const page = await context.newPage()
  await page.goto(`/grants/${grant.id}`)
  await reach(page, 'Stop grant…')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Stop Support agent?' })
  await expect(dialog).toBeVisible()
  await expect(async () => {
    await page.keyboard.press('Tab')
    await expect(dialog.getByLabel('Reason')).toBeFocused({ timeout: 200 })
  }).toPass()
  await page.keyboard.type('Stopped by hand.')
  // A form is sent from its field.
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(bannerOf(page)).toContainText('until it is lifted')
  expect((await agent.call('echo', { message: 'x' })).text).toContain('Stopped by hand.')

  await reach(page, 'Lift the stop of Support agent')
  await page.keyboard.press('Enter')
  const lifting = page.getByRole('alertdialog')
  await expect(lifting).toBeVisible()
  await expect(async () => {
    await page.keyboard.press('Tab')
    await expect(lifting.getByRole('button', { name: 'Lift stop' })).toBeFocused({ timeout: 200 })
  }).toPass()
  await page.keyboard.press('Enter')
  await expect(lifting).toBeHidden()
  await expect(bannerOf(page)).toHaveCount(0)
  expect(await agent.call('echo', { message: 'x' })).toMatchObject({
    text: expect.stringContaining('Echo'),
    isError: false,
  })
  await Promise.all([agent.close(), context.close(), other.close()])
})

test('a server and the organisation are stopped on a phone; every page is sound while stops hold', async ({
  browser,
  everything,
}) => {
  const place = await placeOf(browser, everything.url)
  const { context, other, grant, serverId } = place
  const agent = await agentV1(grant.url, grant.token)
  const page = await context.newPage()
  await page.setViewportSize(PHONE)
  const fits = async () =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
  await page.goto(`/servers/${serverId}`)
  await fits()
  await page.getByRole('button', { name: 'Stop server' }).click()
  await page.getByLabel('Reason').fill('Its package was taken over.')
  await page.getByRole('dialog').getByRole('button', { name: 'Stop server' }).click()
  await expect(bannerOf(page)).toContainText('The server LiveTap is stopped: Its package was taken over.')
  expect((await agent.call('echo', { message: 'x' })).text).toContain('Its package was taken over.')
  await fits()
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Stop everything' }).click()
  await page.getByLabel('Reason').fill('We look at all of it.')
  await page.getByRole('dialog').getByRole('button', { name: 'Stop everything' }).click()
  await expect(bannerOf(page).getByRole('listitem')).toHaveCount(2)

  for (const address of ['/settings', '/servers', '/grants', `/grants/${grant.id}`, `/servers/${serverId}`]) {
    await page.goto(address)
    await expect(bannerOf(page).getByRole('listitem')).toHaveCount(2)
    await fits()
    await expectSoundInBoth(page, address)
  }
  // The editor takes the window, less the banner: its foot stays in sight.
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`/servers/${serverId}/policy`)
  await expect(bannerOf(page)).toBeVisible()
  await expect(page.locator('[data-editor]')).toBeVisible()
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight))
    .toBeLessThanOrEqual(1)

  await page.goto('/servers')
  await expect(page.getByRole('row', { name: /LiveTap/ })).toContainText('Stopped')
  for (let left = 2; left > 0; left--) {
    await bannerOf(page).getByRole('button', { name: /^Lift/ }).first().click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Lift stop' }).click()
    await expect(page.getByRole('alertdialog')).toBeHidden()
    await expect(bannerOf(page).getByRole('listitem')).toHaveCount(left - 1)
  }
  expect(await agent.call('echo', { message: 'x' })).toMatchObject({
    text: expect.stringContaining('Echo'),
    isError: false,
  })
  await Promise.all([agent.close(), context.close(), other.close()])
})

async function signIn(page: Page, { email, password }: Account): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('**/overview')
  await page.close()
}

/** Goes to a button by Tab, as somebody without a mouse does. */
async function reach(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name })
  await expect(button).toBeVisible()
  for (let tabs = 0; tabs < 60; tabs++) {
    if (await button.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no way to ${name} with the keyboard`)
}

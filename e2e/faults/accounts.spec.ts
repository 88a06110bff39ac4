// Doors that do not open: each says why, and keeps what was typed. Pages of others cannot use them.
import type { Page } from '@playwright/test'
import { expect, origin, signUp, test } from '../fixtures.ts'
import type { Account } from '../management.ts'

// Next's route announcer is an alert as well, and an empty one.
const told = (page: Page, says: string | RegExp) =>
  expect(page.getByRole('alert').filter({ hasText: says })).toBeVisible()

test('an e-mail address that has an account is said beside the field', async ({ page, account, browser }) => {
  await signUp(page, account)
  const other = await (await browser.newContext()).newPage()
  await enter(other, 'Sign up', { email: account.email.toUpperCase(), password: 'another long passphrase' })
  const field = other.getByLabel('E-mail')
  await expect(field).toBeFocused()
  await expect(field).toHaveAccessibleDescription(/already .*account|account .*already/i)
  await expectTyped(other, account.email.toUpperCase(), 'another long passphrase')
  await other.context().close()
})

test('a password that is too short, or what everybody guesses, is said beside the field', async ({
  page,
}) => {
  for (const [password, says] of [
    ['too short', /at least 15 characters/],
    ['passwordpassword', /tried first|at least/],
    ['eve@example.com', /is the e-mail address/],
  ] as const) {
    await enter(page, 'Sign up', { email: 'eve@example.com', password })
    await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(says)
    await expectTyped(page, 'eve@example.com', password)
  }
})

test('a wrong password and an unknown address are refused in the same words', async ({
  page,
  account,
  browser,
}) => {
  await signUp(page, account)
  const visitor = await (await browser.newContext()).newPage()
  const said: (string | null)[] = []
  for (const email of [account.email, `nobody-${account.email}`]) {
    await enter(visitor, 'Sign in', { email, password: 'not the password' })
    await told(visitor, 'The e-mail address or the password is wrong. Check both and try again.')
    await expectTyped(visitor, email, 'not the password')
    said.push(((await visitor.getByRole('alert').first().textContent()) ?? '').replace(/req_\w+/, ''))
  }
  expect(said[0]).toBe(said[1])
  await visitor.context().close()
})

test('guessing is stopped after ten tries, for the right password too, and says for how long', async ({
  page,
  account,
  browser,
}) => {
  await signUp(page, account)
  const visitor = await (await browser.newContext()).newPage()
  for (let i = 1; i <= 10; i++) {
    await enter(visitor, 'Sign in', { ...account, password: `guess number ${i}` })
    await told(visitor, 'password is wrong')
  }
  for (const password of ['guess number 11', account.password]) {
    await enter(visitor, 'Sign in', { ...account, password })
    await told(visitor, /Too many attempts\. Try again in \d+ minutes\./)
    await expectTyped(visitor, account.email, password)
  }
  // The owner, who is signed in, is not put out by it.
  await page.goto('/overview')
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await visitor.context().close()
})

test('a session that ended says so, and loses nothing that was typed', async ({
  member,
  api,
  liveTap,
  browser,
}) => {
  await api('POST', '/servers', { name: 'LiveTap', url: liveTap.url })
  const elsewhere = await browser.newContext({ storageState: await member.context.storageState() })
  const page = await elsewhere.newPage()
  await page.goto('/grants/new')
  await page.getByLabel('Label').fill('Support agents')
  await page.getByLabel('Tags').fill('support, nightly')
  await page.getByRole('checkbox').first().check()
  await elsewhere.clearCookies()
  await page.getByRole('button', { name: 'Create grant' }).click()
  await told(page, 'Your session has ended. Sign in again; nothing was changed.')
  await expect(page.getByLabel('Label')).toHaveValue('Support agents')
  await expect(page.getByLabel('Tags')).toHaveValue('support, nightly')
  await elsewhere.close()
})

test('a wrong address is a 404 with a way back, for visitors and for members', async ({ desk, browser }) => {
  const visitor = await (await browser.newContext()).newPage()
  for (const [page, address] of [
    [visitor, '/no-such-page'],
    [desk, '/no-such-page'],
    [desk, '/servers/srv_0000000000000000000000000000'],
    [desk, '/servers/livetap/policy'],
    [desk, '/grants/x'],
  ] as const) {
    const response = await page.goto(address)
    expect([address, response?.status()]).toEqual([address, 404])
    await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
    await expect(page.getByRole('main').getByRole('link').first()).toBeVisible()
  }
  await visitor.context().close()
})

test('the session cookie is out of reach of scripts and of other sites (security L5)', async ({ desk }) => {
  await desk.goto('/overview')
  const cookies = await desk.context().cookies()
  expect(cookies.find(({ name }) => name === 'portcullis.session')).toMatchObject({
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    domain: 'localhost',
  })
  expect(await desk.evaluate(() => document.cookie)).not.toContain('session')
})

test('pages of other origins cannot act for a member who visits them (security L3)', async ({
  desk,
  api,
}) => {
  const keys = async () => {
    const { items } = (await api('GET', '/audit')).body
    return items.filter((event: { action: string }) => event.action === 'api_key.created').length
  }
  const { request } = desk.context()
  for (const headers of [
    {},
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: origin(), 'sec-fetch-site': 'cross-site' },
    { origin: origin(), 'sec-fetch-site': 'same-site' },
  ] as Record<string, string>[]) {
    const registration = { name: 'Stolen', url: 'http://127.0.0.1:1/mcp' }
    const answer = await request.post('/servers/new/stream', { headers, data: registration })
    expect([headers, answer.status(), await answer.text()]).toEqual([
      headers,
      403,
      expect.stringContaining('origin-refused'),
    ])
  }

  // A server action exactly as the settings page sends it, cookie and all, but from elsewhere.
  await desk.goto('/settings')
  await desk.getByLabel('Name of the new key').fill('Mine')
  const asked = desk.waitForRequest((sent) => sent.method() === 'POST')
  await desk.getByRole('button', { name: 'Create key' }).click()
  const action = await asked
  const sent = await action.allHeaders()
  const replay = (from: string) =>
    request.post('/settings', {
      headers: { ...pick(sent, ['next-action', 'content-type', 'accept']), origin: from },
      data: action.postDataBuffer() ?? '',
    })
  await expect(desk.getByText('Mine').first()).toBeVisible()
  const before = await keys()
  expect((await replay('https://evil.example')).status()).toBe(500)
  expect((await replay('null')).status()).toBe(500)
  expect(await keys()).toBe(before)
  expect((await replay(origin())).status()).toBe(200)
  expect(await keys()).toBe(before + 1)
})

function pick(headers: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  )
}

async function enter(page: Page, door: 'Sign in' | 'Sign up', { email, password }: Account): Promise<void> {
  const path = door === 'Sign in' ? '/sign-in' : '/sign-up'
  if (!page.url().endsWith(path)) await page.goto(path)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  const answered = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.getByRole('button', { name: door, exact: true }).click()
  await answered
}

async function expectTyped(page: Page, email: string, password: string): Promise<void> {
  await expect(page.getByLabel('E-mail')).toHaveValue(email)
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue(password)
}

// Without an account: a paste becomes a board, a call is judged on it, and the draft comes along through sign-up, once.
import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, newAccount, origin, signUp, test } from './fixtures.ts'
import type { Account } from './management.ts'

/** LiveTap's tools as far as these tests need them, in words of our own. */
const LIVETAP = {
  serverInfo: { name: 'LiveTap' },
  tools: [
    tool('list_connections', 'Lists the connections that exist.', {}),
    tool('create_connection', 'Creates a connection to a broker and subscribes to topics.', {
      url: { type: 'string' },
    }),
    tool('update_connection', 'Updates the settings of a connection.', { id: { type: 'string' } }),
    tool('delete_connection', 'Deletes a connection and all that was kept of it.', {
      id: { type: 'string' },
    }),
  ],
}

function tool(name: string, description: string, properties: object) {
  return { name, description, inputSchema: { type: 'object', properties } }
}

async function paste(page: Page, text: string): Promise<void> {
  await page.goto('/try')
  // The form is used by a script from here on.
  await page.waitForLoadState('networkidle')
  await page.getByLabel('Server, client’s file or tools/list').fill(text)
}

async function openBoard(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'See its board' }).click()
  await page.waitForURL(/\/try\/[\w-]{27}/, { timeout: 60_000 })
  await expect(page.locator('[data-editor][data-ready]')).toBeVisible()
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

const card = (page: Page, name: string) => page.locator(`[data-tool="${name}"]`)

async function signUpWith(page: Page, { email, password }: Account): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign up' }).click()
}

test('a pasted list is laid out, judged, and found again in the editor after sign-up', async ({
  page,
  liveTap,
}) => {
  await paste(page, JSON.stringify(LIVETAP))
  await expect(page.getByText('A list of 4 tools.')).toBeVisible()
  const id = await openBoard(page)
  await expect(page.getByRole('heading', { name: 'LiveTap', level: 1 })).toBeVisible()
  await expect(page.locator('[data-lane="hide"]').locator('[data-tool="delete_connection"]')).toBeVisible()

  // A call that is denied, by the rule that denies it.
  await card(page, 'delete_connection').click()
  await page.getByRole('button', { name: 'Try a call' }).click()
  const panel = page.getByRole('complementary', { name: 'Try a call' })
  await expect(panel.getByText('(hidden)').first()).toBeVisible()
  await page.keyboard.press('Escape')

  // A move by key is kept, and is there again when the address is opened anew.
  await card(page, 'update_connection').focus()
  await page.keyboard.press('4')
  await expect(page.locator('[data-lane="deny"]').locator('[data-tool="update_connection"]')).toBeVisible()
  await expect(page.locator('[data-saving="saved"]')).toBeAttached()
  await page.reload()
  await expect(page.locator('[data-lane="deny"]').locator('[data-tool="update_connection"]')).toBeVisible()

  await page.getByRole('button', { name: 'Sign up to keep it' }).click()
  await page.waitForURL(`**/sign-up?trial=${id}`)
  await expect(page.getByText('Your draft for LiveTap')).toBeVisible()
  await signUpWith(page, newAccount())
  // Nobody knows where a pasted server is: its form is filled in as far as it can be.
  await page.waitForURL(`**/servers/new?trial=${id}`)
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('LiveTap')
  await page.getByLabel('URL', { exact: true }).fill(liveTap.url)
  await page.getByRole('button', { name: 'Register server' }).click()
  await page.getByRole('link', { name: 'Open the policy editor' }).click()
  await expect(page.locator('[data-editor][data-ready]')).toBeVisible()
  await expect(page.locator('[data-lane="deny"]').locator('[data-tool="update_connection"]')).toBeVisible()
  await expect(page.getByText('Never published')).toBeVisible()
})

test('a server is read from its address, registered by sign-up, and claimed by nobody else', async ({
  page,
  browser,
  liveTap,
}) => {
  const secret = `sk-live-${randomUUID()}`
  const file = { mcpServers: { tap: { url: liveTap.url, headers: { Authorization: `Bearer ${secret}` } } } }
  const sent: string[] = []
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
  await paste(page, JSON.stringify(file))
  await expect(page.getByText('Stays in this browser: header Authorization')).toBeVisible()
  const id = await openBoard(page)
  expect(sent.join('\n')).not.toContain(secret)
  await page.getByRole('button', { name: 'Sign up to keep it' }).click()
  await signUpWith(page, newAccount())
  await page.waitForURL(/\/servers\/srv_[^/]+\/policy/)
  await expect(page.locator('[data-editor][data-ready]')).toBeVisible()
  await expect(page.getByText('Never published')).toBeVisible()
  // The link leads its owner to the server, and others to a sentence.
  await page.goto(`/claim/${id}`)
  await page.waitForURL(/\/servers\/srv_[^/]+\/policy/)
  const other = await browser.newContext({ baseURL: origin() })
  const theirs = await other.newPage()
  await signUp(theirs, newAccount())
  await theirs.goto(`/claim/${id}`)
  await expect(theirs.getByRole('heading', { name: 'This draft was claimed' })).toBeVisible()
  await theirs.goto(`/try/${id}`)
  await expect(theirs.getByRole('heading', { name: 'This draft was claimed' })).toBeVisible()
  const taken = await other.request.post(`/claim/${id}/take`, {
    headers: { origin: origin(), 'content-type': 'application/x-www-form-urlencoded' },
    data: '',
    maxRedirects: 0,
  })
  expect([taken.status(), taken.headers().location]).toEqual([303, `/claim/${id}?fault=trial-claimed`])
  await other.close()
})

test('who is signed in confirms, and has the draft open in their own organisation', async ({
  signedIn: page,
  liveTap,
}) => {
  await paste(page, liveTap.url)
  const id = await openBoard(page)
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.waitForURL(`**/claim/${id}`)
  await page.getByRole('button', { name: 'Keep and open the draft' }).click()
  await page.waitForURL(/\/servers\/srv_[^/]+\/policy/)
})

test('what cannot be tried is answered with a sentence', async ({ page }) => {
  for (const [text, sentence] of [
    ['hello', /no address and no JSON/],
    ['{"mcpServers":{"a":{"command":"node","args":["x.js"]}}}', /runs on your machine/],
    ['http://169.254.169.254/latest', /not reachable from here/],
    ['{"tools":[]}', /holds no tool/],
  ] as const) {
    await paste(page, text)
    await page.getByRole('button', { name: 'See its board' }).click()
    await expect(page.getByText(sentence).first()).toBeVisible()
  }
  await page.goto('/try/no-such-draft')
  await expect(page.getByRole('heading', { name: 'There is no such draft' })).toBeVisible()
})

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('a paste is laid out as a table, and what is wrong is said', async ({ page }) => {
    await page.goto('/try')
    await page.getByLabel('Server, client’s file or tools/list').fill('nothing')
    await page.getByRole('button', { name: 'See its board' }).click()
    await expect(page.getByText(/no address and no JSON/)).toBeVisible()
    await page.getByLabel('Server, client’s file or tools/list').fill(JSON.stringify(LIVETAP))
    await page.getByRole('button', { name: /See its board|Try again/ }).click()
    await page.waitForURL(/\/try\/[\w-]{27}/)
    await expect(page.getByRole('row', { name: /delete_connection.*Hide/ })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Sign up to keep it' })).toBeVisible()
  })
})

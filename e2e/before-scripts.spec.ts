// A page is there before its scripts are: what a person does until then is neither lost nor put into an address.
import type { Page } from '@playwright/test'
import { expect, newAccount, test } from './fixtures.ts'

/** Holds the scripts of a page back until the function that it gives is called. */
async function holdScripts(page: Page): Promise<() => void> {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/_next/static/**/*.js*', async (route) => {
    await released
    await route.continue()
  })
  return release
}

async function fillIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
}

test('a form that is sent before its scripts are there waits for them, and is sent once', async ({
  page,
}) => {
  const addresses: string[] = []
  page.on('request', (request) => addresses.push(request.url()))
  const sent = () => addresses.filter((address) => address.endsWith('/sign-up')).length
  const release = await holdScripts(page)
  await page.goto('/sign-up', { waitUntil: 'commit' })
  const account = newAccount()
  await fillIn(page, account)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.locator('form[aria-busy="true"]')).toBeVisible()
  // Impatience sends nothing twice.
  await page.getByRole('button', { name: 'Sign up' }).click()
  expect(sent()).toBe(1)
  release()
  await page.waitForURL('**/overview')
  // The page, and one action of it.
  expect(sent()).toBe(2)
  expect(addresses.filter((address) => address.includes('password'))).toEqual([])
})

test('what is typed before its scripts are there stays, and counts', async ({ page }) => {
  const release = await holdScripts(page)
  await page.goto('/sign-up', { waitUntil: 'commit' })
  const account = newAccount()
  await fillIn(page, account)
  release()
  // The button beside the password shows that the scripts live.
  await expect(async () => {
    await page.getByRole('button', { name: 'Show characters' }).click({ timeout: 1000 })
    await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('type', 'text', {
      timeout: 500,
    })
  }).toPass()
  await expect(page.getByLabel('E-mail')).toHaveValue(account.email)
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue(account.password)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.waitForURL('**/overview')
})

test('what is pasted before its scripts are there stays, and is seen for what it is', async ({ page }) => {
  const release = await holdScripts(page)
  await page.goto('/try', { waitUntil: 'commit' })
  const field = page.getByRole('textbox', { name: 'Server, client’s file' })
  await field.fill('https://mcp.example.com/mcp')
  release()
  await expect(page.getByText('An address. Its tools are read from it')).toBeVisible()
  await expect(field).toHaveValue('https://mcp.example.com/mcp')
})

test('a client’s file that is sent before its scripts are there leaves its secrets on the page', async ({
  page,
}) => {
  const bodies: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') bodies.push(request.postDataBuffer()?.toString() ?? '')
  })
  const release = await holdScripts(page)
  await page.goto('/try', { waitUntil: 'commit' })
  const entry = {
    url: 'https://mcp.example.invalid/mcp',
    headers: { authorization: 'Bearer kept-to-myself' },
  }
  await page
    .getByRole('textbox', { name: 'Server, client’s file' })
    .fill(JSON.stringify({ mcpServers: { shop: entry } }))
  await page.getByRole('button', { name: 'See its board' }).click()
  await expect(page.locator('form[aria-busy="true"]')).toBeVisible()
  release()
  await expect(page.getByText('The tools were not read')).toBeVisible()
  expect(bodies.filter((body) => body.includes('mcp.example.invalid'))).toHaveLength(1)
  expect(bodies.filter((body) => body.includes('kept-to-myself'))).toEqual([])
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a form says why nothing happens, and puts no password into the address', async ({ page }) => {
    const html = (await (await page.goto('/sign-in'))?.text()) ?? ''
    // Playwright stops scripts and still reads pages as a browser that runs them, which draws nothing of this.
    expect(html).toMatch(/<noscript><p[^>]*>This form needs JavaScript/)
    await fillIn(page, newAccount())
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')
    expect(new URL(page.url()).search).toBe('')
  })
})

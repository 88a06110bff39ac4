// The docs in the product, as somebody without an account reads them.
import { expect, newAccount, origin, signUp, test } from './fixtures.ts'
import { expectNoSidewaysScroll, expectSoundInBoth } from './sound.ts'

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1440, height: 900 }

test('the docs are found from the front, read in their order, and each heading has an address', async ({
  page,
}) => {
  await page.setViewportSize(DESK)
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Catalogue' }).getByRole('link', { name: 'Docs' }).click()
  await expect(page).toHaveURL(/\/docs$/)
  await page
    .getByRole('navigation', { name: 'Contents' })
    .getByRole('link', { name: 'Start', exact: true })
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Start')
  const ways = page.getByRole('navigation', { name: 'Next and previous page' })
  await expect(ways.getByRole('link')).toHaveCount(1)
  await ways.getByRole('link', { name: /^Next/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Concepts')
  await expect(
    page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'Concepts' }),
  ).toHaveAttribute('aria-current', 'page')
  await page
    .getByRole('navigation', { name: 'On this page' })
    .getByRole('link', { name: 'Grant', exact: true })
    .click()
  await expect(page).toHaveURL(/\/docs\/concepts#grant$/)
  await expect(page.getByRole('heading', { name: 'Grant', exact: true })).toBeInViewport()
})

test('the search is used by keyboard alone', async ({ page }) => {
  await page.setViewportSize(DESK)
  await page.goto('/docs/start')
  // The first key of a person begins the scripts of a public page.
  await page.keyboard.press('Shift')
  const field = page.getByRole('searchbox', { name: 'Search the docs' })
  await expect
    .poll(async () => {
      await page.keyboard.press('/')
      return field.evaluate((element) => element === document.activeElement)
    })
    .toBe(true)
  await field.fill('sliding window')
  const first = page
    .getByRole('search', { name: 'Docs' })
    .getByRole('link', { name: /^Limits The policy language/ })
  await expect(first).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('search', { name: 'Docs' }).getByRole('link').first()).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(first).toBeHidden()
  await field.fill('sliding')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/docs\/search\?q=sliding$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('“sliding” in the docs')
  await page.goto('/docs/search?q=nothing-of-the-sort')
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
})

test('a command is copied without what it prints', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/docs/policy-language#test-it')
  const session = page.locator('figure').filter({ hasText: 'policy test policy.test.json' }).first()
  // The scripts of a public page begin with the first sign of a person: this one's pointer.
  await expect(async () => {
    await session.getByRole('button', { name: 'Copy' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      'npm run --silent cli -- policy test policy.test.json',
    )
  }).toPass()
})

test('clients, the API and the command line are those of this installation', async ({ page, request }) => {
  await page.goto('/docs/client-setup')
  await expect(page.getByRole('main')).toContainText(`${origin()}/mcp/SERVER_ID/`)
  await expect(page.getByRole('heading', { name: 'Claude Code' })).toBeVisible()
  const api = await (await request.get('/api/v1/openapi.json')).json()
  await page.goto('/docs/api')
  const headings = await page.getByRole('heading', { level: 3 }).allTextContents()
  const served = Object.entries<object>(api.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(headings.sort()).toEqual(served.sort())
  await page.goto('/docs/cli')
  await expect(page.getByRole('main')).toContainText('npm run cli -- policy validate FILE')
})

test('a page is there as Markdown, and an unknown one says what to do', async ({ page, request }) => {
  const markdown = await request.get('/docs/limits.md')
  expect(markdown.headers()['content-type']).toBe('text/markdown; charset=utf-8')
  expect(await markdown.text()).toMatch(/^# Limits\n/)
  for (const missing of [
    '/docs/no-such-page',
    '/docs/no-such-page.md',
    '/docs/0058-agents-propose-people-publish',
  ])
    expect((await request.get(missing)).status(), missing).toBe(404)
  await page.goto('/docs/no-such-page')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The docs have no page at this address')
  await page.getByRole('link', { name: 'See all pages' }).click()
  await expect(page).toHaveURL(/\/docs$/)
})

test('everything is read and searched without scripts', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: origin(), javaScriptEnabled: false, viewport: PHONE })
  const page = await context.newPage()
  await page.goto('/docs/security-model')
  await expect(page.getByRole('heading', { name: 'What it cannot stop' })).toBeVisible()
  await page.locator('summary').filter({ hasText: 'Contents' }).click()
  await page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'Limits' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Limits')
  await page.getByRole('searchbox', { name: 'Search the docs' }).fill('recovery codes')
  await page.getByRole('searchbox', { name: 'Search the docs' }).press('Enter')
  await expect(page.getByRole('main').getByRole('link', { name: /^Recovery codes/ })).toBeVisible()
  await context.close()
})

test('members come to the docs from every page', async ({ page }) => {
  await page.setViewportSize(DESK)
  const account = newAccount()
  await signUp(page, account)
  await page.goto('/overview')
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Docs' }).click()
  await expect(page).toHaveURL(/\/docs$/)
})

for (const address of [
  '/docs',
  '/docs/policy-language',
  '/docs/client-setup',
  '/docs/api',
  '/docs/search?q=limit',
])
  test(`${address} is for everyone`, async ({ page }) => {
    await page.goto(address)
    await expectSoundInBoth(page, address)
    await page.setViewportSize(PHONE)
    await expectNoSidewaysScroll(page)
  })

// The library of attacks, as a reader without an account meets it.
import { expect, origin, test } from './fixtures.ts'
import { expectNoSidewaysScroll, expectSoundInBoth } from './sound.ts'

const PHONE = { width: 390, height: 844 }

test('attacks are found by kind, class and words, and the address says which', async ({ page }) => {
  await page.goto('/attacks')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Attacks')
  await page
    .getByRole('navigation', { name: 'Kind' })
    .getByRole('link', { name: /^Incident/ })
    .click()
  await expect(page).toHaveURL(/\/attacks\?kind=incident$/)
  await page
    .getByRole('navigation', { name: 'Class' })
    .getByRole('link', { name: /^Destruction/ })
    .click()
  await expect(page).toHaveURL(/class=destruction&kind=incident/)
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(2)

  await page.goto('/attacks')
  await page.getByRole('searchbox', { name: 'Search attacks' }).fill('cve-2025-6514')
  await page.getByRole('searchbox', { name: 'Search attacks' }).press('Enter')
  await expect(page).toHaveURL(/q=cve-2025-6514/)
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1)

  await page.goto('/attacks?q=nothing-of-the-sort')
  await expect(page.getByRole('heading', { name: 'No attack fits' })).toBeVisible()
})

test('the page of an attack has its rule with two verdicts, what is not seen, tools, and sources', async ({
  page,
}) => {
  await page.goto('/attacks/destructive-autonomy')
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
  const rule = page.getByRole('region', { name: 'The rule that stops it' })
  await expect(rule.getByText('Denied', { exact: true })).toBeVisible()
  await expect(rule.getByText('Allowed', { exact: true })).toBeVisible()
  await expect(rule.getByRole('button', { name: 'Copy JSON' })).toBeVisible()
  await rule.getByText('The same as YAML').click()
  await expect(rule.getByText('destroy_*')).toHaveCount(2)
  await expect(page.getByRole('region', { name: 'What the gateway cannot see or stop' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Sources' }).getByRole('link').first()).toHaveAttribute(
    'href',
    /^https:/,
  )
  // The seed has tools that delete.
  const tools = page.getByRole('region', { name: 'Which tools it uses' }).getByRole('listitem')
  await expect(tools.first()).toContainText('takes something away for good')
  expect(await tools.count()).toBeLessThanOrEqual(12)
})

test('a tool that deletes leads to the attack, and one that only reads to none', async ({ page }) => {
  await page.goto('/mcp-servers/livetap/destroy-connection')
  await page
    .getByRole('region', { name: 'Attacks that use tools like it' })
    .getByRole('link', { name: 'The agent deletes on its own initiative' })
    .click()
  await expect(page).toHaveURL(/\/attacks\/destructive-autonomy$/)
  await page.goto('/mcp-servers/livetap/list-connections')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('list_connections')
  await expect(page.getByRole('region', { name: 'Attacks that use tools like it' })).toHaveCount(0)
})

test('attacks have twins for programs, and an unknown one is not found', async ({ request }) => {
  const markdown = await request.get('/attacks/tool-poisoning.md')
  expect(markdown.headers()['content-type']).toBe('text/markdown; charset=utf-8')
  expect(markdown.headers().link).toContain('/attacks/tool-poisoning>; rel="canonical"')
  expect(await markdown.text()).toMatch(/^# Tool poisoning\n/)
  const json = await (await request.get('/attacks/tool-poisoning.json')).json()
  expect(json).toMatchObject({ slug: 'tool-poisoning', kind: 'demonstration', coverage: 'stops' })
  expect(json.examples.map(({ verdict }: { verdict: { effect: string } }) => verdict.effect)).toEqual([
    'deny',
    'allow',
  ])
  const policy = await (await request.get('/attacks/tool-poisoning/policy.json')).json()
  expect(policy).toMatchObject({ version: '1', $schema: expect.stringContaining('/schemas/policy/1.json') })
  expect((await (await request.get('/attacks.json')).json()).attacks.length).toBeGreaterThan(35)
  expect(await (await request.get('/attacks.md')).text()).toContain('attacks/rug-pull.md')
  for (const missing of [
    '/attacks/no-such',
    '/attacks/no-such.md',
    '/attacks/asana-cross-tenant/policy.json',
  ])
    expect((await request.get(missing)).status(), missing).toBe(404)
})

test('everything is read without scripts', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: origin(), javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/attacks/slack-link-unfurling')
  await expect(page.getByText('Needs approval', { exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: 'CVE-2025-34072' })).toBeVisible()
  await context.close()
})

for (const address of [
  '/attacks',
  '/attacks?class=spend',
  '/attacks/bankr-wallet-drain',
  '/attacks/dns-rebinding',
])
  test(`${address} is for everyone`, async ({ page }) => {
    await page.goto(address)
    await expectSoundInBoth(page, address)
    await page.setViewportSize(PHONE)
    await expectNoSidewaysScroll(page)
  })

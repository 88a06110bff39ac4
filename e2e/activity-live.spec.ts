// The activity page while agents call, through the real gateway with an SDK client: rows come as calls are
// decided, by the filter of the page; nothing is lost or doubled when the connection breaks; and the count of
// what waits for a person stands in the title of every tab.
import type { BrowserContext, Page } from '@playwright/test'
import { type Agent, agentV1 } from './agents.ts'
import { test as base, expect, makeApiKey, newAccount, origin, signUp } from './fixtures.ts'
import { type Api, managementApi } from './management.ts'

const POLICY = {
  version: '1',
  default: 'allow',
  tools: {
    destroy_connection: { action: 'deny', reason: 'Connections stay.' },
    read_stream: { require_approval: { reason: 'Is it the right stream?', timeout: '30m' } },
  },
}

const READ = { connectionId: 'c1' }

type Place = { api: Api; context: BrowserContext; agent: Agent; server: string; grant: string }
const test = base.extend<{ page: Page }, { place: Place }>({
  place: [
    async ({ browser, liveTap }, use) => {
      const context = await browser.newContext({ baseURL: origin() })
      const page = await context.newPage()
      await signUp(page, newAccount())
      const api = managementApi(origin(), await makeApiKey(page, 'live'))
      await page.close()
      const server = (await api('POST', '/servers', { name: 'LiveTap', url: liveTap.url })).body
      const policy = (await api('POST', '/policies', { serverId: server.id, name: 'P', document: POLICY }))
        .body
      const servers = [{ serverId: server.id, policyId: policy.id }]
      const grant = (await api('POST', '/grants', { label: 'Live agent', servers })).body
      const agent = await agentV1(grant.gatewayUrl, grant.token)
      await use({ api, context, agent, server: server.id, grant: grant.id })
      await agent.close()
      await context.close()
    },
    { scope: 'worker' },
  ],
  page: async ({ place }, use) => {
    const page = await place.context.newPage()
    await use(page)
    await page.close()
  },
})

const rows = (page: Page) => page.locator('tr[data-call]')
const isLive = (page: Page) => expect(page.locator('[data-live="live"]')).toBeVisible({ timeout: 30_000 })
const idsOf = (page: Page) =>
  rows(page).evaluateAll((all) => all.map((row) => row.getAttribute('data-call') ?? ''))

test('rows come as calls are decided, by the filter of the page, and change in their place', async ({
  page,
  place: { agent, context },
}) => {
  await page.goto('/activity')
  await isLive(page)
  const denied = await context.newPage()
  await denied.goto('/activity?decision=deny')
  await isLive(denied)
  await page.bringToFront()
  await agent.call('list_connections')
  await expect(rows(page).filter({ hasText: 'list_connections' })).toHaveCount(1)
  await expect(rows(page).first()).toContainText('Allowed')
  await expect(rows(page).first()).toContainText('ms')
  await agent.call('destroy_connection', { connectionId: 'x' })
  await expect(rows(page).first()).toContainText('destroy_connection')
  // Equal refusals fold into that row.
  for (let i = 0; i < 3; i++) await agent.call('destroy_connection', { connectionId: 'x' })
  await expect(rows(page).filter({ hasText: 'destroy_connection' })).toContainText('×4')
  await denied.bringToFront()
  await expect(rows(denied)).toHaveCount(1)
  await expect(rows(denied)).toContainText('×4')
  await denied.close()
})

test('a row is there within a second of its decision', async ({ page, place: { agent } }) => {
  await page.goto('/activity?tool=status')
  await isLive(page)
  const late: number[] = []
  for (let i = 0; i < 20; i++) {
    const before = await rows(page).count()
    const begun = Date.now()
    await agent.call('status').catch(() => {})
    await expect(rows(page)).toHaveCount(before + 1)
    late.push(Date.now() - begun)
  }
  late.sort((a, b) => a - b)
  console.log(`      from the call being sent to its row: p50 ${late[10]} ms, p95 ${late[18]} ms`)
  // Polled every quarter of a second; a loaded machine gets ten times that.
  expect(late[10]).toBeLessThan(10_000)
})

test('paused, or under the pointer, nothing moves: what comes is counted', async ({
  page,
  place: { agent },
}) => {
  await page.goto('/activity')
  await isLive(page)
  await agent.call('list_connections')
  await expect(rows(page).first()).toContainText('list_connections')
  await page.getByRole('button', { name: 'Pause' }).click()
  const before = await idsOf(page)
  await agent.call('list_connections')
  await agent.call('list_connections')
  await expect(page.getByRole('button', { name: '2 new' })).toBeVisible()
  expect(await idsOf(page)).toEqual(before)
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect.poll(async () => (await idsOf(page)).length).toBe(before.length + 2)
  await rows(page).first().hover()
  await agent.call('list_connections')
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible()
  expect(await idsOf(page)).toHaveLength(before.length + 2)
  await page.mouse.move(0, 0)
  await expect.poll(async () => (await idsOf(page)).length).toBe(before.length + 3)
})

test('a connection that breaks loses nothing and doubles nothing', async ({
  page,
  place: { agent, context },
}) => {
  await page.goto('/activity?tool=list_connections')
  await isLive(page)
  const made = (await idsOf(page)).length
  await agent.call('list_connections')
  await expect.poll(async () => (await idsOf(page)).length).toBe(made + 1)
  const before = await idsOf(page)
  await context.setOffline(true)
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  for (let i = 0; i < 5; i++) await agent.call('list_connections')
  await context.setOffline(false)
  await expect.poll(async () => (await idsOf(page)).length, { timeout: 60_000 }).toBe(before.length + 5)
  await agent.call('list_connections')
  await expect.poll(async () => (await idsOf(page)).length).toBe(before.length + 6)
  const after = await idsOf(page)
  expect(new Set(after).size).toBe(after.length)
  expect(after.slice(6)).toEqual(before)
})

test('what waits for a person is counted in the title of every tab, and said where one looks', async ({
  page,
  place: { agent, api, context },
}) => {
  const other = await context.newPage()
  await other.goto('/servers')
  await page.goto('/overview')
  // Held open while a person may decide.
  const asked = agent.call('read_stream', READ).catch((error) => ({ text: String(error) }))
  await expect(page).toHaveTitle(/^\(1\) /, { timeout: 30_000 })
  await expect(page.getByText('A call waits for approval').first()).toBeVisible({ timeout: 30_000 })
  await expect(other).toHaveTitle(/^\(1\) /, { timeout: 30_000 })
  const [approval] = (await api('GET', '/approvals?state=waiting')).body.items
  await api('POST', `/approvals/${approval.id}/deny`, { reason: 'No.' })
  await expect(page).not.toHaveTitle(/^\(/, { timeout: 30_000 })
  await expect(other).not.toHaveTitle(/^\(/, { timeout: 30_000 })
  expect((await asked).text).toMatch(/DENIED|PENDING/)
  await other.close()
})

test('one call has a page: why, the rule at the version that decided, and what came before', async ({
  page,
  place: { agent, api, server, grant },
}) => {
  await agent.call('list_connections')
  await agent.call('destroy_connection', { connectionId: 'y' })
  const [call] = (await api('GET', `/calls?grantId=${grant}&decision=deny`)).body.items
  await page.goto(`/activity/${call.id}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('destroy_connection')
  await expect(page.getByText('[POLICY DENIED] Connections stay.')).toBeVisible()
  await expect(page.getByText('Not recorded')).toBeVisible()
  await expect(rows(page).filter({ hasText: 'list_connections' }).first()).toBeVisible()
  const [policy] = (await api('GET', `/policies?serverId=${server}`)).body.items
  const document = { ...POLICY, tools: { ...POLICY.tools, destroy_connection: {} } }
  expect((await api('PUT', `/policies/${policy.id}`, { document, baseVersion: 1 })).status).toBe(200)
  await page
    .getByRole('link', { name: /destroy_connection/ })
    .first()
    .click()
  await page.waitForURL(/version=1/)
  await expect(page.getByText('version 1', { exact: false }).first()).toBeVisible()
  expect((await api('POST', `/policies/${policy.id}/rollback`, { version: 1 })).status).toBeLessThan(300)
})

test('without JavaScript the history, one call and the export still work', async ({ browser, place }) => {
  await place.agent.call('destroy_connection', { connectionId: 'z' })
  const context = await browser.newContext({
    baseURL: origin(),
    javaScriptEnabled: false,
    storageState: await place.context.storageState(),
  })
  const page = await context.newPage()
  await page.goto('/activity?decision=deny')
  await expect(rows(page).first()).toContainText('destroy_connection')
  await rows(page).first().getByRole('link').first().click()
  await expect(page.getByText('[POLICY DENIED] Connections stay.')).toBeVisible()
  const answer = await context.request.get('/activity/export?format=csv&decision=deny')
  expect(answer.headers()['content-disposition']).toContain('.csv')
  const lines = (await answer.text()).trim().split('\r\n')
  expect(lines.length).toBeGreaterThan(1)
  for (const line of lines.slice(1)) expect(line).toContain('deny')
  await context.close()
})

test('the feed ends with the session', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: origin() })
  const page = await context.newPage()
  await signUp(page, newAccount())
  await page.goto('/activity')
  await isLive(page)
  const tab = await context.newPage()
  await tab.goto('/overview')
  await tab
    .getByRole('button', { name: /account/i })
    .first()
    .click()
  await tab.getByRole('menuitem', { name: 'Sign out' }).click()
  await tab.waitForURL((url) => !url.pathname.startsWith('/overview'))
  await page.bringToFront()
  await expect(page.getByText('Not live')).toBeVisible({ timeout: 30_000 })
  expect((await context.request.get('/live')).status()).toBe(401)
  await context.close()
})

// The usage page over real calls: its figures are what was called, each leads to exactly the calls it counts, and
// everything it draws is there as a table and without a mouse.
import type { Page } from '@playwright/test'
import { test as base, expect, origin } from './fixtures.ts'
import { startShop } from './shop.ts'
import { expectSound } from './sound.ts'
import { callTool } from './wire.ts'

type Made = { readonly server: string; readonly policy: string; readonly grant: string }

const DOCUMENT = JSON.stringify({
  version: '1',
  default: 'deny',
  tools: {
    connection_state: { limits: [{ counter: 'states', window: 'month', max: 10 }] },
    create_refund: { deny_if: [{ conditions: [{ path: 'args.amount', op: 'gt', value: 100 }] }] },
  },
})

const test = base.extend<Record<never, never>, { made: Made }>({
  made: [
    async ({ api }, use) => {
      const shop = await startShop()
      const server = (await api('POST', '/servers', { name: 'Shop', url: shop.url })).body
      const policy = (
        await api('POST', '/policies', { serverId: server.id, name: 'Pay', document: DOCUMENT })
      ).body
      const servers = [{ serverId: server.id, policyId: policy.id }]
      const grant = (await api('POST', '/grants', { label: 'Till', servers })).body
      const call = (tool: string, args: Record<string, unknown>) =>
        callTool(`${origin()}/mcp/${server.id}/`, grant.token, tool, args)
      for (let n = 0; n < 9; n++) await call('connection_state', {})
      for (const amount of [500, 600, 700]) await call('create_refund', { amount, currency: 'EUR' })
      await call('delete_account', { id: 'x' })
      await use({ server: server.id, policy: policy.id, grant: grant.id })
      await shop.close()
    },
    { scope: 'worker' },
  ],
})

/** What the activity page behind an address lists: a row that stands for several counts as several. */
async function listed(page: Page, address: string): Promise<number> {
  await page.goto(address)
  const rows = page.getByRole('table', { name: 'Calls' }).getByRole('row')
  await expect(rows.nth(1)).toBeVisible()
  const texts = await rows.allInnerTexts()
  return texts.slice(1).reduce((sum, text) => sum + Number(/×(\d+)/.exec(text)?.[1] ?? 1), 0)
}

test('every figure is what the page behind it lists, in the page and in the API', async ({
  desk,
  api,
  made,
}) => {
  // The outcome of a call is written a moment after its answer.
  await expect
    .poll(async () => (await api('GET', `/usage?serverId=${made.server}`)).body.latency.measured)
    .toBe(9)
  const { body } = await api('GET', `/usage?serverId=${made.server}`)
  expect(body.total).toEqual({ calls: 13, allow: 9, deny: 4, await: 0 })
  expect(body.deniedTools.map(({ tool, calls }: { tool: string; calls: number }) => [tool, calls])).toEqual([
    ['create_refund', 3],
    ['delete_account', 1],
  ])
  expect(body.latency.upstream.p95).toBeGreaterThan(0)
  expect(body.latency.gateway.p50).toBeGreaterThan(0)

  await desk.goto(`/usage?server=${made.server}&as=table`)
  await expect(desk.getByRole('heading', { name: 'Calls and decisions' })).toBeVisible()
  await expectSound(desk, 'usage as tables')
  const figures = await desk
    .getByRole('main')
    .getByRole('link')
    .evaluateAll((links) =>
      links
        .map((link) => {
          // "12 denied calls" of a link in a table; the figure of a tile, whose link is its title.
          const text =
            link.getAttribute('aria-label')?.split(' ')[0] ??
            link.closest('div')?.querySelector('p')?.textContent
          return { address: link.getAttribute('href') ?? '', count: Number(text ?? '') }
        })
        .filter(({ address, count }) => address.startsWith('/activity?') && count > 0),
    )
  // Tiles, steps, tools, rules and the grant.
  expect(figures.length).toBeGreaterThan(10)
  const seen = new Map(figures.map(({ address, count }) => [address, count]))
  for (const [address, count] of seen)
    expect([address, await listed(desk, address)]).toEqual([address, count])
})

test('limits show what is used, on the page and beside the limit in the editor', async ({
  desk,
  api,
  made,
}) => {
  const { items } = (await api('GET', `/limits?serverId=${made.server}`)).body
  expect(items).toMatchObject([{ counter: 'states', max: '10', used: '9', remaining: '1', share: 0.9 }])
  await desk.goto(`/usage?server=${made.server}`)
  const row = desk.getByRole('row').filter({ hasText: 'states: 10 per month' })
  await expect(row).toContainText('9 of 10 (90 %)')
  await desk.goto(`/servers/${made.server}/policy?policy=${made.policy}&tool=connection_state`)
  // The editor is the heaviest page there is.
  await expect(desk.locator('[data-limit-use]')).toContainText('9 of 10 used (90 %) by Till', {
    timeout: 60_000,
  })
})

test('a chart is walked by the arrow keys and opens its calls by Enter; a switch shows it as a table', async ({
  desk,
  made,
}) => {
  await desk.goto(`/usage?server=${made.server}`)
  const chart = desk.getByRole('slider', { name: 'Calls and decisions, by step' })
  await expect(chart.locator('canvas')).toBeVisible()
  await chart.focus()
  await desk.keyboard.press('End')
  await expect(chart).toHaveAttribute('aria-valuetext', /allowed/)
  // The hour may have turned between the calls and now.
  if (!/: 9 allowed/.test((await chart.getAttribute('aria-valuetext')) ?? ''))
    await desk.keyboard.press('ArrowLeft')
  await expect(chart).toHaveAttribute('aria-valuetext', /9 allowed, 0 needs approval, 4 denied/)
  await desk.keyboard.press('Enter')
  await desk.waitForURL(/\/activity\?/)
  await expect(desk.getByRole('table', { name: 'Calls' })).toContainText('connection_state')
  await desk.goBack()
  await desk.getByRole('button', { name: 'Tables' }).click()
  await desk.waitForURL(/as=table/)
  await expect(desk.getByRole('table', { name: 'Calls and decisions over time' })).toBeVisible()
  await expect(desk.getByRole('table', { name: /^Latency over time/ })).toBeVisible()
  await desk.reload()
  await expect(desk.getByRole('table', { name: 'Calls and decisions over time' })).toBeVisible()
})

test('a server and a grant show their week, and the overview the same day', async ({ desk, made }) => {
  await desk.goto(`/servers/${made.server}`)
  await expect(desk.getByRole('region', { name: 'Usage of the last 7 days' })).toContainText(
    '13 calls in 7 days',
  )
  await desk.goto(`/grants/${made.grant}`)
  await desk
    .getByRole('region', { name: 'Usage of the last 7 days' })
    .getByRole('link', { name: 'See usage' })
    .click()
  await desk.waitForURL(/\/usage\?range=7d&grant=/)
  await expect(desk.getByRole('table', { name: 'Calls and decisions by grant' })).toContainText('Till')
  await desk.goto('/usage')
  const calls = desk.getByRole('link', { name: 'Calls', exact: true })
  const figure = await desk.locator('div').filter({ has: calls }).last().locator('p').first().textContent()
  await desk.goto('/overview')
  const same = desk.getByRole('link', { name: 'Calls in 24 hours' })
  await expect(desk.locator('div').filter({ has: same }).last()).toContainText(figure ?? 'no figure')
})

test('without a call it says what to do', async ({ signedIn: page }) => {
  await page.goto('/usage')
  await expect(page.getByText('No calls in the last 24 hours')).toBeVisible()
  await expectSound(page, 'usage without a call')
})

// The whole journey on an empty organisation: from sign-up to the first refused call, in a browser and
// with the clients people use. Each step is a sentence of the README.
import type { Page } from '@playwright/test'
import { type Agent, agentV1, agentV2 } from './agents.ts'
import { expect, makeGrant, register, signUp, test } from './fixtures.ts'

const card = (page: Page, tool: string) => page.locator(`[data-tool="${tool}"]`)
const lane = (page: Page, name: string) => page.locator(`[data-lane="${name}"]`)
const inLane = (page: Page, name: string, tool: string) => lane(page, name).locator(`[data-tool="${tool}"]`)

test('from sign-up to the first enforced call', async ({ page, account, liveTap, context }) => {
  test.setTimeout(120_000)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  let serverId = ''
  let granted = { token: '', url: '' }

  await test.step('a visitor signs up', async () => {
    await page.goto('/')
    await page
      .getByRole('link', { name: /sign up|get started/i })
      .first()
      .click()
    await signUp(page, account)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  })

  await test.step('registers LiveTap; its tools come in with a risk badge each', async () => {
    serverId = await register(page, 'LiveTap', liveTap.url)
    const tools = page.getByRole('list', { name: 'Tools' }).getByRole('listitem')
    await expect(tools).toHaveCount(13)
    await expect(tools.filter({ hasText: 'destroy_connection' }).getByText('Critical')).toBeVisible()
    await expect(tools.filter({ hasText: 'list_connections' }).getByText('Low')).toBeVisible()
  })

  await test.step('finds the recommended policy laid out as a draft', async () => {
    await page.getByRole('link', { name: 'Open the policy editor' }).click()
    await expect(inLane(page, 'allow', 'list_connections')).toBeVisible()
    await expect(inLane(page, 'limit', 'create_connection')).toBeVisible()
    await expect(inLane(page, 'hide', 'destroy_connection')).toBeVisible()
  })

  await test.step('moves cards: by dragging, by keyboard, by menu', async () => {
    await card(page, 'status').dragTo(lane(page, 'deny'), { steps: 8 })
    await expect(inLane(page, 'deny', 'status')).toBeVisible()
    await card(page, 'get_watcher').focus()
    await page.keyboard.press('3')
    await expect(inLane(page, 'approve', 'get_watcher')).toBeVisible()
    await card(page, 'list_watchers').hover()
    await page.getByRole('button', { name: 'Move list_watchers' }).click()
    await page.getByRole('menuitem', { name: /^Hide/ }).click()
    await expect(inLane(page, 'hide', 'list_watchers')).toBeVisible()
  })

  await test.step('undoes and redoes across views', async () => {
    await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).click()
    await expect(inLane(page, 'allow', 'list_watchers')).toBeVisible()
    await page.getByRole('button', { name: 'Redo (Ctrl Shift Z)' }).click()
    await expect(inLane(page, 'hide', 'list_watchers')).toBeVisible()
  })

  await test.step('sees the same policy as JSON, and edits it there', async () => {
    await page.getByRole('button', { name: 'Code' }).click()
    const code = page.locator('.cm-content')
    await expect(code).toContainText('"create_connection_rate"')
    await expect(code).toContainText('"list_watchers"')
    await code.click()
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Home')
    await page.keyboard.type('// for the support agents\n')
    await expect(code).toContainText('// for the support agents')
    await expect(inLane(page, 'deny', 'status')).toBeVisible()
  })

  await test.step('publishes', async () => {
    await page.getByRole('button', { name: 'Publish' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('status')
    await dialog.getByLabel('Comment').fill('First policy')
    // restart_watcher is High: opening it, even limited, asks for a yes.
    await dialog.getByRole('checkbox', { name: 'Agents may call it' }).click()
    await dialog.getByRole('button', { name: /^Publish/ }).click()
    await expect(page.getByText(/version 1/i).first()).toBeVisible()
  })

  await test.step('creates a grant, and copies its URL and a snippet', async () => {
    granted = await makeGrant(page, serverId, 'Support agents')
    expect(granted.url).toContain(`/mcp/${serverId}/`)
    expect(granted.token).toMatch(/^pcg_/)
    await page.getByRole('tab', { name: 'Cursor' }).click()
    const snippet = page.getByRole('tabpanel').locator('pre').first()
    await expect(snippet).toContainText(granted.url)
    await expect(snippet).toContainText(granted.token)
  })

  for (const connect of [agentV1, agentV2]) {
    const agent = await connect(granted.url, granted.token)
    await test.step(`${agent.name} meets the policy`, () => meetsThePolicy(agent, liveTap.url))
    await agent.close()
  }

  await test.step('the 31st create_connection in a minute is refused with its reset time', async () => {
    const agent = await agentV2(granted.url, granted.token)
    await startOfAMinute()
    const answers = []
    for (let i = 1; i <= 31; i++)
      answers.push(await agent.call('create_connection', { type: 'webhook', name: `hook ${i}` }))
    expect(answers.slice(0, 30).map((answer) => answer.isError)).toEqual(Array(30).fill(false))
    expect(answers[30]?.text).toMatch(/^\[POLICY DENIED\] .*\d{4}-\d\d-\d\dT\d\d:\d\d:00/)
    expect(JSON.stringify(answers[30]?.meta)).toContain('resetAt')
    await agent.close()
  })

  await test.step('the activity page shows each call, its decision and its rule', async () => {
    await page.goto('/activity')
    const rows = page.getByRole('row')
    await expect(rows.filter({ hasText: 'create_connection' }).first()).toContainText('Denied')
    await expect(
      page.getByRole('link', { name: '/tools/create_connection/limits/create_connection_rate' }).first(),
    ).toBeVisible()
    await page.goto('/activity?tool=status')
    await expect(rows.filter({ hasText: 'status' }).first()).toContainText('/tools/status/deny_if/0')
    await page.goto('/activity?tool=list_connections')
    await expect(rows.filter({ hasText: 'list_connections' }).first()).toContainText('Allowed')
  })

  await test.step('a revoked grant is refused on its very next call', async () => {
    const agent = await agentV1(granted.url, granted.token)
    await agent.call('list_connections')
    await page.goto('/grants')
    await page.getByRole('link', { name: 'Support agents' }).click()
    await page.getByRole('button', { name: /^Revoke/ }).click()
    await page.getByRole('alertdialog').getByRole('textbox').fill('Support agents')
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: /^Revoke/ })
      .click()
    await expect(page.getByText('Revoked').first()).toBeVisible()
    await expect(agent.call('list_connections')).rejects.toThrow(/revoked/i)
    await agent.close()
  })
})

async function meetsThePolicy(agent: Agent, upstreamUrl: string) {
  const direct = await agentV1(upstreamUrl)
  const listed = await agent.listTools()
  expect(listed).toContain('list_connections')
  for (const hidden of ['destroy_connection', 'delete_watcher', 'list_watchers', 'status'])
    expect(listed).not.toContain(hidden)
  expect((await agent.call('list_connections')).text).toBe((await direct.call('list_connections')).text)
  await expect(agent.call('destroy_connection', { connectionId: 'x' })).rejects.toThrow(
    /Unknown tool: destroy_connection/,
  )
  const denied = await agent.call('status')
  expect(denied.isError).toBe(true)
  expect(denied.text).toMatch(/^\[POLICY DENIED\] /)
  const waiting = await agent.call('get_watcher', { watcherId: 'w' })
  expect(waiting.isError).toBe(true)
  expect(waiting.text).toMatch(/approv/i)
  await direct.close()
}

/** Limits by the minute are aligned to the clock: thirty calls must not straddle its edge. */
async function startOfAMinute() {
  const into = Date.now() % 60_000
  if (into > 35_000) await new Promise((resolve) => setTimeout(resolve, 60_500 - into))
}

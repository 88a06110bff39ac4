// What a draft would have done with calls that real agents made, and what it would do with those that come: on
// recorded calls by a replay, on live ones in shadow, while what is in force decides.
import type { Page } from '@playwright/test'
import { type Agent, agentV1 } from '../agents.ts'
import { test as base, expect } from '../fixtures.ts'
import { expectSoundInBoth } from '../sound.ts'

const DOCUMENT = `{
  "version": "1",
  "default": "deny",
  "tools": { "list_connections": {}, "list_watchers": {} }
}
`
const WAIT = { timeout: 60_000 }

type World = { serverId: string; policyId: string; agent: Agent; open: () => Promise<Page> }

const test = base.extend<{ world: World }>({
  world: async ({ desk, api, liveTap }, use) => {
    const server = (await api('POST', '/servers', { name: 'LiveTap', url: liveTap.url })).body
    const created = { serverId: server.id, name: 'Support', document: DOCUMENT }
    const policyId: string = (await api('POST', '/policies', created)).body.id
    const servers = [{ serverId: server.id, policyId }]
    const { token, gatewayUrl } = (await api('POST', '/grants', { label: 'Support agents', servers })).body
    const agent = await agentV1(gatewayUrl, token)
    const open = async () => {
      await desk.goto(`/servers/${server.id}/policy?policy=${policyId}`)
      await desk.waitForFunction(() => document.querySelector('[data-ready]') !== null)
      return desk
    }
    await use({ serverId: server.id, policyId, agent, open })
    await agent.close()
  },
})

/** Moves a card by its key: 1 Allow, 2 Limit, 3 Approve, 4 Deny, 5 Hide. */
async function move(page: Page, tool: string, key: string): Promise<void> {
  await page.locator(`[data-tool="${tool}"]`).focus()
  await page.keyboard.press(key)
  await expect(page.getByText(/[12] changes?/).first()).toBeVisible()
}

const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Replay and shadow' })

test('a replay shows what recorded calls would have come to, by mouse', async ({ world, api }) => {
  const { agent, policyId } = world
  for (let i = 0; i < 3; i++) await agent.call('list_connections')
  expect((await agent.call('delete_watcher', { watcherId: 'x' })).isError).toBe(true)
  const page = await world.open()
  await move(page, 'list_connections', '4')
  await page.getByRole('button', { name: 'Replay', exact: true }).click()
  const panel = panelOf(page)
  await expect(panel.getByRole('button', { name: 'Replay', exact: true })).toBeVisible()
  await panel.getByRole('button', { name: '24 hours' }).click()
  await panel.getByRole('button', { name: 'Replay', exact: true }).click()
  await expect(panel.getByText('Of 4 recorded calls, 3 would come out otherwise.')).toBeVisible(WAIT)
  const cells = (row: string) =>
    panel.getByRole('row').filter({ has: page.getByRole('rowheader', { name: row }) })
  await expect(cells('Allow').getByRole('cell')).toHaveText(['3'])
  await expect(cells('Deny').getByRole('cell')).toHaveText(['1'])
  const changed = panel.getByRole('listitem').filter({ hasText: 'list_connections' })
  await expect(changed).toContainText('3 calls')
  await expect(changed).toContainText('Support agents')
  await expectSoundInBoth(page, 'a replay')

  // Publishing says what the replay of this text has said.
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(page.getByRole('dialog')).toContainText('Of 4 recorded calls, 3 would come out otherwise.')
  await page.keyboard.press('Escape')
  await move(page, 'list_watchers', '4')
  await expect(panel.getByText('The draft has changed since.')).toBeVisible()

  await changed.getByRole('link', { name: /^Call 1/ }).click()
  await expect(page).toHaveURL(/\/calls\/call_/)
  // Nothing was called, counted or changed by it.
  expect((await api('GET', `/calls?tool=list_connections`)).body.items.length).toBeGreaterThanOrEqual(3)
  expect((await api('GET', `/policies/${policyId}`)).body.version).toBe(1)
})

test('without a call there is nothing to replay, and on a phone it fits', async ({ world }) => {
  const page = await world.open()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: 'Replay', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Replay and shadow' })
  await dialog.getByRole('button', { name: 'Replay', exact: true }).click()
  await expect(dialog.getByText('No recorded call to replay.')).toBeVisible(WAIT)
  await expect(dialog.getByText('The draft says what is in force.')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await expectSoundInBoth(page, 'a replay on a phone')
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('a draft in shadow is counted while what is in force decides; promoted by keyboard, it decides', async ({
  world,
  api,
}) => {
  const { agent, serverId } = world
  const page = await world.open()
  await move(page, 'list_connections', '4')
  await page.getByRole('button', { name: 'Replay', exact: true }).click()
  const panel = panelOf(page)
  await panel.getByRole('button', { name: 'Put the draft in shadow' }).click()
  await expect(panel.getByText('A draft is in shadow of version 1')).toBeVisible(WAIT)

  // A gateway looks for drafts in shadow every second.
  await expect(async () => {
    expect((await agent.call('list_connections')).isError).toBe(false)
    const { items } = (await api('GET', `/servers/${serverId}/shadow`)).body
    expect(items[0].differing).toBeGreaterThan(0)
    expect(items[0].verdicts[0]).toMatchObject({ tool: 'list_connections', live: 'allow', draft: 'deny' })
  }).toPass(WAIT)
  const changed = panel.getByRole('listitem').filter({ hasText: 'list_connections' })
  await expect(changed).toContainText('Support agents', WAIT)
  await expect(changed.getByRole('link', { name: /^Call 1/ })).toHaveAttribute('href', /\/calls\/call_/)
  await expectSoundInBoth(page, 'a draft in shadow')
  await page.getByRole('button', { name: 'History' }).click()
  await page.getByRole('button', { name: /^A draft is in shadow of version 1/ }).click()

  await panel.getByRole('button', { name: 'Promote' }).focus()
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('button', { name: 'Put the draft in shadow' })).toBeVisible(WAIT)
  const refused = await agent.call('list_connections')
  expect(refused.text).toContain('[POLICY DENIED]')
  expect((await api('GET', `/servers/${serverId}/shadow`)).body.items).toEqual([])
})

test('promoting what opens a dangerous tool asks as publishing does; discarding leaves what is in force', async ({
  world,
  api,
}) => {
  const { serverId, policyId } = world
  const page = await world.open()
  await move(page, 'delete_watcher', '1')
  await page.getByRole('button', { name: 'Replay', exact: true }).click()
  const panel = panelOf(page)
  await panel.getByRole('button', { name: 'Put the draft in shadow' }).click()
  await panel.getByRole('button', { name: 'Promote' }).click()
  const dialog = page.getByRole('dialog', { name: 'Promote the draft in shadow' })
  await expect(dialog).toContainText('delete_watcher')
  await dialog.getByRole('button', { name: 'Promote' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Tick this first')
  expect((await api('GET', `/policies/${policyId}`)).body.version).toBe(1)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await panel.getByRole('button', { name: 'Discard' }).click()
  await expect(panel.getByRole('button', { name: 'Put the draft in shadow' })).toBeVisible(WAIT)
  expect((await api('GET', `/servers/${serverId}/shadow`)).body.items).toEqual([])
  expect((await api('GET', `/policies/${policyId}`)).body.version).toBe(1)
})

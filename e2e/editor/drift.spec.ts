// What changes under a policy: tools that left the server, came to it, or are not what they were.
import type { Page } from '@playwright/test'
import { startLiveTap } from '../../testing/livetap/index.ts'
import { agentV2 } from '../agents.ts'
import { card, expect, inLane, NEW_TOOL, openEditor, spoken, TOOLS, test, undo } from './shelf.ts'

test('a tool that left is a ghost that can be taken out of the policy, one or several in one step', async ({
  desk: page,
  shelf,
}) => {
  await shelf.list(
    TOOLS.filter(({ name }) => name !== 'get_stream' && name !== 'create_stream' && name !== 'run_report'),
  )
  await openEditor(page, shelf)
  await expect(inLane(page, 'allow', 'get_stream')).toContainText('Not on server')
  // The policy never named this one, so there is nothing left of it.
  await expect(card(page, 'run_report')).toHaveCount(0)

  await card(page, 'get_stream').hover()
  await page.getByRole('button', { name: 'Remove get_stream from the policy' }).click()
  await expect(card(page, 'get_stream')).toHaveCount(0)
  await expect(spoken(page)).toContainText('Remove get_stream from the policy')
  await undo(page)
  await expect(card(page, 'get_stream')).toBeVisible()

  await card(page, 'get_stream').focus()
  await page.keyboard.press('Delete')
  await expect(card(page, 'get_stream')).toHaveCount(0)
  await undo(page)

  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Gone from the server' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Select all 2' }).click()
  await page.getByRole('button', { name: 'Remove those gone' }).click()
  await expect(page.locator('[data-tool]')).toHaveCount(0)
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect(card(page, 'list_streams')).toBeVisible()
  await undo(page)
  await expect(card(page, 'get_stream')).toBeVisible()
  await expect(card(page, 'create_stream')).toBeVisible()
})

test('a new tool waits in a tray: what happens to it now, its lane, and the way to where it is let in', async ({
  desk: page,
  shelf,
  api,
}) => {
  await shelf.list([...TOOLS, NEW_TOOL])
  await openEditor(page, shelf)
  const tray = page.getByRole('region', { name: 'New tools' })
  await expect(tray).toContainText('1 new tool')
  await expect(tray).toContainText('refused until you accept it')
  await expect(tray.getByRole('listitem')).toContainText('by default')
  await tray.getByRole('button', { name: 'Approve', exact: true }).click()
  await expect(inLane(page, 'approve', 'purge_cache')).toContainText('New')
  await expect(page.getByText(/^Draft saved|Saved/).first()).toBeVisible()
  await tray.getByRole('link', { name: 'Review purge_cache' }).click()
  const drawer = page.getByRole('dialog', { name: 'purge_cache' })
  await drawer.getByRole('button', { name: 'Accept definition: purge_cache' }).click()
  await expect(drawer).toBeHidden()
  await openEditor(page, shelf)
  await expect(tray).toBeHidden()
  await expect(inLane(page, 'approve', 'purge_cache')).not.toContainText('New')
  const { items } = (await api('GET', `/servers/${shelf.serverId}/tools`)).body
  expect(items.find(({ name }: { name: string }) => name === 'purge_cache')).toMatchObject({
    state: 'pinned',
  })
})

test('a tool that changed leads to what changed of it', async ({ desk: page, shelf }) => {
  await shelf.list(
    TOOLS.map((tool) => (tool.name === 'get_stream' ? { ...tool, description: 'Read any stream.' } : tool)),
  )
  await openEditor(page, shelf)
  await expect(card(page, 'get_stream').getByRole('link', { name: 'Changed' })).toBeVisible()
  await card(page, 'get_stream').focus()
  await page.keyboard.press('m')
  await expect(page.getByRole('menuitem', { name: 'See what changed' })).toBeVisible()
  await page.keyboard.press('Escape')
  await card(page, 'get_stream').getByRole('link', { name: 'Changed' }).click()
  const drawer = page.getByRole('dialog', { name: 'get_stream' })
  await expect(drawer).toContainText('What changed')
  await expect(drawer.getByRole('insertion')).not.toHaveCount(0)
})

test('calls of the week stand on the cards, order them, and find what nobody uses', async ({
  desk: page,
  api,
}) => {
  const liveTap = await startLiveTap()
  const serverId: string = (await api('POST', '/servers', { name: 'LiveTap', url: liveTap.url })).body.id
  const document = '{"version":"1","default":"allow"}'
  const policyId: string = (await api('POST', '/policies', { serverId, name: 'All', document })).body.id
  const servers = [{ serverId, policyId }]
  const grant = (await api('POST', '/grants', { label: 'Agent', servers })).body
  const agent = await agentV2(grant.gatewayUrl, grant.token)
  for (let call = 0; call < 3; call++) await agent.call('status')
  await agent.call('list_connections')
  await agent.close()
  await liveTap.close()

  await page.goto(`/servers/${serverId}/policy?order=calls`)
  await expect(card(page, 'status')).toContainText('3 /7d')
  await expect(card(page, 'list_connections')).toContainText('1 /7d')
  const tops = await Promise.all(
    ['status', 'list_connections', 'get_connection'].map((name) => topOf(page, name)),
  )
  expect(tops).toEqual(tops.toSorted((one, other) => one - other))

  await page.goto(`/servers/${serverId}/policy?show=unused`)
  await expect(card(page, 'get_connection')).toBeVisible()
  await expect(card(page, 'status')).toHaveCount(0)
})

async function topOf(page: Page, name: string): Promise<number> {
  return (await card(page, name).boundingBox())?.y ?? Number.NaN
}

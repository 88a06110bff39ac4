// A category that a person sets for a tool: where it is set, where it is seen, and what the next call makes of it.
import type { Page } from '@playwright/test'
import { startUpstream } from '../testing/upstream.ts'
import { agentV1 } from './agents.ts'
import { expect, test } from './fixtures.ts'
import { expectSoundInBoth } from './sound.ts'

const PHONE = { width: 390, height: 844 }
const READ = { name: 'read_queue', description: 'Reads the next message.', inputSchema: { type: 'object' } }
const WHY = 'It takes the message out of the queue.'
const POLICY = JSON.stringify({
  version: '1',
  default: 'allow',
  all_tools: {
    deny_if: [
      { conditions: [{ path: 'tool.category', op: 'eq', value: 'Destructive' }], on_deny: 'Not by agents.' },
    ],
  },
})

async function setDestructive(page: Page) {
  await page.getByRole('button', { name: 'Change category' }).click()
  const form = page.getByRole('form', { name: 'Category of read_queue' })
  await form.getByRole('button', { name: 'Set category' }).click()
  await expect(form.getByText('Say why, so that others can follow it.')).toBeVisible()
  await form.getByLabel('Category').click()
  await page.getByRole('option', { name: /Destructive/ }).click()
  await form.getByLabel('Reason').fill(WHY)
  await form.getByRole('button', { name: 'Set category' }).click()
}

test('is set with a reason beside the tool, decides the next call, and can be undone', async ({
  desk: page,
  api,
}) => {
  const upstream = await startUpstream([READ])
  const { id } = (await api('POST', '/servers', { name: 'Queue', url: upstream.url })).body
  const policyId = (await api('POST', '/policies', { serverId: id, name: 'Support', document: POLICY })).body
    .id
  const servers = [{ serverId: id, policyId }]
  const { token, gatewayUrl } = (await api('POST', '/grants', { label: 'Queue bot', servers })).body
  const agent = await agentV1(gatewayUrl, token)
  // The server lists tools and takes no calls: an error of its own says that the call went up.
  const call = () =>
    agent.call('read_queue').catch(({ message }: Error) => ({ isError: false, text: message }))
  expect((await call()).text).toContain('Method not found')

  await page.goto(`/servers/${id}?tool=read_queue`)
  const drawer = page.getByRole('dialog', { name: 'read_queue' })
  await setDestructive(page)
  await expect(page.getByText('read_queue counts as Destructive')).toBeVisible()
  await expect(drawer.getByText('Critical').first()).toBeVisible()
  await expect(drawer).toContainText(`Set by your organisation: ${WHY}`)
  await expect(drawer).toContainText('its definition says Read')
  expect(await call()).toMatchObject({ isError: true, text: expect.stringContaining('Not by agents.') })

  await page.locator('[data-sonner-toast]').getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('The category of read_queue is as it was')).toBeVisible()
  await expect(drawer.getByText('Set by your organisation')).toHaveCount(0)
  expect((await call()).text).toContain('Method not found')

  await setDestructive(page)
  await expect(drawer).toContainText('its definition says Read')
  await expectSoundInBoth(page, 'the drawer')
  await page.setViewportSize(PHONE)
  await expectSoundInBoth(page, 'the drawer on a phone')
  await page.setViewportSize({ width: 1440, height: 900 })

  // The board, and the inspector that has the same control.
  await page.goto(`/servers/${id}/policy?policy=${policyId}&tool=read_queue`)
  const inspector = page.locator('[data-inspector="read_queue"]')
  await expect(inspector).toContainText(`Set by your organisation: ${WHY}`)
  await inspector.getByRole('button', { name: 'Reset to Read' }).click()
  await expect(page.getByText('read_queue counts as its definition says')).toBeVisible()
  await expect(inspector.getByRole('button', { name: 'Reset to Read' })).toHaveCount(0)
  await page.locator('[data-sonner-toast]').getByRole('button', { name: 'Undo' }).click()
  await expect(inspector).toContainText('Set by your organisation')

  // Wherever a tool is named, its risk stands beside it.
  await page.goto('/activity')
  const row = page.locator('[data-call]').filter({ hasText: 'read_queue' }).first()
  await expect(row.getByTitle(/^Destructive, critical risk\. Set by your organisation\.$/)).toBeVisible()
  await row.getByRole('link', { name: 'read_queue' }).click()
  await expect(page.getByRole('dialog').getByText('Critical')).toBeVisible()
  await page.goto('/settings/audit')
  const entry = page.getByRole('listitem').filter({ hasText: 'Set the category of a tool' }).first()
  await expect(entry).toContainText(WHY)
  await expect(entry.getByText('Critical')).toBeVisible()
  await expectSoundInBoth(page, 'the audit')
  await agent.close()
  await upstream.close()
})

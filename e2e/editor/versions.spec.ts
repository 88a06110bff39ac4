// What becomes of a policy over time: the difference in words and as text, every version with what it
// changed, one click back, and a publish that came between, part by part.
import type { Page } from '@playwright/test'
import { test as base, expect } from '../fixtures.ts'

type Policy = { readonly serverId: string; readonly policyId: string }

const FIRST = `{
  "version": "1",
  // for the support agents
  "default": "deny",
  "tools": {
    "list_connections": {},
    "create_connection": { "rate_limit": "30/minute" },
    "destroy_connection": { "action": "deny" }
  }
}
`
const SECOND = FIRST.replace('"30/minute"', '"5/minute"')
const CONTROL = process.platform === 'darwin' ? 'Meta' : 'Control'

const test = base.extend<{ policy: Policy; source: () => Promise<string> }>({
  policy: async ({ api, liveTap }, use) => {
    const server = (await api('POST', '/servers', { name: 'LiveTap', url: liveTap.url })).body
    const created = { serverId: server.id, name: 'Support', document: FIRST }
    const { id } = (await api('POST', '/policies', created)).body
    await use({ serverId: server.id, policyId: id })
  },
  source: async ({ api, policy }, use) =>
    use(async () => (await api('GET', `/policies/${policy.policyId}`)).body.source),
})

test('the difference is told in words first, and as text for whoever asks', async ({
  desk: page,
  policy,
}) => {
  await openEditor(page, policy)
  await moveByKey(page, 'create_connection', '4')
  await page.getByRole('button', { name: 'Publish' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('list', { name: 'Changes' })).toContainText('create_connection')
  await expect(dialog.getByRole('list', { name: 'Changes' })).toContainText('Limit → Deny')
  await dialog.getByRole('button', { name: 'As text' }).click()
  const text = dialog.getByLabel('Difference of the texts')
  await expect(text.locator('.cm-deletedChunk')).toContainText('30/minute')
  await expect(text.locator('.cm-changedLine').first()).toContainText('create_connection')
})

test('the history says who changed what, and one click rolls back', async ({
  desk: page,
  api,
  policy,
  source,
}) => {
  await api('PUT', `/policies/${policy.policyId}`, { document: SECOND, baseVersion: 1, comment: 'Calm down' })
  await openEditor(page, policy)
  await page.getByRole('button', { name: 'History' }).click()
  const history = page.getByRole('complementary', { name: 'History' })
  const second = history.getByRole('listitem').filter({ hasText: 'Version 2' }).first()
  await expect(second).toContainText('In force')
  await expect(second).toContainText('Calm down')
  await second.getByRole('button', { name: 'Changes of version 2' }).click()
  await expect(second.getByRole('list', { name: 'Changes' })).toContainText('create_connection')
  await second.getByRole('button', { name: 'As text' }).click()
  await expect(second.locator('.cm-deletedChunk')).toContainText('30/minute')

  await history.getByRole('button', { name: 'Roll back to version 1' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('published again, as version 3')
  await expect(dialog).toContainText('create_connection')
  await dialog.getByRole('button', { name: 'Roll back', exact: true }).click()
  await expect(dialog).toBeHidden()
  expect(await source()).toBe(FIRST)
  await expect(history.getByText('Roll back to version 1', { exact: true })).toBeVisible()
  await page.keyboard.press(`${CONTROL}+z`)
  await expect(page.getByText(/1 change/)).toBeVisible()
})

test('a roll back that opens a dangerous tool asks for a yes', async ({
  desk: page,
  api,
  policy,
  source,
}) => {
  const open = FIRST.replace('{ "action": "deny" }', '{}')
  await api('PUT', `/policies/${policy.policyId}`, { document: open, baseVersion: 1 })
  await api('PUT', `/policies/${policy.policyId}`, { document: FIRST, baseVersion: 2 })
  await openEditor(page, policy)
  await page.getByRole('button', { name: 'History' }).click()
  await page.getByRole('button', { name: 'Roll back to version 2' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Roll back', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('Tick this first')
  expect(await source()).toBe(FIRST)
  await dialog.getByRole('checkbox', { name: 'Agents may call it' }).check()
  await dialog.getByRole('button', { name: 'Roll back', exact: true }).click()
  await expect(dialog).toBeHidden()
  expect(await source()).toBe(open)
})

test('a publish that came between is merged part by part, and nothing is lost', async ({
  desk: page,
  api,
  policy,
  source,
}) => {
  await openEditor(page, policy)
  // Mine: create_connection denied, status allowed. Theirs: create_connection slower, resources allowed.
  await moveByKey(page, 'create_connection', '4')
  await moveByKey(page, 'status', '1')
  await expect(page.getByText('Draft saved')).toBeVisible()
  const theirs = SECOND.replace('"tools"', '"methods": { "resources": "allow" },\n  "tools"')
  await api('PUT', `/policies/${policy.policyId}`, {
    document: theirs,
    baseVersion: 1,
    comment: 'Mine first',
  })
  await page.reload()
  await expect(page.getByText('Version 2 was published meanwhile')).toBeVisible()
  await page.getByRole('button', { name: 'Compare and merge' }).click()

  const dialog = page.getByRole('dialog')
  const both = dialog.getByRole('region', { name: 'Changed by both' })
  await expect(both.getByRole('listitem')).toHaveCount(1)
  await expect(both).toContainText('create_connection')
  await expect(dialog.getByRole('region', { name: 'Changed by you' })).toContainText('status')
  await expect(dialog.getByRole('region', { name: /^Changed by ada/ })).toContainText('resources')
  await expect(dialog.getByRole('button', { name: '1 choice left' })).toBeDisabled()
  await both.getByRole('button', { name: 'Theirs' }).click()
  await dialog.getByRole('button', { name: 'Merge' }).click()
  await expect(page.getByText('Version 2 was published meanwhile')).toBeHidden()

  await page.getByRole('button', { name: 'Publish' }).click()
  await dialog.getByRole('button', { name: 'Publish' }).click()
  await expect(dialog).toContainText('Version 3 of Support is in force.')
  const text = await source()
  expect(text).toContain('// for the support agents')
  expect(text).toContain('"create_connection": { "rate_limit": "5/minute" }')
  expect(text).toContain('"resources": "allow"')
  expect(text).toContain('"status": {}')
})

async function openEditor(page: Page, { serverId, policyId }: Policy): Promise<void> {
  await page.goto(`/servers/${serverId}/policy?policy=${policyId}`)
  await expect(page.locator('[data-tool="list_connections"]')).toBeVisible()
}

async function moveByKey(page: Page, tool: string, key: string): Promise<void> {
  await page.locator(`[data-tool="${tool}"]`).focus()
  await page.keyboard.press(key)
}

// Ready documents and documents of other products: a preview with counts first, then one step that undo
// takes back.
import type { Page } from '@playwright/test'
import { test as base, expect } from '../fixtures.ts'

const DOCUMENT = '{"version":"1","default":"deny","tools":{"list_connections":{}}}'

const INTERCEPT = `version: "1"
default: deny
tools:
  create_connection:
    rules:
      - name: calm
        action: evaluate
        rate_limit: 5/minute
        conditions:
          - path: args.type
            op: in
            value: [rss, json]
        on_deny: Only feeds.
  list_connections:
    rules: []
`

const test = base.extend<{ editor: Page }>({
  editor: async ({ desk, api, liveTap }, use) => {
    const server = (await api('POST', '/servers', { name: 'LiveTap', url: liveTap.url })).body
    const created = { serverId: server.id, name: 'Support', document: DOCUMENT }
    const { id } = (await api('POST', '/policies', created)).body
    await desk.goto(`/servers/${server.id}/policy?policy=${id}&code=1`)
    await expect(desk.locator('.cm-content')).toBeVisible()
    await use(desk)
  },
})

test('each preset is previewed with its counts; applying one is one step to undo', async ({
  editor: page,
}) => {
  await page.getByRole('button', { name: 'Presets' }).click()
  const dialog = page.getByRole('dialog', { name: 'Start from a preset' })
  const seen = new Set<string>()
  for (const name of ['Recommended', 'Read-only agent', 'Cautious start', 'Lockdown', 'CI bot']) {
    await dialog.getByRole('radio', { name }).check()
    seen.add((await dialog.getByRole('list', { name: 'Tools in each lane' }).textContent()) ?? '')
  }
  expect(seen.size).toBe(5)
  await dialog.getByRole('radio', { name: 'Lockdown' }).check()
  await expect(dialog.getByRole('list', { name: 'Tools in each lane' })).toContainText('Deny13')
  await dialog.getByRole('button', { name: /^Apply/ }).click()
  await expect(dialog).toBeHidden()
  await expect(page.locator('.cm-content')).toContainText('locked down')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(page.locator('.cm-content')).toHaveText(DOCUMENT)
})

test('by keyboard alone: the arrows choose a preset, Enter applies it', async ({ editor: page }) => {
  await page.getByRole('button', { name: 'Presets' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Start from a preset' })
  await dialog.getByRole('radio', { name: 'Recommended' }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(dialog.getByRole('radio', { name: 'Read-only agent' })).toBeChecked()
  await dialog.getByRole('button', { name: /^Apply/ }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.locator('.cm-content')).toContainText('"hide"')
})

test('a policy of another product is imported with a report of what became of each part', async ({
  editor: page,
}) => {
  await page.getByRole('button', { name: 'Presets' }).click()
  await page.getByRole('button', { name: 'Import another policy' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import a policy' })
  await dialog.getByLabel('The policy as text').fill('tools: [')
  await expect(dialog.getByRole('listitem').first()).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Use as draft' })).toHaveCount(0)
  await dialog.getByLabel('The policy as text').fill(INTERCEPT)
  await expect(dialog.getByRole('region', { name: 'Report' })).toContainText(
    'A policy of Intercept, in YAML.',
  )
  await expect(dialog.getByRole('list', { name: 'Tools in each lane' })).toContainText('Limit1')
  await dialog.getByRole('button', { name: 'Use as draft' }).click()
  await expect(page.locator('.cm-content')).toContainText('Only feeds.')
  await expect(page.getByText(/changes?$/).first()).toBeVisible()
})

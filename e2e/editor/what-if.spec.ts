// A call that nobody makes: its form from the tool's schema, the whole explanation, and the one change
// that would turn the decision, all in the browser and on the draft.
import type { Page } from '@playwright/test'
import { test as base, expect } from '../fixtures.ts'

const DOCUMENT = `{
  "version": "1",
  "default": "deny",
  "tools": {
    "create_connection": {
      "deny_if": [{ "conditions": [{ "path": "args.type", "op": "eq", "value": "webhook" }], "on_deny": "No webhooks." }],
      "limits": [{ "counter": "made", "window": "minute", "max": 2 }]
    }
  }
}
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

test('a refused call says which rule, step by step, and one press turns it', async ({ editor: page }) => {
  await page.locator('[data-tool="create_connection"]').focus()
  await page.getByRole('button', { name: 'Try a call' }).click()
  const panel = page.getByRole('complementary', { name: 'Try a call' })
  await panel.getByRole('button', { name: 'JSON', exact: true }).click()
  await panel.getByLabel('Arguments as JSON').fill('{"type": "webhook"}')
  await expect(panel.getByRole('status')).toContainText('Denied')
  await expect(panel).toContainText('[POLICY DENIED] No webhooks.')
  const steps = panel.getByRole('listitem')
  await expect(steps.filter({ hasText: 'Refused:' })).toContainText('args.type is "webhook"')
  await panel.getByRole('button', { name: 'Form', exact: true }).click()
  await expect(panel.getByRole('textbox').first()).toBeVisible()

  await panel.getByRole('button', { name: 'Apply to the draft' }).click()
  await expect(panel.getByRole('status')).toContainText('Allowed')
  await expect(page.getByText(/1 change/)).toBeVisible()

  await panel.getByText('Who calls, and when').click()
  await panel.getByLabel('Same call before').fill('2')
  await expect(panel.getByRole('status')).toContainText('Denied')
  await expect(panel).toContainText('The limit “made” allows 2 per minute, and 0 of it is left.')
})

test('by keyboard alone: another tool, and the rule of a step in the code', async ({ editor: page }) => {
  await page.getByRole('button', { name: 'Try a call' }).focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'Try a call' })
  await panel.getByRole('combobox', { name: 'Tool' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type('create_conn')
  await page.keyboard.press('Enter')
  await panel.getByRole('button', { name: 'JSON', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('{"type": "webhook"}')
  await expect(panel.getByRole('status')).toContainText('Denied')
  await panel.getByRole('button', { name: 'Show in code' }).first().focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('.cm-content')).toBeFocused()
  await expect(page.locator('.cm-activeLine')).not.toContainText('version')
})

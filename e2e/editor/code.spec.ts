// The document as text: completion from the language, the tools and their arguments; JSON and YAML; text
// that is broken for a moment.
import type { Page } from '@playwright/test'
import { test as base, expect } from '../fixtures.ts'

const DOCUMENT = `{
  "version": "1",
  "default": "deny",
  "tools": {
    "list_connections": {}
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

/** Puts the cursor behind a text of the document. */
async function putCursor(page: Page, line: string): Promise<void> {
  await page.locator('.cm-line', { hasText: line }).click()
  await page.keyboard.press('End')
}
/** Takes what is offered first; a list that opens under somebody's fingers takes no key for a moment. */
async function accept(page: Page): Promise<void> {
  await expect(page.locator('.cm-tooltip-autocomplete li[aria-selected]')).toBeVisible()
  await page.waitForTimeout(250)
  await page.keyboard.press('Enter')
}
const offered = (page: Page) => page.locator('.cm-tooltip-autocomplete li')
const lane = (page: Page, name: string) => page.getByRole('region', { name: new RegExp(`^${name}`) })

test('completion writes a tool’s entry, its limit and a condition on its arguments', async ({
  editor: page,
}) => {
  await putCursor(page, '"list_connections": {}')
  await page.keyboard.type(',\n"create_c')
  await expect(offered(page).filter({ hasText: 'create_connection' })).toBeVisible()
  await accept(page)
  // Inside of the new entry its keys are offered at once, each with what it means.
  await page.keyboard.type('"deny')
  await expect(offered(page)).toHaveText(['deny_if'])
  await expect(page.locator('.cm-completionInfo')).toContainText('enough to refuse')
  await accept(page)
  await page.keyboard.type('{ "conditions": [{ "path": "args.')
  await expect(offered(page).first()).toContainText('args.')
  const first = (await offered(page).first().locator('.cm-completionLabel').textContent()) ?? ''
  await accept(page)
  await expect(page.locator('.cm-content')).toContainText(`"path": "${first}"`)
})

test('the same document as YAML: the board stays, its moves are edits of the YAML, undo brings JSON back', async ({
  editor: page,
}) => {
  await page.getByRole('button', { name: 'YAML' }).click()
  const code = page.locator('.cm-content')
  await expect(code).toContainText('default: deny')
  await expect(lane(page, 'Allow').locator('[data-tool="list_connections"]')).toBeVisible()
  await page.locator('[data-tool="status"]').focus()
  await page.keyboard.press('2')
  await expect(code).toContainText('counter: status_rate')
  await expect(lane(page, 'Limit').locator('[data-tool="status"]')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+z')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(code).toContainText('"default": "deny"')
  await expect(code).not.toContainText('status_rate')
})

test('a comment that YAML would lose is asked about first', async ({ editor: page }) => {
  await putCursor(page, '"default": "deny",')
  await page.keyboard.type(' // for now')
  await page.getByRole('button', { name: 'YAML' }).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('1 comment will be gone')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.locator('.cm-content')).toContainText('// for now')
})

test('a YAML policy is published, and opens as YAML again', async ({ editor: page }) => {
  await page.getByRole('button', { name: 'YAML' }).click()
  await page.locator('[data-tool="status"]').focus()
  await page.keyboard.press('1')
  await page.getByRole('button', { name: 'Publish' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Publish' }).click()
  await expect(dialog).toContainText('is in force')
  await dialog.getByRole('button', { name: 'Keep editing' }).click()
  await page.reload()
  await expect(page.locator('.cm-content')).toContainText('status: {}')
  await expect(lane(page, 'Allow').locator('[data-tool="status"]')).toBeVisible()
})

test('broken text keeps the last good board, says where, and the board comes back by itself', async ({
  editor: page,
}) => {
  await putCursor(page, '"list_connections": {}')
  // At once: what is typed slowly is undone in parts.
  await page.keyboard.insertText(' oops')
  await expect(page.getByText('The board shows the last valid version')).toBeVisible()
  await expect(lane(page, 'Allow').locator('[data-tool="list_connections"]')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(page.getByText('The board shows the last valid version')).toBeHidden()
})

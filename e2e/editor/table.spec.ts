// The same tools as rows: what lanes do for a dozen, a table does for a thousand.
import type { Page } from '@playwright/test'
import { type ListedTool, startUpstream } from '../../testing/upstream.ts'
import { CONTROL, expect, openEditor, test, undo } from './shelf.ts'

const row = (page: Page, name: string) => page.locator(`tr[data-tool="${name}"]`)
const laneOf = (page: Page, name: string) => page.getByLabel(`Lane of ${name}`, { exact: true })
const cell = (page: Page, name: string, column: number) =>
  row(page, name).locator(`[aria-colindex="${column}"]`)

test('a switch shows the tools as a table, the address says so, and the next visit remembers', async ({
  editor,
  shelf,
}) => {
  await editor.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Table' }).click()
  const grid = editor.getByRole('grid', { name: 'Tools' })
  await expect(grid).toHaveAttribute('aria-rowcount', '10')
  await expect(grid).toHaveAttribute('aria-colcount', '8')
  await expect(editor).toHaveURL(/view=table/)
  await expect(laneOf(editor, 'create_stream')).toHaveValue('limit')
  await expect(cell(editor, 'create_stream', 4)).toContainText('Medium')
  await expect(cell(editor, 'create_stream', 5)).toContainText('Write')
  await expect(cell(editor, 'create_stream', 6)).toContainText('30 per minute')
  await expect(cell(editor, 'create_stream', 8)).toContainText('Accepted')
  await expect(cell(editor, 'pay_invoice', 6)).toContainText('by default')
  await expect(cell(editor, 'delete_*', 8)).toContainText('Pattern')

  await openEditor(editor, shelf)
  await expect(grid).toBeVisible()
  await editor.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Board' }).click()
  await openEditor(editor, shelf)
  await expect(editor.locator('[data-lane="allow"]')).toBeVisible()
})

test('a row is moved by its select, by keys and from the bar, and taken back', async ({
  desk: page,
  shelf,
}) => {
  await openEditor(page, shelf, '?view=table')
  await laneOf(page, 'get_stream').selectOption('deny')
  await expect(laneOf(page, 'get_stream')).toHaveValue('deny')
  await row(page, 'run_report').focus()
  await page.keyboard.press('3')
  await expect(laneOf(page, 'run_report')).toHaveValue('approve')

  await page.keyboard.press('Home')
  await expect(row(page, 'delete_*')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByRole('toolbar', { name: 'Selected tools' })).toContainText('2 selected')
  await expect(page.locator('tr[aria-selected="true"]')).toHaveCount(2)
  await page.getByRole('toolbar', { name: 'Selected tools' }).getByRole('button', { name: 'Hide' }).click()
  await expect(page.locator('tr[aria-selected="true"]')).toHaveCount(0)
  for (let step = 0; step < 3; step++) await undo(page)
  await expect(laneOf(page, 'get_stream')).toHaveValue('allow')
  await expect(page.locator('[data-saving="clean"]')).toBeAttached()
})

test('a head sorts, again turns, and Enter opens the rule beside the table', async ({
  desk: page,
  shelf,
}) => {
  await openEditor(page, shelf, '?view=table')
  const head = page.getByRole('columnheader', { name: 'Tool', exact: true })
  await head.getByRole('button').click()
  await expect(head).toHaveAttribute('aria-sort', 'ascending')
  await expect(page).toHaveURL(/order=name/)
  await expect(page.locator('tr[aria-rowindex="3"]')).toHaveAttribute('data-tool', 'create_stream')
  await head.getByRole('button').click()
  await expect(head).toHaveAttribute('aria-sort', 'descending')
  await expect(page.locator('tr[aria-rowindex="3"]')).toHaveAttribute('data-tool', 'update_stream')
  await row(page, 'update_stream').focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-inspector="update_stream"]')).toBeVisible()
})

test('of hundreds of rows only those in sight exist, and all of them are moved at once', async ({
  desk: page,
  api,
}) => {
  const tools = Array.from({ length: 400 }, (_, at): ListedTool => ({ name: `get_item_${at}` }))
  const upstream = await startUpstream(tools)
  const serverId: string = (await api('POST', '/servers', { name: 'Wide', url: upstream.url })).body.id
  await upstream.close()
  await page.goto(`/servers/${serverId}/policy?view=table&order=name`)
  await page.locator('[data-ready]').waitFor()
  expect(await page.locator('tr[data-tool]').count()).toBeLessThan(80)
  await expect(page.getByRole('grid', { name: 'Tools' })).toHaveAttribute('aria-rowcount', '401')
  await row(page, 'get_item_0').focus()
  await page.keyboard.press('End')
  await expect(row(page, 'get_item_99')).toBeFocused()
  await expect(row(page, 'get_item_99')).toHaveAttribute('aria-rowindex', '401')
  await page.keyboard.press(`${CONTROL}+a`)
  await page.keyboard.press('4')
  await expect(laneOf(page, 'get_item_99')).toHaveValue('deny')
  await expect(page.locator('output[aria-live="polite"]')).toContainText('400 tools moved to Deny')
  await page.keyboard.press('Home')
  await expect(laneOf(page, 'get_item_0')).toHaveValue('deny')
})

test('on a phone the table is a list', async ({ desk: page, shelf }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openEditor(page, shelf, '?view=table')
  await expect(row(page, 'create_stream')).toContainText('Write')
  await expect(cell(page, 'create_stream', 6)).toBeHidden()
  const box = await row(page, 'create_stream').boundingBox()
  expect(box?.height).toBe(56)
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390)
  await laneOf(page, 'create_stream').selectOption('hide')
  await expect(laneOf(page, 'create_stream')).toHaveValue('hide')
})

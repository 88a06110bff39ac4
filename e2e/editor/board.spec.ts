// The board by mouse, by keys, by menu and by the bar for many: each way does the same to the same text.
import {
  CONTROL,
  card,
  DOCUMENT,
  expect,
  inLane,
  lane,
  namesIn,
  openEditor,
  spoken,
  test,
  undo,
} from './shelf.ts'

test('every card says how severe, what kind, and what the policy does with it', async ({ editor }) => {
  await expect(card(editor, 'create_stream')).toContainText('Medium')
  await expect(card(editor, 'create_stream')).toContainText('Write')
  await expect(card(editor, 'create_stream')).toContainText('30 per minute')
  await expect(inLane(editor, 'deny', 'pay_invoice')).toContainText('by default')
  await expect(card(editor, 'pay_invoice')).toHaveCSS('border-style', 'dashed')
  await expect(card(editor, 'list_streams')).not.toContainText('by default')
})

test('one card and many are dragged with the mouse', async ({ editor }) => {
  await card(editor, 'get_stream').dragTo(lane(editor, 'deny'), { steps: 8 })
  await expect(inLane(editor, 'deny', 'get_stream')).toBeVisible()
  await expect(spoken(editor)).toContainText('get_stream moved from Allow to Deny')

  // Selected cards travel together, from whichever lanes they stand in.
  await card(editor, 'create_stream').click({ modifiers: ['ControlOrMeta'] })
  await card(editor, 'run_report').click({ modifiers: ['ControlOrMeta'] })
  await expect(editor.getByRole('toolbar', { name: 'Selected tools' })).toContainText('2 selected')
  await card(editor, 'create_stream').dragTo(lane(editor, 'approve'), { steps: 8 })
  await expect(inLane(editor, 'approve', 'create_stream')).toBeVisible()
  await expect(inLane(editor, 'approve', 'run_report')).toBeVisible()
  await expect(editor.getByRole('toolbar', { name: 'Selected tools' })).toBeHidden()

  await undo(editor)
  await expect(inLane(editor, 'limit', 'create_stream')).toBeVisible()
  await undo(editor)
  await expect(inLane(editor, 'allow', 'get_stream')).toBeVisible()
  await expect(editor.locator('[data-saving="clean"]')).toBeAttached()
})

test('a card dropped where it was, or beside the board, stays', async ({ editor }) => {
  await card(editor, 'get_stream').dragTo(lane(editor, 'allow'), { steps: 6 })
  await expect(spoken(editor)).toContainText('Cancelled, back in Allow')
  await card(editor, 'get_stream').dragTo(editor.getByRole('button', { name: 'Publish' }), { steps: 6 })
  await expect(inLane(editor, 'allow', 'get_stream')).toBeVisible()
  await expect(editor.getByRole('button', { name: 'Undo (Ctrl Z)' })).toBeDisabled()
})

test('the keyboard alone walks, selects a range, moves it, takes it back, and inspects', async ({
  editor,
}) => {
  await card(editor, 'get_stream').focus()
  await editor.keyboard.press('Shift+ArrowDown')
  await expect(editor.getByRole('toolbar', { name: 'Selected tools' })).toContainText('2 selected')
  await editor.keyboard.press('3')
  await expect(spoken(editor)).toContainText('2 tools moved to Approve')
  await expect(inLane(editor, 'approve', 'list_streams')).toBeVisible()
  // The focus went along with the card.
  await expect(card(editor, 'list_streams')).toBeFocused()
  await editor.keyboard.press('5')
  await expect(inLane(editor, 'hide', 'list_streams')).toBeVisible()
  for (let step = 0; step < 2; step++) await undo(editor)
  await expect(inLane(editor, 'allow', 'list_streams')).toBeVisible()

  await card(editor, 'create_stream').focus()
  await editor.keyboard.press('Enter')
  await expect(editor.locator('[data-inspector="create_stream"]')).toBeVisible()
  await editor.keyboard.press('Escape')
  await expect(editor.locator('[data-inspector]')).toBeHidden()
  await expect(card(editor, 'create_stream')).toBeFocused()
  await editor.keyboard.press('m')
  await editor.getByRole('menuitem', { name: /^Deny/ }).press('Enter')
  await expect(inLane(editor, 'deny', 'create_stream')).toBeVisible()
  await expect(card(editor, 'create_stream')).toBeFocused()
})

test('a range is selected with Shift and a click, and moved from the bar', async ({ editor }) => {
  await inLane(editor, 'deny', 'pay_invoice').hover()
  const [first = '', ...others] = (await namesIn(editor, 'deny')).filter((name) => !name.includes('*'))
  const last = others.at(-1) ?? ''
  await card(editor, first).click({ modifiers: ['ControlOrMeta'] })
  await card(editor, last).click({ modifiers: ['Shift'] })
  const bar = editor.getByRole('toolbar', { name: 'Selected tools' })
  await expect(bar).toContainText(`${others.length + 1} selected`)
  await bar.getByRole('button', { name: 'Hide' }).click()
  await expect(lane(editor, 'deny').locator('[data-tool]:not([data-pattern])')).toHaveCount(0)
  await expect(lane(editor, 'hide').locator('[data-tool]')).toHaveCount(others.length + 1)
})

test('filters and order stand in the address, and “select all” takes what they leave', async ({
  editor,
  shelf,
}) => {
  await editor.getByRole('button', { name: 'Filter' }).click()
  await editor.getByRole('menuitemcheckbox', { name: 'Critical' }).click()
  await editor.getByRole('menuitemcheckbox', { name: 'By default' }).click()
  await editor.keyboard.press('Escape')
  await expect(card(editor, 'pay_invoice')).toBeVisible()
  await expect(card(editor, 'run_report')).toBeHidden()
  await expect(card(editor, 'delete_stream')).toBeHidden()
  await expect(editor).toHaveURL(/risk=critical/)
  await expect(editor).toHaveURL(/show=default/)
  await editor.getByRole('button', { name: /^Order/ }).click()
  await editor.getByRole('menuitemradio', { name: 'Name' }).click()
  await editor.reload()
  await expect(card(editor, 'run_report')).toBeHidden()
  await expect(editor.getByRole('button', { name: 'Order: Name' })).toBeVisible()

  await editor.getByRole('button', { name: 'Without the filter By default' }).click()
  await editor.getByRole('button', { name: /^Select all/ }).click()
  await editor.getByRole('toolbar', { name: 'Selected tools' }).getByRole('button', { name: 'Hide' }).click()
  await editor.getByRole('button', { name: 'Clear', exact: true }).click()
  for (const name of ['pay_invoice', 'delete_stream', 'delete_archive'])
    await expect(inLane(editor, 'hide', name)).toBeVisible()
  await expect(inLane(editor, 'deny', 'run_report')).toBeVisible()

  await openEditor(editor, shelf, '?q=archive')
  await expect(card(editor, 'list_streams')).toBeHidden()
  await expect(editor.getByLabel('Search tools')).toHaveValue('archive')
})

test('descriptions are searched as well as names', async ({ editor }) => {
  await editor.keyboard.press('/')
  await editor.keyboard.type('bank transfer')
  await expect(card(editor, 'pay_invoice')).toBeVisible()
  await expect(card(editor, 'list_streams')).toBeHidden()
  await editor.keyboard.press('Escape')
  await expect(card(editor, 'list_streams')).toBeVisible()
})

test('[M4] a pattern has a card of its own: it takes its tools along, and a tool moved alone leaves it', async ({
  editor,
  api,
  shelf,
}) => {
  expect((await namesIn(editor, 'deny'))[0]).toBe('delete_*')
  await expect(card(editor, 'delete_*')).toContainText('Pattern for 2 tools')
  await expect(
    card(editor, 'delete_stream').getByRole('img', { name: 'By the pattern delete_*' }),
  ).toBeVisible()

  await card(editor, 'delete_*').dragTo(lane(editor, 'approve'), { steps: 8 })
  for (const name of ['delete_*', 'delete_stream', 'delete_archive'])
    await expect(inLane(editor, 'approve', name)).toBeVisible()

  await card(editor, 'delete_archive').dragTo(lane(editor, 'hide'), { steps: 8 })
  await expect(inLane(editor, 'hide', 'delete_archive')).toBeVisible()
  await expect(inLane(editor, 'approve', 'delete_stream')).toBeVisible()
  await expect(card(editor, 'delete_*')).toContainText('Pattern for 1 tool')

  await card(editor, 'delete_*').focus()
  await editor.keyboard.press('1')
  await expect(inLane(editor, 'allow', 'delete_stream')).toBeVisible()
  await undo(editor)

  await editor.getByRole('button', { name: 'Publish' }).click()
  await editor.getByRole('dialog').getByRole('checkbox').check()
  await editor.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  await expect(editor.getByRole('dialog')).toContainText('Version 2 of Support is in force.')
  const { source } = (await api('GET', `/policies/${shelf.policyId}`)).body
  expect(JSON.parse(source.replace(/\/\/.*$/gm, ''))).toMatchObject({
    hide: ['delete_archive'],
    tools: { 'delete_*': { require_approval: {} } },
  })
  expect(source).toContain('// for the support agents')
})

test('whatever was done, undoing it all gives back the text as it was', async ({ editor }) => {
  await card(editor, 'get_stream').focus()
  await editor.keyboard.press(`${CONTROL}+a`)
  await editor.keyboard.press('4')
  await expect(lane(editor, 'allow').locator('[data-tool]')).toHaveCount(0)
  await card(editor, 'delete_*').focus()
  for (const key of ['5', '2', '1']) await editor.keyboard.press(key)
  for (let step = 0; step < 4; step++) await undo(editor)
  await expect(editor.locator('[data-saving="clean"]')).toBeAttached()
  await editor.getByRole('button', { name: 'Code' }).click()
  const lines = editor.locator('.cm-line')
  await expect.poll(async () => (await lines.allTextContents()).join('\n')).toBe(DOCUMENT)
})

test('a lane scrolls while a card is held at its edge, and rests once it is let go', async ({ editor }) => {
  await editor.setViewportSize({ width: 1280, height: 400 })
  const list = lane(editor, 'deny').locator('> div')
  const top = () => list.evaluate((element) => element.scrollTop)
  const area = await list.boundingBox()
  const held = await card(editor, 'delete_stream').boundingBox()
  if (area === null || held === null) throw new Error('the board is not on the screen')
  expect(await list.evaluate((element) => element.scrollHeight - element.clientHeight)).toBeGreaterThan(0)

  await editor.mouse.move(held.x + 20, held.y + 10)
  await editor.mouse.down()
  await editor.mouse.move(area.x + area.width / 2, area.y + area.height / 2, { steps: 6 })
  expect(await top()).toBe(0)
  await editor.mouse.move(area.x + area.width / 2, area.y + area.height - 3, { steps: 6 })
  await expect.poll(top).toBeGreaterThan(0)
  await editor.mouse.up()
  await expect(inLane(editor, 'deny', 'delete_stream')).toBeAttached()
})

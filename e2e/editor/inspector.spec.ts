// Rules built from the tool's own schema, with the mouse and with the keyboard alone: what is built is
// what the document says, nothing invalid ever gets there, and undo gives the exact bytes back.
import type { Locator, Page } from '@playwright/test'
import type { RunningServer } from '../../testing/loopback.ts'
import { test as base, expect } from '../fixtures.ts'
import { expectSound } from '../sound.ts'
import { startLedger } from './ledger.ts'

const PHONE = { width: 390, height: 844 }
/** Wide enough for the inspector and the code beside the board. */
const WIDE = { width: 1760, height: 1000 }

const START = `{
  "version": "1", // what pays
  "default": "deny",
  "tools": {
    "send_payment": {},
    "get_*": { "rate_limit": "5/minute" }
  }
}
`

const test = base.extend<{ address: string }, { ledger: RunningServer }>({
  ledger: [
    async ({ browserName: _ }, use) => {
      const server = await startLedger()
      await use(server)
      await server.close()
    },
    { scope: 'worker' },
  ],
  address: async ({ api, ledger }, use) => {
    const server = (await api('POST', '/servers', { name: 'Ledger', url: ledger.url })).body
    const policy = await api('POST', '/policies', { serverId: server.id, name: 'Pay', document: START })
    await use(`/servers/${server.id}/policy?policy=${policy.body.id}`)
  },
})

const inspector = (page: Page) =>
  page.getByRole('complementary').filter({ has: page.locator('[data-inspector]') })

/** The name on a card: its middle may be a control. */
const card = (page: Page, tool: string) =>
  page.locator(`[data-tool="${tool}"]`).getByText(tool, { exact: true })

/** The whole document as the code pane copies it. */
async function written(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Copy the document' }).click()
  return page.evaluate(() => navigator.clipboard.readText())
}

/** The rules of a tool in the document; its one comment is not JSON. */
async function entryOf(page: Page, tool: string) {
  return JSON.parse((await written(page)).replace('// what pays', '')).tools[tool]
}

async function open(page: Page, address: string, tool: string | null): Promise<Locator> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.setViewportSize(WIDE)
  await page.goto(`${address}${tool === null ? '' : `&tool=${tool}`}&code=1`)
  await expect(page.locator('.cm-content')).toContainText('"version"', { timeout: 20_000 })
  return inspector(page)
}

/** Chooses a field with the mouse: the last one of the builder. */
async function chooseField(page: Page, panel: Locator, name: string | RegExp) {
  await panel.getByRole('combobox', { name: 'Field' }).last().click()
  await page.getByRole('option', { name }).first().click()
}

async function chooseOperator(page: Page, panel: Locator, name: string | RegExp) {
  await panel.getByRole('combobox', { name: 'Comparison' }).last().click()
  await page.getByRole('option', { name, exact: true }).click()
}

test('a rule is built with the mouse from the tool’s own arguments', async ({ desk: page, address }) => {
  const panel = await open(page, address, 'send_payment')
  expect(await written(page)).toBe(START)

  await test.step('deny when config.source contains a text', async () => {
    await panel.getByRole('button', { name: 'Add a rule: Deny when' }).click()
    await chooseField(page, panel, /^config\.source/)
    await chooseOperator(page, panel, 'contains')
    await panel.getByRole('textbox', { name: 'Value', exact: true }).fill('acct_test')
    await expect(panel.getByText('Deny when config.source contains "acct_test".')).toBeVisible()
    expect(await written(page)).toBe(START)
    await panel.getByRole('button', { name: 'Add the rule' }).click()
    expect(await entryOf(page, 'send_payment')).toEqual({
      deny_if: [{ conditions: [{ path: 'args.config.source', op: 'contains', value: 'acct_test' }] }],
    })
    await expect(page.locator('.cm-content')).toContainText('"args.config.source"')
  })
  const first = await written(page)

  await test.step('what is no number stays in its field, and the document as it was', async () => {
    await panel.getByRole('button', { name: 'Add a rule: Deny when' }).click()
    await chooseField(page, panel, /^amount/)
    const value = panel.getByRole('textbox', { name: 'Value', exact: true })
    await value.fill('1,000')
    await expect(panel.getByRole('alert')).toContainText('“1,000” is no number')
    await panel.getByRole('button', { name: 'Add the rule' }).click()
    await expect(value).toBeFocused()
    await expect(value).toHaveAttribute('aria-invalid', 'true')
    expect(await written(page)).toBe(first)
    await value.fill('500')
    await expect(panel.getByRole('alert')).toHaveCount(0)
  })

  await test.step('and a choice of its enum, and one of two', async () => {
    await panel.getByRole('button', { name: 'And', exact: true }).click()
    await chooseField(page, panel, /^currency/)
    await chooseOperator(page, panel, 'is none of')
    await panel.getByRole('button', { name: 'EUR', exact: true }).click()
    await panel.getByRole('button', { name: 'And', exact: true }).click()
    await chooseField(page, panel, /^urgent/)
    await panel.getByRole('button', { name: 'Or', exact: true }).last().click()
    await chooseField(page, panel, /^weekday/)
    await chooseOperator(page, panel, 'is one of')
    await panel.getByRole('button', { name: 'Saturday' }).click()
    await panel.getByRole('button', { name: 'Sunday' }).click()
    await panel.getByRole('textbox', { name: /Text for the agent/ }).fill('Too much for now.')
    await expect(panel.getByText('[POLICY DENIED] Too much for now.')).toBeVisible()
    await panel.getByRole('button', { name: 'Add the rule' }).click()
    const { deny_if } = await entryOf(page, 'send_payment')
    expect(deny_if[1]).toEqual({
      conditions: [
        { path: 'args.amount', op: 'gt', value: 500 },
        { path: 'args.currency', op: 'not_in', value: ['EUR'] },
        {
          any_of: [
            { path: 'args.urgent', op: 'eq', value: true },
            { path: 'time.weekday', op: 'in', value: ['sat', 'sun'] },
          ],
        },
      ],
      on_deny: 'Too much for now.',
    })
  })
  const second = await written(page)

  await test.step('a rule of the document is changed in place', async () => {
    await panel.getByRole('button', { name: /^Deny when config\.source/ }).click()
    const value = panel.getByRole('textbox', { name: 'Value', exact: true })
    await chooseOperator(page, panel, 'matches (RE2)')
    await value.fill('acct_(')
    await expect(panel.getByRole('alert')).toContainText('RE2 does not accept')
    await value.press('Enter')
    await expect(value).toBeFocused()
    expect((await entryOf(page, 'send_payment')).deny_if[0].conditions[0].value).toBe('acct_test')
    await value.fill('^acct_test')
    await panel.getByRole('textbox', { name: 'Try it on a value' }).fill('acct_testing')
    await expect(panel.getByText('It holds.')).toBeVisible()
    expect((await entryOf(page, 'send_payment')).deny_if[0].conditions[0]).toEqual({
      path: 'args.config.source',
      op: 'regex',
      value: '^acct_test',
    })
  })

  await test.step('show in code selects the rule', async () => {
    await panel.locator('[data-rule="deny_if/1"]').getByRole('button', { name: 'Show in code' }).click()
    await expect(page.locator('.cm-editor.cm-focused')).toBeVisible()
  })

  await test.step('each step is one undo, and the last gives back the exact bytes', async () => {
    const undo = page.getByRole('button', { name: 'Undo (Ctrl Z)' })
    const seen: string[] = []
    for (let steps = 0; steps < 8 && (await undo.isEnabled()); steps++) {
      await undo.click()
      seen.push(await written(page))
    }
    expect(seen).toContain(second)
    expect(seen).toContain(first)
    expect(seen.at(-1)).toBe(START)
  })
})

test('what a call without the field means is said, and turned round with one click', async ({
  desk: page,
  address,
}) => {
  const panel = await open(page, address, 'send_payment')
  await panel.getByRole('button', { name: 'Add a rule: Only when' }).click()
  await chooseField(page, panel, /^callback/)
  const chips = panel.getByRole('textbox', { name: 'Value', exact: true })
  await chips.fill('hooks.example.com, *.example.org')
  await chips.press('Enter')
  await chips.fill('https://example.net')
  await chips.press('Enter')
  await expect(panel.getByRole('alert')).toContainText('without scheme or port')
  await chips.press('Backspace')
  await expect(panel.getByRole('alert')).toHaveCount(0)
  await expect(panel.getByText('A call without callback is refused.')).toBeVisible()
  await panel.getByRole('button', { name: 'Let such calls pass' }).click()
  await panel.getByRole('button', { name: 'Add the rule' }).click()
  expect((await entryOf(page, 'send_payment')).require).toEqual([
    {
      conditions: [
        {
          any_of: [
            { path: 'args.callback', op: 'host_in', value: ['hooks.example.com', '*.example.org'] },
            { path: 'args.callback', op: 'exists', value: false },
          ],
        },
      ],
    },
  ])
})

test('the same is built with the keyboard alone, a path of one’s own too', async ({
  desk: page,
  address,
}) => {
  const panel = await open(page, address, 'send_payment')
  await tabTo(page, 'Add a rule: Only when')
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('combobox', { name: 'Field' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('option').first()).toBeVisible()
  await page.keyboard.type('amount')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Comparison')
  await page.keyboard.press('Enter')
  await page.getByRole('listbox').waitFor()
  await page.keyboard.type('is at most')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Value')
  await page.keyboard.type('250.50')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Add a rule to send_payment').first()).toBeVisible()
  expect(await entryOf(page, 'send_payment')).toEqual({
    require: [{ conditions: [{ path: 'args.amount', op: 'lte', value: 250.5 }] }],
  })
  expect(await written(page)).toContain('250.50')

  await test.step('a path that nothing declares is taken, with a warning', async () => {
    await tabTo(page, 'Add a rule: Deny when')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('option').first()).toBeVisible()
    await page.keyboard.type('metadata["cost center"]')
    await page.keyboard.press('Enter')
    await expect(panel.getByText(/declares no args\.metadata/)).toBeVisible()
    await tabTo(page, 'Value')
    await page.keyboard.type('"7"')
    await page.keyboard.press('Enter')
    expect((await entryOf(page, 'send_payment')).deny_if).toEqual([
      { conditions: [{ path: 'args.metadata["cost center"]', op: 'eq', value: '7' }] },
    ])
  })

  await test.step('and undone with the keyboard', async () => {
    await page.locator('[data-tool="send_payment"]').focus()
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await expect(page.getByRole('button', { name: 'Undo (Ctrl Z)' })).toBeDisabled()
    expect(await written(page)).toBe(START)
  })
})

test('a limit counts calls or a sum, in any window, for whom one likes', async ({ desk: page, address }) => {
  const panel = await open(page, address, 'send_payment')
  await panel.getByRole('button', { name: 'Add a limit' }).click()
  const limit = panel.locator('[data-limit="0"]')
  await expect(limit).toContainText('send_payment_rate')
  await limit.getByRole('textbox', { name: 'At most' }).fill('many')
  await limit.getByRole('textbox', { name: 'At most' }).press('Enter')
  await expect(limit.getByRole('alert')).toContainText('in digits')
  await limit.getByRole('textbox', { name: 'At most' }).fill('1000')
  await limit.getByRole('textbox', { name: 'At most' }).press('Enter')
  await limit.getByRole('combobox', { name: 'What is counted' }).click()
  await page.getByRole('option', { name: 'of amount' }).click()
  await limit.getByRole('combobox', { name: 'Window' }).click()
  await page.getByRole('option', { name: 'own length…' }).click()
  const length = limit.getByRole('textbox', { name: /Length/ })
  await expect(length).toBeFocused()
  await length.fill('400d')
  await length.press('Enter')
  await expect(limit.getByRole('alert')).toContainText('366 days')
  await length.fill('15m')
  await length.press('Enter')
  await limit.getByRole('combobox', { name: 'Counted for each' }).click()
  await page.getByRole('option', { name: /^person/ }).click()
  await limit.getByRole('button', { name: /Fixed windows/ }).click()
  await limit.getByRole('button', { name: 'Sliding' }).click()
  await limit.getByRole('textbox', { name: /Text for the agent/ }).fill('Enough for now.')
  await limit.getByRole('textbox', { name: 'Counter' }).fill('paid')
  await limit.getByRole('textbox', { name: 'Counter' }).press('Enter')
  const one = {
    counter: 'paid',
    window: '15m',
    max: 1000,
    scope: 'user',
    algorithm: 'sliding',
    increment_from: 'args.amount',
    on_deny: 'Enough for now.',
  }
  expect((await entryOf(page, 'send_payment')).limits).toEqual([one])

  await test.step('a second one stands beside it, and must not share its name with another window', async () => {
    await panel.getByRole('button', { name: 'Add a limit' }).click()
    const other = panel.locator('[data-limit="1"]')
    await other.getByRole('combobox', { name: 'Counted for each' }).click()
    await page.getByRole('option', { name: /^person/ }).click()
    const before = await written(page)
    await other.getByRole('button', { name: /Fixed windows/ }).click()
    await other.getByRole('textbox', { name: 'Counter' }).fill('paid')
    await other.getByRole('textbox', { name: 'Counter' }).press('Enter')
    await expect(other.getByRole('alert').first()).toContainText('has another')
    expect(await written(page)).toBe(before)
    await limit.getByRole('button', { name: 'Remove this limit' }).click()
    expect((await entryOf(page, 'send_payment')).limits).toHaveLength(1)
  })
})

test('approval is asked for always, or only when', async ({ desk: page, address }) => {
  const panel = await open(page, address, 'send_payment')
  await panel.getByRole('button', { name: 'Only when…' }).click()
  await chooseField(page, panel, /^amount/)
  await panel.getByRole('textbox', { name: 'Value', exact: true }).fill('100')
  await panel.getByRole('button', { name: 'Add the rule' }).click()
  await expect(panel).toContainText('waits in the inbox until an approver decides')
  await panel.getByRole('textbox', { name: /Answer within/ }).fill('8d')
  await panel.getByRole('textbox', { name: /Answer within/ }).press('Enter')
  await expect(panel.getByRole('alert')).toContainText('7 days')
  await panel.getByRole('textbox', { name: /Answer within/ }).fill('2h')
  await panel.getByRole('textbox', { name: /Answer within/ }).press('Enter')
  await panel.getByRole('textbox', { name: /Text for the approver/ }).fill('Check the recipient.')
  await panel.getByRole('switch', { name: 'Declared arguments only' }).click()
  const conditions = [{ path: 'args.amount', op: 'gt', value: 100 }]
  expect(await entryOf(page, 'send_payment')).toEqual({
    require_approval: { conditions, timeout: '2h', reason: 'Check the recipient.' },
    strict_arguments: true,
  })
  await panel.getByRole('button', { name: 'Every call' }).click()
  expect((await entryOf(page, 'send_payment')).require_approval).not.toHaveProperty('conditions')
  await panel.getByRole('button', { name: 'Not needed' }).click()
  expect(await entryOf(page, 'send_payment')).toEqual({ strict_arguments: true })
})

test('rules of a pattern are read, and a tool may get its own', async ({ desk: page, address }) => {
  const panel = await open(page, address, 'get_rates')
  await expect(panel).toContainText('At most 5 calls in each minute')
  await expect(panel.getByRole('button', { name: 'Add a limit' })).toHaveCount(0)
  await panel.getByRole('button', { name: 'Give this tool its own rules' }).click()
  await expect(panel.getByRole('textbox', { name: 'At most' })).toHaveValue('5')
  expect((await entryOf(page, 'get_rates')).limits).toEqual([
    { counter: 'get_*_rate', window: 'minute', max: 5, scope: 'grant' },
  ])
  await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).click()
  expect(await written(page)).toBe(START)
})

test('a pattern has rules on what its tools declare', async ({ desk: page, address }) => {
  const panel = await open(page, address, 'get_*')
  await panel.getByRole('button', { name: 'Add a rule: Deny when' }).click()
  await chooseField(page, panel, /^account.*in 1 of 2/)
  await panel.getByRole('textbox', { name: 'Value', exact: true }).fill('secret')
  await panel.getByRole('button', { name: 'Add the rule' }).click()
  expect((await entryOf(page, 'get_*')).deny_if).toEqual([
    { conditions: [{ path: 'args.account', op: 'eq', value: 'secret' }] },
  ])
  await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).click()
  expect(await written(page)).toBe(START)
})

test('what holds for every tool, and what is no tool call', async ({ desk: page, address }) => {
  const panel = await open(page, address, null)
  await page.getByRole('button', { name: 'For every tool' }).click()
  await panel.getByRole('button', { name: 'Add a limit' }).click()
  await panel.getByRole('button', { name: 'Add a rule: Deny when' }).click()
  await chooseField(page, panel, /^client’s name/)
  await expect(panel.getByText(/Any client can claim any name/)).toBeVisible()
  await panel.getByRole('textbox', { name: 'Value', exact: true }).fill('rogue')
  await panel.getByRole('button', { name: 'Add the rule' }).click()
  await panel.getByRole('combobox', { name: 'What happens to resources' }).click()
  await page.getByRole('option', { name: 'Allow', exact: true }).click()
  await panel.getByRole('combobox', { name: 'What happens to elicitation' }).click()
  await page.getByRole('option', { name: 'Deny', exact: true }).click()
  await panel.getByRole('button', { name: 'Allow', exact: true }).click()
  const document = JSON.parse((await written(page)).replace('// what pays', ''))
  expect(document).toMatchObject({
    default: 'allow',
    methods: { resources: 'allow', elicitation: 'deny' },
    all_tools: {
      limits: [{ counter: 'all_tools_rate', window: 'minute', max: 30, scope: 'grant' }],
      deny_if: [{ conditions: [{ path: 'client.name', op: 'eq', value: 'rogue' }] }],
    },
  })
  await card(page, 'send_payment').click()
  await expect(panel).toHaveAccessibleName('send_payment')
  await expect(panel).toContainText('Deny when client’s name is "rogue".')
  await panel.getByRole('button', { name: 'Change them' }).click()
  await panel.getByRole('button', { name: 'Remove this rule' }).click()
  await panel.getByRole('button', { name: 'Remove this limit' }).click()
  const undo = page.getByRole('button', { name: 'Undo (Ctrl Z)' })
  for (let steps = 0; steps < 8 && (await undo.isEnabled()); steps++) await undo.click()
  expect(await written(page)).toBe(START)
})

test('several selected tools are limited at once', async ({ desk: page, address }) => {
  const panel = await open(page, address, 'send_payment')
  for (const tool of ['send_payment', 'get_rates'])
    await card(page, tool).click({ modifiers: ['ControlOrMeta'] })
  await expect(panel).toContainText('2 tools')
  await panel.getByRole('textbox', { name: 'At most' }).fill('7')
  await panel.getByRole('button', { name: 'Limit', exact: true }).last().click()
  expect((await entryOf(page, 'send_payment')).limits[0].max).toBe(7)
  await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).click()
  expect(await written(page)).toBe(START)
})

for (const scheme of ['light', 'dark'] as const) {
  test(`the builder is sound for everyone, ${scheme}, and fits a phone`, async ({ desk: page, address }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    const panel = await open(page, address, 'send_payment')
    await panel.getByRole('button', { name: 'Add a limit' }).click()
    await panel.getByRole('button', { name: /Fixed windows/ }).click()
    await panel.getByRole('button', { name: 'Add a rule: Deny when' }).click()
    await chooseField(page, panel, /^amount/)
    await panel.getByRole('textbox', { name: 'Value', exact: true }).fill('lots')
    await expectSound(page, scheme)
    await panel.getByRole('combobox', { name: 'Field' }).click()
    await expect(page.getByRole('option').first()).toBeVisible()
    await expectSound(page, scheme)
    await page.keyboard.press('Escape')

    await page.goto(`${address}&tool=send_payment`)
    await page.setViewportSize(PHONE)
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('button', { name: 'Add a rule: Only when' }).click()
    await sheet.getByRole('combobox', { name: 'Field' }).click()
    await page
      .getByRole('option', { name: /^currency/ })
      .first()
      .click()
    await sheet.getByRole('combobox', { name: 'Value' }).click()
    await page.getByRole('option', { name: 'EUR' }).click()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wide).toBeLessThanOrEqual(0)
    await expectSound(page, scheme)
    await sheet.getByRole('button', { name: 'Add the rule' }).click()
    await expect(sheet.getByRole('button', { name: /^Only when currency is "EUR"/ })).toBeVisible()
  })
}

/** Tab by Tab to the control of that name. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = []
  for (let tabs = 0; tabs < 80; tabs++) {
    await page.keyboard.press('Tab')
    const here = await page.evaluate(() => {
      const element = document.activeElement
      return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim()
    })
    passed.push(here)
    if (here === name || here.startsWith(`${name}:`)) return
  }
  throw new Error(`${name} is not within reach: ${passed.join(' › ')}`)
}

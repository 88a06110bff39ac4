// Every state of the editor that an address does not lead to, as axe sees it, in light and in dark; and all
// of it on a phone, where nothing may need sideways scrolling.
import type { Page } from '@playwright/test'
import { expectSoundInBoth } from '../sound.ts'
import { card, expect, NEW_TOOL, openEditor, TOOLS, test } from './shelf.ts'

const PHONE = { width: 390, height: 844 }

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first()

/** Each opens what it is called after; Escape, or another load, closes it. */
const STATES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  board: async () => undefined,
  selection: (page) => card(page, 'list_streams').click({ modifiers: ['ControlOrMeta'] }),
  menu: async (page) => {
    await card(page, 'list_streams').focus()
    await page.keyboard.press('m')
    await expect(page.getByRole('menu')).toBeVisible()
  },
  filter: (page) => button(page, 'Filter').click(),
  table: (page) => page.getByRole('button', { name: 'Table' }).click(),
  presets: (page) => button(page, 'Presets').click(),
  import: async (page) => {
    await button(page, 'Presets').click()
    await button(page, 'Import another policy').click()
    await page.getByLabel('The policy as text').fill('{"version":"1","default":"deny","tools":{}}')
  },
  'for every tool': (page) => button(page, 'For every tool').click(),
  'try a call': async (page) => {
    await button(page, 'Try a call').click()
    await expect(page.getByText('Step by step')).toBeVisible()
  },
  history: async (page) => {
    await button(page, 'History').click()
    await button(page, 'Changes of version 1').click()
  },
  'code as YAML': async (page) => {
    await button(page, 'Code').click()
    await button(page, 'JSON').click()
    await expect(page.locator('.cm-content')).toBeVisible()
  },
  publish: async (page) => {
    await card(page, 'list_streams').focus()
    await page.keyboard.press('4')
    await button(page, 'Publish').click()
    await button(page, 'As text').click()
    await expect(page.locator('.cm-deletedChunk').first()).toBeVisible()
  },
  'broken text': async (page) => {
    await button(page, 'Code').click()
    await page.locator('.cm-content').click()
    await page.keyboard.type('{{')
    await expect(page.getByText('The board shows the last valid version')).toBeVisible()
  },
  shortcuts: async (page) => {
    await button(page, 'Keyboard shortcuts').click()
    await expect(page.getByRole('dialog')).toBeVisible()
  },
}

for (const [state, open] of Object.entries(STATES)) {
  test(`${state} is sound for everyone`, async ({ editor, shelf }) => {
    if (state === 'board') {
      // A ghost, a new one, a changed one: what a server can do to a board.
      const [gone, changed, ...rest] = TOOLS
      if (gone && changed) await shelf.list([{ ...changed, description: 'Read two.' }, ...rest, NEW_TOOL])
      await openEditor(editor, shelf)
    }
    await open(editor)
    await expectSoundInBoth(editor, state)
    await editor.setViewportSize(PHONE)
    const wide = () => editor.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    await expect.poll(wide).toBeLessThanOrEqual(0)
  })
}

// What axe says of a page as it stands, dialogs and lists over it included.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'

declare global {
  interface Window {
    axe: { run: (context: Document, options: object) => Promise<AxeResults> }
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Axe finds nothing; controls get some of their names as the page comes alive. */
export async function expectSound(page: Page, state: string): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  await expect(async () => {
    const violations = await page.evaluate(async () => {
      const found = await window.axe.run(document, { resultTypes: ['violations'] })
      // A menu floats above the page and belongs to no landmark of it, as in WAI-ARIA's own pattern.
      const floats = (selector: unknown) =>
        document.querySelector(String(selector))?.closest('[role="menu"], [role="listbox"]') != null
      return found.violations.filter(
        ({ id, nodes }) => id !== 'region' || !nodes.every(({ target }) => floats(target[0])),
      )
    })
    expect(
      violations.map(({ id, help, nodes }) => [state, id, help, ...nodes.map(({ html }) => html)]),
    ).toEqual([])
  }).toPass({ timeout: 20_000 })
}

/** The page is as wide as its window, and not wider. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
    .toBeLessThanOrEqual(0)
}

/** The same in both themes. */
export async function expectSoundInBoth(page: Page, state: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expectSound(page, `${state}, ${colorScheme}`)
  }
}

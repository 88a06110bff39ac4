// What is measured in the page itself: when the board can be used, and how long a key takes to show.
import type { Page } from '@playwright/test'

declare global {
  interface Window {
    /** What in-page.js puts there. */
    readonly bench: {
      readonly interactive: Promise<number>
      readonly watchKey: (tool: string, lane: string) => void
      readonly key: Promise<number>
    }
  }
}

export const IN_PAGE = { path: new URL('./in-page.js', import.meta.url).pathname }

/** Milliseconds of the last load until the board was interactive. */
export function openMillis(page: Page): Promise<number> {
  return page.evaluate(() => window.bench.interactive)
}

/**
 * Presses a key on the card that has the focus.
 * @param lane where the card of `tool` stands once the key has done its work
 * @returns milliseconds from the key until the frame that shows the card there has been drawn
 */
export async function keyMillis(page: Page, key: string, tool: string, lane: string): Promise<number> {
  await page.evaluate(([name = '', to = '']) => window.bench.watchKey(name, to), [tool, lane])
  await page.keyboard.press(key)
  return page.evaluate(() => window.bench.key)
}

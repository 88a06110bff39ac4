// How much a path asks of a person: presses in the page, and fields that something was typed into.
import type { Page } from '@playwright/test'

export type Counted = { clicks: number; readonly fields: Set<string> }

/** Counts from now on, whatever the test does and however it does it. Before the first page is opened. */
export async function counted(page: Page): Promise<Counted> {
  const count: Counted = { clicks: 0, fields: new Set() }
  await page.exposeFunction('countClick', () => {
    count.clicks += 1
  })
  await page.exposeFunction('countField', (name: string) => void count.fields.add(name))
  await page.addInitScript(() => {
    const told = window as unknown as { countClick(): void; countField(name: string): void }
    // A label that is pressed presses its field as well: one press of a person.
    addEventListener('click', (event) => event.isTrusted && event.detail < 2 && told.countClick(), true)
    addEventListener(
      'input',
      ({ target }) => {
        if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)
          told.countField(`${location.pathname} ${target.name || target.id}`)
      },
      true,
    )
  })
  return count
}

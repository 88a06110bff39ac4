// Letters of an installation without a mail server, as its own page shows them.
import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'

/** Opens the newest letter to an address with this subject; its link. */
export async function openLetter(page: Page, to: string, subject: string): Promise<string> {
  const row = page.getByRole('row').filter({ hasText: to }).filter({ hasText: subject }).first()
  // What is written after an answer is there a moment later.
  await expect(async () => {
    await page.goto('/mailbox')
    await expect(row).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await row.getByRole('link').click()
  await page.waitForURL('**/mailbox/ltr_*')
  const link = page.getByRole('article').getByRole('link')
  return (await link.first().getAttribute('href')) ?? ''
}

// The connect page for a client that signs in: the address that offers it, no token in anything that is copied, and a
// sentence where all servers are one address, which takes a token.
import { expect, signUp, test } from './fixtures.ts'

test('shows what a client that signs in is told, without a token', async ({ page, account }) => {
  await signUp(page, account)
  await page.getByRole('button', { name: 'Start with the demo server' }).click()
  await page.waitForURL('**/grants/connect?grant=*')
  const panel = page.getByRole('region', { name: 'Connect a client' })
  const ways = panel.getByRole('group', { name: 'How the client proves itself' })
  await expect(ways.getByRole('button', { name: 'Token' })).toHaveAttribute('aria-pressed', 'true')
  await expect(panel).toContainText('pcg_')
  await ways.getByRole('button', { name: 'Sign in' }).click()
  await expect(panel.getByRole('group', { name: 'Gateway URL' })).toContainText(/\/mcp\/srv_[0-9a-z]+\/oauth/)
  await expect(panel).toContainText('It has a grant of its own then')
  const shown = panel.getByRole('tabpanel').first()
  for (const tab of await panel.getByRole('tab').all()) {
    await tab.click()
    await expect(shown).not.toContainText('pcg_')
    await expect(shown).not.toContainText('Authorization')
    await expect(shown).not.toContainText('YOUR_GRANT_TOKEN')
  }
  await ways.getByRole('button', { name: 'Token' }).click()
  await expect(panel).toContainText('pcg_')
})

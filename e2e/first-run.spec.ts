// A new user's path, counted: from the landing page to the first call that a policy has judged, by a real
// client with what was copied from the page. No more than seven presses, and no more than three fields beside
// the account's own.
import type { Page } from '@playwright/test'
import { agentV1, agentV2 } from './agents.ts'
import { type Counted, counted } from './counted.ts'
import { expect, newAccount, test } from './fixtures.ts'

const MOST_CLICKS = 7
const MOST_FIELDS = 3
const ACCOUNT_FIELDS = /^\/sign-up /

test.beforeEach(({ context }) => context.grantPermissions(['clipboard-read', 'clipboard-write']))

async function signUpFromLanding(page: Page): Promise<void> {
  const { email, password } = newAccount()
  await page.goto('/')
  await page
    .getByRole('link', { name: /sign up|get started/i })
    .first()
    .click()
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.waitForURL('**/overview')
}

/** Copies Claude Code's command, which holds all that any client needs. */
async function copyCommand(page: Page): Promise<{ url: string; token: string }> {
  await page.waitForURL('**/connect?grant=*')
  await page.getByRole('button', { name: 'Copy command' }).first().click()
  const command = await page.evaluate(() => navigator.clipboard.readText())
  const [, token = '', url = ''] =
    /^claude mcp add .* --header "Authorization: Bearer (\S+)" \S+ (\S+)$/.exec(command) ?? []
  expect(token).toMatch(/^pcg_/)
  return { url, token }
}

function isWithin({ clicks, fields }: Counted): { clicks: number; fields: number } {
  const own = [...fields].filter((field) => !ACCOUNT_FIELDS.test(field))
  expect(fields.size - own.length, 'the counter sees what is typed').toBe(2)
  expect(clicks).toBeLessThanOrEqual(MOST_CLICKS)
  expect(own.length).toBeLessThanOrEqual(MOST_FIELDS)
  return { clicks, fields: own.length }
}

test('with the demo server: to the first enforced call in four presses and no field', async ({
  page,
  context,
}) => {
  const count = await counted(page)
  await signUpFromLanding(page)
  await page.getByRole('button', { name: 'Start with the demo server' }).click()
  const { url, token } = await copyCommand(page)
  expect(isWithin(count)).toEqual({ clicks: 4, fields: 0 })

  // The checklist, in another tab, ticks itself.
  const overview = await context.newPage()
  await overview.goto('/overview')
  const step = (name: string) => overview.getByRole('listitem').filter({ hasText: name })
  await expect(step('Create a grant')).toContainText('(done)')
  await expect(step('Connect a client')).not.toContainText('(done)')

  const doctor = page.getByRole('region', { name: 'What clients do' })
  await expect(doctor).toContainText('Waiting for a client to connect')
  const agent = await agentV2(url, token)
  await expect(doctor).toContainText('connected')
  await expect(step('Connect a client')).toContainText('(done)')
  expect(await agent.listTools()).not.toContain('delete_everything')
  await expect(doctor).toContainText('Tools listed')
  await expect(agent.call('delete_everything')).rejects.toThrow(/Unknown tool/)
  expect((await agent.call('list_orders')).text).toContain('1001')
  await expect(doctor).toContainText('Calls are judged by the policy')
  await expect(overview.getByRole('heading', { name: 'To the first judged call' })).toHaveCount(0)
  await agent.close()
})

test('with a server of one’s own: six presses, and its URL', async ({ page, liveTap }) => {
  const count = await counted(page)
  await signUpFromLanding(page)
  await page.getByRole('link', { name: 'Register server' }).click()
  await page.getByLabel('URL', { exact: true }).fill(liveTap.url)
  await page.getByRole('button', { name: 'Register server' }).click()
  await expect(page.getByRole('heading', { name: 'Local server is registered' })).toBeVisible()
  await page.getByRole('button', { name: 'Publish this policy and connect' }).click()
  const { url, token } = await copyCommand(page)
  expect(isWithin(count)).toEqual({ clicks: 6, fields: 1 })
  const agent = await agentV1(url, token)
  expect((await agent.call('list_connections')).isError).toBe(false)
  await expect(agent.call('destroy_connection', { connectionId: 'x' })).rejects.toThrow(/Unknown tool/)
  await expect(page.getByRole('region', { name: 'What clients do' })).toContainText('Calls are judged')
  await agent.close()
})

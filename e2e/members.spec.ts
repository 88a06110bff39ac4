// People come in by invitation, each as what they were invited as. An approver approves, and publishes nothing: not by
// the page, not by its action, not by a key. Who has several organisations goes from one to another.
import { type BrowserContext, expect as expectThat, type Page } from '@playwright/test'
import { agentV2 } from './agents.ts'
import { expect, makeApiKey, newAccount, origin, signUp, test } from './fixtures.ts'
import { openLetter } from './mailbox.ts'
import { type Api, managementApi } from './management.ts'
import { startShop } from './shop.ts'
import { expectSoundInBoth } from './sound.ts'
import { callAction } from './tenancy/actions.ts'
import type { Ids } from './tenancy/organisation.ts'

const POLICY = {
  version: '1',
  default: 'deny',
  tools: { delete_account: { require_approval: { reason: 'Is it the right customer?', timeout: '30m' } } },
}
const PASSWORD = 'correct horse battery 9'
const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

async function invite(page: Page, email: string, role: string): Promise<void> {
  await page.goto('/settings/members')
  await page.getByLabel('E-mail of whom to invite').fill(email)
  await page.getByRole('combobox', { name: 'Role', exact: true }).click()
  await page.getByRole('option', { name: role }).click()
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await expect(page.getByRole('table', { name: 'Invitations that wait' })).toContainText(email)
}

/** The path in the newest invitation of an address. */
async function linkFor(context: BrowserContext, email: string): Promise<string> {
  const page = await context.newPage()
  const link = await openLetter(page, email, 'invites you')
  await page.close()
  return new URL(link).pathname
}

async function waiting(api: Api, mark: string): Promise<string> {
  let id = ''
  await expectThat(async () => {
    const { items } = (await api('GET', '/approvals?state=waiting')).body
    id = items.find((item: { callText: string }) => item.callText.includes(mark))?.id ?? ''
    expect(id).not.toBe('')
  }).toPass({ timeout: 60_000 })
  return id
}

async function expectFits(page: Page): Promise<void> {
  const { width } = page.viewportSize() ?? { width: 0 }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
}

async function newPerson(browser: import('@playwright/test').Browser) {
  const context = await browser.newContext({ baseURL: origin() })
  return { context, page: await context.newPage() }
}

test('an invited approver approves, and cannot publish', async ({ browser }) => {
  const shop = await startShop()
  const owner = await newPerson(browser)
  await signUp(owner.page, newAccount())
  const api = managementApi(origin(), await makeApiKey(owner.page, 'owner'))
  const server = (await api('POST', '/servers', { name: 'Shop', url: shop.url })).body
  const policy = (await api('POST', '/policies', { serverId: server.id, name: 'Ask', document: POLICY })).body
  const servers = [{ serverId: server.id, policyId: policy.id }]
  const grant = (await api('POST', '/grants', { label: 'Support agent', servers })).body

  const { email } = newAccount()
  await invite(owner.page, email, 'Approver')
  const link = await linkFor(owner.context, email)

  const approver = await newPerson(browser)
  const { page } = approver
  await page.goto(link)
  await expect(page.getByRole('heading', { name: /^Join / })).toBeVisible()
  await expectSoundInBoth(page, 'an invitation')
  await page.getByLabel('Choose a password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Create account and join' }).click()
  await page.waitForURL('**/overview')

  const agent = await agentV2(grant.gatewayUrl, grant.token)
  const answer = agent.call('delete_account', { id: 'acct-invited' })
  const approvalId = await waiting(api, 'acct-invited')
  await page.goto(`/approvals/${approvalId}`)
  await expect(page.getByRole('region', { name: 'What will run' })).toContainText('acct-invited')
  await page.getByRole('button', { name: 'Approve once' }).click()
  await expect(page.getByText(/^Approved/).first()).toBeVisible()
  expect(await answer).toMatchObject({ isError: false, text: 'deleted acct-invited' })

  // By the page: there is nothing to publish with.
  await page.goto(`/servers/${server.id}/policy`)
  await expect(page.getByRole('grid').first()).toBeVisible()
  await expect(page.getByRole('button', { name: /publish/i })).toHaveCount(0)
  await expect(page.getByText(/takes a policy manager or an admin\. You are an approver/)).toBeVisible()
  // By its action, as a browser that was tampered with would send it.
  const ids = { server: server.id } as Ids
  const open = JSON.stringify({ version: '1', default: 'allow' })
  const forced = await callAction(approver.context.request, 'publishAction', ids, {
    serverId: server.id,
    policyId: policy.id,
    name: 'Ask',
    document: open,
    baseVersion: 1,
    comment: '',
  })
  expect(forced.answer).toContain('"code":"forbidden"')
  expect(forced.answer).toContain('takes a policy manager or an admin')
  // By a key of theirs, which may what they may.
  const own = managementApi(origin(), await makeApiKey(page, 'approver'))
  expect((await own('GET', `/approvals/${approvalId}`)).body.state).toBe('used')
  for (const [method, path, body] of [
    ['PUT', `/policies/${policy.id}`, { document: open, baseVersion: 1 }],
    ['POST', `/policies/${policy.id}/rollback`, { version: 1 }],
    ['POST', '/policies', { serverId: server.id, name: 'x', document: open }],
    ['POST', '/grants', { label: 'x', servers }],
    ['POST', '/invitations', { email: 'x@example.com', role: 'owner' }],
  ] as const)
    expect(await own(method, path, body)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect((await api('GET', `/policies/${policy.id}/versions`)).body.items).toHaveLength(1)

  await agent.close()
  await Promise.all([owner.context.close(), approver.context.close(), shop.close()])
})

test('a link works once, and what is asked of a role is said', async ({ browser }) => {
  const owner = await newPerson(browser)
  await signUp(owner.page, newAccount())
  const { email } = newAccount()
  await invite(owner.page, email, 'Viewer')
  const link = await linkFor(owner.context, email)
  const guest = await newPerson(browser)

  // Somebody else who is signed in is told whose it is, and is let in by nothing.
  await owner.page.goto(link)
  await expect(
    owner.page.getByText(`This invitation is for ${email}`, { exact: false }).first(),
  ).toBeVisible()
  await expect(owner.page.getByRole('button', { name: /^Join/ })).toHaveCount(0)

  await guest.page.goto(link)
  await guest.page.getByLabel('Choose a password', { exact: true }).fill('too short')
  await guest.page.getByRole('button', { name: 'Create account and join' }).click()
  await expect(guest.page.getByText(/15 characters/).first()).toBeVisible()
  await guest.page.getByLabel('Choose a password', { exact: true }).fill(PASSWORD)
  await guest.page.getByRole('button', { name: 'Create account and join' }).click()
  await guest.page.waitForURL('**/overview')
  await guest.page.goto(link)
  await expect(guest.page.getByRole('heading', { name: 'This invitation is over' })).toBeVisible()
  await expectSoundInBoth(guest.page, 'an invitation that is over')

  await guest.page.goto('/settings/members')
  await expect(guest.page.getByText(/takes an admin\. You are a viewer/).first()).toBeVisible()
  await expect(guest.page.getByRole('table', { name: 'What each role may do' })).toContainText('Viewer (you)')

  // The only owner stays, and says why.
  await owner.page.goto('/settings/members')
  await expect(owner.page.getByText('The only one, so it stays')).toBeVisible()
  for (const viewport of WIDTHS) {
    await owner.page.setViewportSize(viewport)
    await expectFits(owner.page)
    await expectSoundInBoth(owner.page, `members at ${viewport.width}`)
  }
  // Another role: its person is signed out, and comes back with it.
  await owner.page.setViewportSize({ width: 1440, height: 900 })
  await owner.page.getByRole('combobox', { name: `Role of ${email}` }).click()
  await owner.page.getByRole('option', { name: 'Approver' }).click()
  await owner.page.getByRole('button', { name: 'Change role' }).click()
  await expect(owner.page.getByRole('combobox', { name: `Role of ${email}` })).toContainText('Approver')
  await guest.page.goto('/overview')
  await guest.page.waitForURL('**/sign-in**')
  // Removed: gone with the next request.
  await owner.page.getByRole('button', { name: `Remove ${email}` }).click()
  await owner.page.getByRole('button', { name: 'Remove member' }).click()
  await expect(owner.page.getByRole('table', { name: 'Members' })).not.toContainText(email)
  await Promise.all([owner.context.close(), guest.context.close()])
})

test('a person with several organisations goes from one to another, and a link says which it is in', async ({
  browser,
}) => {
  const shop = await startShop()
  const { context, page } = await newPerson(browser)
  await signUp(page, newAccount())
  const api = managementApi(origin(), await makeApiKey(page, 'first'))
  const server = (await api('POST', '/servers', { name: 'Shop', url: shop.url })).body

  await page.goto('/organisations/new')
  await expectSoundInBoth(page, 'a new organisation')
  await page.getByLabel('Name', { exact: true }).fill('Second Gate')
  await page.getByRole('button', { name: 'Create organisation' }).click()
  await page.waitForURL('**/overview')
  await expect(page.getByRole('link', { name: /Second Gate/ }).first()).toBeVisible()
  await page.goto('/servers')
  await expect(page.getByText('Shop')).toHaveCount(0)

  // What the first one has is found by its link, said to be there, and opened by a press.
  await page.goto(`/servers/${server.id}`)
  await page.getByRole('button', { name: /^Open it in / }).click()
  await page.waitForURL(`**/servers/${server.id}`)
  await expect(page.getByRole('heading', { name: 'Shop' })).toBeVisible()

  await page
    .getByRole('button', { name: /^Account/ })
    .first()
    .click()
  await page.getByRole('menuitemradio', { name: 'Second Gate' }).click()
  await page.waitForURL('**/overview')
  await expect(page.getByRole('link', { name: /Second Gate/ }).first()).toBeVisible()
  // A key is of the organisation that it was made in, wherever its person is.
  expect((await api('GET', '/servers')).body.items).toHaveLength(1)
  await Promise.all([context.close(), shop.close()])
})

test('a key is given what it needs, and until when', async ({ browser }) => {
  const { context, page } = await newPerson(browser)
  await signUp(page, newAccount())
  await page.goto('/settings')
  await page.getByLabel('Name of the new key').fill('Dashboard')
  await page.getByRole('combobox', { name: 'May do' }).click()
  await page.getByRole('option', { name: 'What I choose' }).click()
  await page.getByRole('checkbox', { name: /servers\.read/ }).click()
  await page.getByRole('combobox', { name: 'Ends' }).click()
  await page.getByRole('option', { name: 'In 7 days' }).click()
  await expectSoundInBoth(page, 'a key that is made')
  await page.getByRole('button', { name: 'Create key' }).click()
  const key = (await page.getByRole('group', { name: 'API key', exact: true }).textContent()) ?? ''
  await expect(page.getByRole('table', { name: 'API keys' })).toContainText('servers.read')
  const api = managementApi(origin(), key)
  expect((await api('GET', '/servers')).status).toBe(200)
  expect(await api('GET', '/grants')).toMatchObject({
    status: 403,
    body: { detail: 'This API key was not given “grants.read”. Use a key that has it among its scopes.' },
  })
  await context.close()
})

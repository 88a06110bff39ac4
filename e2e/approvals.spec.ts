// A person on a phone decides about one exact call of an agent, of either protocol era, with and without a
// script in the page; and it runs once. Nothing else decides.
import { createServer } from 'node:http'
import type { BrowserContext, Page } from '@playwright/test'
import { type Agent, agentV1, agentV2 } from './agents.ts'
import { test as base, expect, makeApiKey, newAccount, origin, signUp } from './fixtures.ts'
import { type Api, managementApi } from './management.ts'

import { startShop } from './shop.ts'
import { expectSoundInBoth } from './sound.ts'

const PHONE = { width: 390, height: 844 }
const POLICY = {
  version: '1',
  default: 'deny',
  tools: { delete_account: { require_approval: { reason: 'Is it the right customer?', timeout: '30m' } } },
}

type Shop = { url: string; calls: () => string[]; close: () => Promise<void> }
type Place = { api: Api; context: BrowserContext; url: string; token: string; shop: Shop; origin: string }
const test = base.extend<object, { place: Place }>({
  place: [
    async ({ browser }, use) => {
      const shop = await countedShop()
      const context = await browser.newContext({
        baseURL: origin(),
        viewport: PHONE,
        hasTouch: true,
        isMobile: true,
      })
      const page = await context.newPage()
      await signUp(page, newAccount())
      const api = managementApi(origin(), await makeApiKey(page, 'approvals'))
      await page.close()
      const server = (await api('POST', '/servers', { name: 'Shop', url: shop.url })).body
      const policy = (await api('POST', '/policies', { serverId: server.id, name: 'Ask', document: POLICY }))
        .body
      const grant = (
        await api('POST', '/grants', {
          label: 'Support agent',
          servers: [{ serverId: server.id, policyId: policy.id }],
        })
      ).body
      await use({ api, context, url: grant.gatewayUrl, token: grant.token, shop, origin: origin() })
      await context.close()
      await shop.close()
    },
    { scope: 'worker' },
  ],
})

/** The shop behind a counter: what passes here has reached the upstream. */
async function countedShop(): Promise<Shop> {
  const shop = await startShop()
  const calls: string[] = []
  const counter = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    if (body.includes('"tools/call"')) calls.push(body)
    const headers = Object.entries(request.headers).filter(
      ([name]) => !['host', 'connection', 'content-length', 'transfer-encoding'].includes(name),
    )
    const answer = await fetch(shop.url, {
      method: request.method ?? 'POST',
      headers: headers.map(([name, value]) => [name, String(value)] as [string, string]),
      ...(body !== '' && { body }),
    })
    const told = Object.fromEntries(
      [...answer.headers].filter(([name]) => ['content-type', 'mcp-session-id'].includes(name)),
    )
    response.writeHead(answer.status, told).end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((ready) => counter.listen(0, '127.0.0.1', ready))
  const address = counter.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/mcp`,
    calls: () => calls,
    close: async () => {
      counter.closeAllConnections()
      await new Promise<void>((closed) => counter.close(() => closed()))
      await shop.close()
    },
  }
}

const ran = (shop: Shop, mark: string) => shop.calls().filter((body) => body.includes(mark)).length
async function waiting(api: Api, mark: string): Promise<string> {
  let id = ''
  await expect(async () => {
    const { items } = (await api('GET', '/approvals?state=waiting')).body
    id = items.find((item: { callText: string }) => item.callText.includes(mark))?.id ?? ''
    expect(id).not.toBe('')
  }).toPass({ timeout: 20_000 })
  return id
}
async function onPhone({ context }: Place, work: (page: Page) => Promise<void>): Promise<void> {
  const page = await context.newPage()
  await work(page)
  await page.close()
}
async function ended(agents: readonly Agent[]): Promise<void> {
  await Promise.all(agents.map((agent) => agent.close()))
}

for (const [era, open] of [
  ['a legacy client', agentV1],
  ['a 2026-07-28 client', agentV2],
] as const)
  test(`${era} asks, a person on a phone approves, and exactly that call runs once`, async ({ place }) => {
    const { api, shop } = place
    const agent = await open(place.url, place.token)
    const mark = `acct-${era.replaceAll(' ', '-')}`
    const answer = agent.call('delete_account', { id: mark })
    const id = await waiting(api, mark)
    expect(ran(shop, mark)).toBe(0)

    await onPhone(place, async (page) => {
      await page.goto('/approvals')
      await expect(page.getByRole('list', { name: 'Calls that wait' })).toContainText('delete_account')
      await expect(page).toHaveTitle(/^\(1\) Approvals/)
      await page.getByRole('link', { name: 'delete_account' }).first().click()
      await page.waitForURL(`**/approvals/${id}`)
      await expect(page.getByRole('region', { name: 'What will run' })).toContainText(mark)
      await expect(page.getByText('Is it the right customer?')).toBeVisible()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
      await page.getByRole('button', { name: 'Approve once' }).click()
      await expect(page.getByText(/^Approved/).first()).toBeVisible()
    })

    expect(await answer).toMatchObject({ isError: false, text: `deleted ${mark}` })
    expect(ran(shop, mark)).toBe(1)
    const { body } = await api('GET', `/approvals/${id}`)
    expect(body).toMatchObject({ state: 'used' })

    // The same again, and another: each is asked about anew, and neither runs.
    void agent.call('delete_account', { id: mark }).catch(() => null)
    void agent.call('delete_account', { id: `${mark}2` }).catch(() => null)
    for (const other of [`${mark}2`, mark])
      expect(
        (
          await api('POST', `/approvals/${await waiting(api, `"${other}"`)}/deny`, {
            reason: 'Once was enough.',
          })
        ).status,
      ).toBe(200)
    expect(ran(shop, mark)).toBe(1)
    await ended([agent])
  })

test('[G3] works without JavaScript, and nothing decides on GET or from elsewhere', async ({
  place,
  browser,
}) => {
  const { api, shop, context } = place
  const agent = await agentV1(place.url, place.token)
  const answer = agent.call('delete_account', { id: 'acct-plain' })
  const id = await waiting(api, 'acct-plain')
  const decide = `${place.origin}/approvals/${id}/decide`

  // A scanner, a prefetch, an image: GET shows, or says that it does not do that.
  for (const path of [`/approvals/${id}`, `/approvals/${id}?verdict=approve`])
    expect((await context.request.get(path)).status()).toBe(200)
  expect((await context.request.get(`${decide}?verdict=approve`)).status()).toBe(405)
  expect((await context.request.head(`/approvals/${id}`)).status()).toBe(200)
  // A form of another site, of a sandboxed frame, or without an origin, though the cookie comes along.
  const foreign: Record<string, string>[] = [{ origin: 'https://evil.example' }, { origin: 'null' }, {}]
  for (const headers of foreign)
    expect((await context.request.post(decide, { form: { verdict: 'approve' }, headers })).status()).toBe(403)
  expect(
    (await (await context.request.get(`/approvals/${id}`)).headers())['content-security-policy'],
  ).toContain("frame-ancestors 'none'")
  expect((await api('GET', `/approvals/${id}`)).body.state).toBe('waiting')

  const plain = await browser.newContext({
    baseURL: place.origin,
    javaScriptEnabled: false,
    viewport: PHONE,
    storageState: await context.storageState(),
  })
  const page = await plain.newPage()
  await page.goto(`/approvals/${id}`)
  await expect(page.getByRole('region', { name: 'What will run' })).toContainText('acct-plain')
  await page.getByLabel('Reason for the agent').fill('Wrong customer.')
  await page.getByRole('button', { name: 'Deny' }).click()
  await expect(page.getByText('denied it')).toBeVisible()
  await plain.close()

  expect((await answer).text).toBe('[POLICY DENIED] A person denied this call: Wrong customer.')
  expect(ran(shop, 'acct-plain')).toBe(0)
  await ended([agent])
})

test('[A5] the same shape is allowed by a form, used, seen and revoked', async ({ place }) => {
  const { api, shop } = place
  const agent = await agentV2(place.url, place.token)
  const answer = agent.call('delete_account', { id: 'shape-1' })
  const id = await waiting(api, 'shape-1')
  await onPhone(place, async (page) => {
    await page.goto(`/approvals/${id}`)
    await page.getByRole('link', { name: /Allow the same shape/ }).click()
    await page.getByLabel('Further calls').fill('0')
    await page.getByRole('button', { name: 'Approve and allow' }).click()
    await expect(page.getByText('An allowance is for 1 to 1,000 calls.')).toBeVisible()
    await page.getByLabel('Further calls').fill('2')
    await page.getByLabel(/^id is one of/).fill('shape-1\nshape-2\nshape-3\nshape-4')
    await expectSoundInBoth(page, 'the form of an allowance')
    await page.getByRole('button', { name: 'Approve and allow' }).click()
    await page.waitForURL(`**/approvals/${id}`)
  })
  expect((await answer).isError).toBe(false)
  expect((await agent.call('delete_account', { id: 'shape-2' })).text).toBe('deleted shape-2')
  await onPhone(place, async (page) => {
    await page.goto('/approvals?show=allowances')
    await expect(page.getByRole('list', { name: 'Allowances' })).toContainText('1 of 2 calls used')
    await expectSoundInBoth(page, 'allowances')
    await page.getByRole('button', { name: /^Revoke/ }).click()
    await expect(page.getByText('Revoked')).toBeVisible()
  })
  void agent.call('delete_account', { id: 'shape-3' }).catch(() => null)
  await api('POST', `/approvals/${await waiting(api, 'shape-3')}/deny`)
  expect(ran(shop, 'shape-')).toBe(2)
  await ended([agent])
})

test('[G5] marks what changed since the grant asked for this tool before', async ({ place }) => {
  const { api } = place
  const agent = await agentV2(place.url, place.token)
  void agent.call('delete_account', { id: 'before-1' }).catch(() => null)
  await api('POST', `/approvals/${await waiting(api, 'before-1')}/deny`)
  void agent.call('delete_account', { id: 'before-2' }).catch(() => null)
  const id = await waiting(api, 'before-2')
  await onPhone(place, async (page) => {
    await page.goto(`/approvals/${id}`)
    const runs = page.getByRole('region', { name: 'What will run' })
    await expect(runs).toContainText('1 differs from the call of this tool before (denied')
    await expect(runs.getByText('changed', { exact: true })).toBeVisible()
    await expect(runs.getByText('before-1')).toBeVisible()
    await expectSoundInBoth(page, 'a call that differs from the one before')
  })
  await api('POST', `/approvals/${id}/deny`)
  await ended([agent])
})

test('[G5] shows what cannot be seen, and every state of the page is for everyone', async ({ place }) => {
  const { api, context } = place
  const agent = await agentV1(place.url, place.token)
  const hidden = `a\u202eb\u200bc${' '.repeat(60)}d\u001b[31m<b>e</b>`
  const answer = agent.call('delete_account', { id: hidden }).catch(() => null)
  const id = await waiting(api, '\u202e')
  const page = await context.newPage()
  for (const viewport of [PHONE, { width: 1440, height: 900 }]) {
    await page.setViewportSize(viewport)
    await page.goto(`/approvals/${id}`)
    const shown = page.getByRole('region', { name: 'What will run' })
    for (const label of ['RLO', 'ZWSP', '60 spaces', 'ESC']) await expect(shown).toContainText(label)
    await expect(shown.locator('b')).toHaveCount(0)
    await expectSoundInBoth(page, `an approval that waits, ${viewport.width}`)
    await look(page, `waiting-${viewport.width}`)
    await page.goto('/approvals')
    await expectSoundInBoth(page, `the inbox, ${viewport.width}`)
    await look(page, `inbox-${viewport.width}`)
  }
  // The keyboard alone: the first way to decide is within reach, and has no focus of its own.
  await page.goto(`/approvals/${id}`)
  await expect(page.getByRole('button', { name: 'Approve once' })).not.toBeFocused()
  await page.getByLabel('Reason for the agent').focus()
  await page.keyboard.type('It hides something.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('It hides something.')).toBeVisible()
  await expectSoundInBoth(page, 'a denied approval')
  await look(page, 'denied-1440')
  // Too late: the second is told who was faster.
  const late = await context.request.post(`/approvals/${id}/decide`, {
    form: { verdict: 'approve' },
    headers: { origin: place.origin },
  })
  expect(late.url()).toContain('fault=approval-closed')
  expect(await late.text()).toContain('Somebody was faster')
  await page.goto('/approvals')
  await expect(page.getByText('Nothing waits for you')).toBeVisible()
  await page.goto('/approvals?show=history')
  await expectSoundInBoth(page, 'history')
  await look(page, 'history-1440')
  await page.close()
  await answer
  await ended([agent])
})

/** Kept where somebody asks to look at them. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.LOOK_AT
  if (!folder) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, fullPage: true })
  }
}

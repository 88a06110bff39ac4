// Pages and route files: another organisation's object is shown exactly as a missing one, and a visitor
// is shown nothing. The routes come from the tree; one without a row fails.
import type { BrowserContext, Page } from '@playwright/test'
import { missingIds, type Organisation } from './organisation.ts'
import { PAGES, PUBLIC_PAGES, parametersRead, ROUTE_FILES, routeFiles } from './pages.ts'
import { expect, expectUntouched, origin, test } from './tenants.ts'

test('has a row for every page, every route file and every query parameter', () => {
  const files = routeFiles()
  const known = [...Object.keys(PAGES), ...PUBLIC_PAGES, ...ROUTE_FILES]
  const found = files.map(({ route }) => route).filter((route) => !route.startsWith('/api/v1/'))
  expect(found.sort()).toEqual(known.sort())
  for (const { route, source, isPage } of files) {
    if (!isPage || PUBLIC_PAGES.includes(route)) continue
    const read = parametersRead(source)
    expect([route, ...read]).toEqual([route, ...[...(PAGES[route]?.query ?? [])].sort()])
    expect(read.length > 0).toBe(source.includes('searchParams'))
  }
})

for (const [route, { addresses }] of Object.entries(PAGES)) {
  test(`${route} shows another organisation's ids as missing ones`, async ({ tenants: { mine, theirs } }) => {
    const [one, other] = [await mine.context.newPage(), await mine.context.newPage()]
    const missing = addresses(missingIds(mine.ids), mine.ids)
    for (const [index, foreign] of addresses(theirs.ids, mine.ids).entries()) {
      const answers = await Promise.all([one.goto(foreign), other.goto(missing[index] ?? '')])
      expect([foreign, answers[0]?.status()]).toEqual([foreign, answers[1]?.status()])
      // They come alive at their own pace; what they are in the end is the same.
      await expect(async () => expect(await read(one)).toBe(await read(other))).toPass({ timeout: 60_000 })
      await expectNothingOf(theirs, one, foreign)
    }
    await Promise.all([one.close(), other.close()])
  })

  test(`${route} sends a visitor to sign in, and shows nothing`, async ({ browser, tenants: { theirs } }) => {
    const stranger = await browser.newContext({ baseURL: origin() })
    const page = await stranger.newPage()
    const withoutIds = route.includes('[') ? [] : [route]
    for (const address of [...withoutIds, ...addresses(theirs.ids, theirs.ids)]) {
      const answer = await stranger.request.get(address, { maxRedirects: 0 })
      const next = `/sign-in?next=${encodeURIComponent(address)}`
      expect([answer.status(), decodeURIComponent(answer.headers().location ?? '')]).toEqual([
        307,
        decodeURIComponent(next),
      ])
      await expectNothingOf(theirs, page, address)
    }
    await stranger.close()
  })
}

test('lists and pages without an id hold nothing of another organisation', async ({
  tenants: { mine, theirs },
}) => {
  const page = await mine.context.newPage()
  // Letters of every account are what the mailbox is for: it is there without a mail server alone, for whoever sits at the
  // machine, and is held to that in accounts.spec.ts.
  const isOfMembers = (route: string) => !route.includes('[') && route !== '/mailbox'
  for (const route of [...Object.keys(PAGES), ...PUBLIC_PAGES].filter(isOfMembers)) {
    await page.goto(route)
    await expectNothingOf(theirs, page, route)
  }
  await page.close()
})

for (const what of ['details', 'limits'])
  test(`a policy's ${what} are read by members of its organisation alone`, async ({
    browser,
    tenants: { mine, theirs },
  }) => {
    const read = async (context: BrowserContext, server: string) => {
      const response = await context.request.get(`/servers/${server}/policy/${what}`)
      return { status: response.status(), body: (await response.text()).replace(/req_[0-9a-z]+/g, 'req') }
    }
    expect((await read(mine.context, mine.ids.server)).status).toBe(200)
    const foreign = await read(mine.context, theirs.ids.server)
    expect(foreign).toEqual({ status: 404, body: expect.stringContaining('not-found') })
    expect(foreign).toEqual(await read(mine.context, missingIds(mine.ids).server))
    const stranger = await browser.newContext({ baseURL: origin() })
    expect(await read(stranger, mine.ids.server)).toEqual({
      status: 401,
      body: expect.stringContaining('not-signed-in'),
    })
    await stranger.close()
  })

test('calls are replayed by members of their organisation alone', async ({
  browser,
  tenants: { mine, theirs },
}) => {
  const replay = async (context: BrowserContext, server: string, policy: string) => {
    const response = await context.request.post(`/servers/${server}/policy/replay`, {
      data: { policyId: policy, document: '{"version":"1","default":"deny"}', range: { hours: 24 } },
      headers: { origin: origin(), 'sec-fetch-site': 'same-origin' },
    })
    return (await response.text()).replace(/req_[0-9a-z]+/g, 'req')
  }
  expect(await replay(mine.context, mine.ids.server, mine.ids.policy)).toContain('"type":"done"')
  const missing = missingIds(mine.ids)
  for (const [server, policy] of [
    [theirs.ids.server, theirs.ids.policy],
    [mine.ids.server, theirs.ids.policy],
  ] as const) {
    const foreign = await replay(mine.context, server, policy)
    expect(foreign).toContain('"code":"not-found"')
    const absent = server === mine.ids.server ? server : missing.server
    expect(foreign).toBe(await replay(mine.context, absent, missing.policy))
  }
  const stranger = await browser.newContext({ baseURL: origin() })
  expect(await replay(stranger, mine.ids.server, mine.ids.policy)).toContain('not-signed-in')
  await stranger.close()
})

test('the state of a connector is read by members of its organisation alone', async ({
  browser,
  tenants: { mine, theirs },
}) => {
  const read = async (context: BrowserContext, server: string) => {
    const response = await context.request.get(`/servers/${server}/connector`)
    return { status: response.status(), body: (await response.text()).replace(/req_[0-9a-z]+/g, 'req') }
  }
  // Theirs answers as one that is not there; mine says that it has none.
  expect(await read(mine.context, mine.ids.server)).toEqual({
    status: 404,
    body: expect.stringContaining('has no connector'),
  })
  const refused = await read(mine.context, theirs.ids.server)
  expect(refused).toEqual({ status: 404, body: expect.stringContaining('There is no such server') })
  expect(refused).toEqual(await read(mine.context, missingIds(mine.ids).server))
  const stranger = await browser.newContext({ baseURL: origin() })
  expect((await read(stranger, mine.ids.server)).status).toBe(401)
  await stranger.close()
})

test('route files answer a visitor with nothing of anyone', async ({ browser }) => {
  const stranger = await browser.newContext({ baseURL: origin() })
  const registration = { data: { name: 'x', url: 'http://127.0.0.1:1/' }, headers: { origin: origin() } }
  const streamed = await stranger.request.post('/servers/new/stream', registration)
  expect([streamed.status(), await streamed.text()]).toEqual([401, expect.stringContaining('not-signed-in')])
  expect((await stranger.request.get('/api/v1/no-such-thing')).status()).toBe(404)
  expect((await stranger.request.get('/api/no-such-thing')).status()).toBe(404)
  for (const path of ['/policy.schema.json', '/schemas/policy/1.json'])
    expect(Object.keys(await (await stranger.request.get(path)).json())).toContain('$defs')
  const session = await stranger.request.get('/api/auth/session')
  expect([session.status(), await session.text()]).toEqual([200, 'null'])
  await stranger.close()
})

test('nothing of the other organisation was changed by it', ({ tenants }) => expectUntouched(tenants.theirs))

/** What is to be read on a page, by eye or by ear, without the ids in it and the seconds that pass meanwhile. */
async function read(page: Page): Promise<string> {
  await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
  const text = await page.getByRole('main').ariaSnapshot()
  return text
    .replace(/_[0-9a-z]{28}/g, '_…')
    .replace(/cursor=[\w-]+/g, 'cursor=…')
    .replace(/\b(?:now|\d+ (?:sec|min)\. ago)\b/g, '… ago')
    .replace(/\b(?:\d+ (?:h|min|s) )+left\b/g, '… left')
}

/** Neither the document nor what scripts fetch of it holds a text or an id that the address does not. */
async function expectNothingOf(organisation: Organisation, page: Page, address: string): Promise<void> {
  const asScript: Record<string, string> = { rsc: '1' }
  for (const headers of [{}, asScript]) {
    const body = await (await page.context().request.get(address, { headers })).text()
    const secrets = [...organisation.texts, ...Object.values(organisation.ids)]
    for (const secret of secrets.filter((each) => !address.includes(each))) expect(body).not.toContain(secret)
  }
}

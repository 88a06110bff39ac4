// Ways to a page besides its address: what the framework answers by itself, what caches make of an address, and what a
// browser keeps (reference L2, L10, L11).
import type { APIRequestContext } from '@playwright/test'
import { signUp } from '../fixtures.ts'
import { expect, origin, test } from './tenants.ts'

/** The addresses and headers by which a framework's own code, or somebody who knows it, asks for a page. */
function sideDoors(path: string): { address: string; headers: Record<string, string> }[] {
  const addresses = [
    `${path}.rsc`,
    `${path}/index.rsc`,
    `${path}.segments/_tree.segment.rsc`,
    `${path}.segments/_index.segment.rsc`,
    `/_next/data/build${path}.json`,
    `/en${path}`,
    `/_next/image?url=${encodeURIComponent(path)}&w=64&q=75`,
    `${path}?_rsc=1`,
    path.replace('/', '/./'),
    path.replace('servers', '%73ervers'),
  ]
  const headers: Record<string, string>[] = [
    { rsc: '1' },
    { rsc: '1', 'next-router-prefetch': '1' },
    { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
    { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
    { 'x-middleware-prefetch': '1' },
    { 'x-nextjs-data': '1' },
    { 'x-drawing': '1' },
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-for': '127.0.0.1' },
    { 'x-original-url': path, 'x-rewrite-url': path },
  ]
  return [
    ...addresses.map((address) => ({ address, headers: {} })),
    ...headers.map((each) => ({ address: path, headers: each })),
  ]
}

test('(security L2) the framework’s own ways to a page open nothing that the page does not', async ({
  browser,
  tenants: { mine, theirs },
}) => {
  const paths = [`/servers/${theirs.ids.server}`, `/grants/${theirs.ids.grant}`]
  const stranger = await browser.newContext({ baseURL: origin() })
  for (const request of [stranger.request, mine.context.request])
    for (const path of paths)
      for (const { address, headers } of sideDoors(path)) {
        const answer = await request.get(address, { headers, maxRedirects: 0 })
        const body = await answer.text()
        expect([address, headers, answer.status() < 500]).toEqual([address, headers, true])
        for (const text of theirs.texts)
          expect([address, headers, body.includes(text)]).toEqual([address, headers, false])
      }
  // The same ways show their owner what is there: the look above can fail.
  const own = await theirs.context.request.get(paths[0] ?? '', { headers: { rsc: '1' } })
  expect(await own.text()).toContain(theirs.texts[0])
  await stranger.close()
})

test('(security L2) an action that is sent to another address, or by nobody, does nothing', async ({
  browser,
  tenants: { theirs },
}) => {
  const stranger = await browser.newContext({ baseURL: origin() })
  for (const path of ['/sign-in', '/', '/mcp-servers', `/servers/${theirs.ids.server}`])
    for (const action of ['0'.repeat(42), '../../settings', 'x'.repeat(5000)]) {
      const answer = await stranger.request.post(path, {
        headers: { 'next-action': action, 'content-type': 'text/plain;charset=UTF-8', origin: origin() },
        data: `["${theirs.ids.server}"]`,
        maxRedirects: 0,
      })
      const body = await answer.text()
      for (const text of theirs.texts) expect([path, body.includes(text)]).toEqual([path, false])
    }
  await stranger.close()
})

const ANSWERS: Readonly<
  Record<string, (request: APIRequestContext) => ReturnType<APIRequestContext['get']>>
> = {
  'a page that is not there': (request) => request.get('/no-such-page'),
  'a visitor on the way to sign in': (request) => request.get('/overview', { maxRedirects: 0 }),
  'the API without a key': (request) => request.get('/api/v1/servers'),
  'an address of the API that is not there': (request) => request.get('/api/v1/no-such-thing'),
  'a method that there is not': (request) => request.delete('/api/v1/servers'),
  'a request from another origin': (request) =>
    request.post('/servers/new/stream', { headers: { origin: 'https://evil.example' }, data: {} }),
  'the gateway without a token': (request) => request.post('/mcp/srv_none/', { data: {} }),
  'the gateway’s address of all servers without a token': (request) => request.post('/mcp/', { data: {} }),
  'a file that is not there': (request) => request.get('/_next/static/none.js'),
}

for (const [what, ask] of Object.entries(ANSWERS)) {
  test(`(security L10) every kind of answer carries the headers, errors included: ${what}`, async ({
    request,
  }) => {
    const answer = await ask(request)
    expect(answer.status()).toBeGreaterThanOrEqual(300)
    const headers = answer.headers()
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(['same-origin', 'no-referrer']).toContain(headers['referrer-policy'])
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers.server).toBeUndefined()
    // What is a file has no policy of its own: nothing in it is a document.
    if (!what.startsWith('a file'))
      expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'|^sandbox$/)
  })
}

test('(security L11) no cache keeps a page of a member, whatever its address looks like', async ({
  tenants: { mine },
}) => {
  const path = `/servers/${mine.ids.server}`
  const [text = ''] = mine.texts
  let seen = 0
  for (const address of [path, '/overview', '/settings', '/activity'])
    for (const end of ['', '/x.css', '.css', '%2Fx.css', ';x.css', '?x.css', '/..%2fx.js'])
      for (const headers of [{}, { rsc: '1' }] as Record<string, string>[]) {
        const answer = await mine.context.request.get(address + end, { headers, maxRedirects: 0 })
        if (!(await answer.text()).includes(text)) continue
        seen++
        expect([address + end, answer.headers()['cache-control']]).toEqual([
          address + end,
          expect.stringContaining('no-store'),
        ])
      }
  expect(seen).toBeGreaterThan(0)
})

test('(security L11) going back after signing out shows nothing', async ({ page, account }) => {
  await signUp(page, account)
  await page.goto('/settings/account')
  await expect(page.getByText(account.email).first()).toBeVisible()
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in')
  await page.goBack()
  await page.waitForURL('**/sign-in**')
  await expect(page.getByText(account.email)).toHaveCount(0)
})

// Registering something that is no MCP server, or one that does not let us in: a sentence that says what
// to do, in the page with everything still typed, and through the API; and nothing is saved.
import type { Page } from '@playwright/test'
import { startLiveTap } from '../../testing/livetap/index.ts'
import { expect, test } from '../fixtures.ts'
import type { Api } from '../management.ts'
import { closedPort, startSilentSite, startWebSite } from './upstreams.ts'

type Mistake = {
  readonly url: () => Promise<string>
  readonly says: RegExp
  readonly code: string
  readonly status: number
}

const MISTAKES: Readonly<Record<string, (liveTap: string) => Mistake>> = {
  'a path that its server does not have': (liveTap) => ({
    url: async () => liveTap.replace('/mcp', '/mpc'),
    says: /There is nothing at this path of 127\.0\.0\.1:\d+ \(404\)\. Check the URL; it often ends in \/mcp\./,
    code: 'upstream-not-mcp',
    status: 502,
  }),
  'a server that is down': () => ({
    url: closedPort,
    says: /refused the connection\. Check that the server runs and that the port in its URL is right\./,
    code: 'upstream-unreachable',
    status: 502,
  }),
  'a link-local address, even where private ones are allowed': () => ({
    url: async () => 'http://169.254.169.254/latest/meta-data',
    says: /This address is not reachable from here/,
    code: 'address-refused',
    status: 422,
  }),
  'the name of a metadata service': () => ({
    url: async () => 'http://metadata.google.internal/',
    says: /This address is not reachable from here/,
    code: 'address-refused',
    status: 422,
  }),
  'a URL with a password in it': (liveTap) => ({
    url: async () => liveTap.replace('//', '//ada:secret@'),
    says: /cannot hold a user name or password\. Add an Authorization header instead\./,
    code: 'url-refused',
    status: 422,
  }),
}

for (const [what, mistake] of Object.entries(MISTAKES)) {
  test(`${what} is refused with a sentence, and what was typed stays`, async ({ desk, api, liveTap }) => {
    const { url, says, code, status } = mistake(liveTap.url)
    const address = await url()
    await submit(desk, address)
    await expectRefused(desk, address, says)
    const answer = await api('POST', '/servers', { name: 'LiveTap', url: address })
    expect([answer.status, answer.body]).toEqual([
      status,
      expect.objectContaining({ code, detail: expect.stringMatching(says) }),
    ])
    await expectNotSaved(api, address)
  })
}

test('a web site is refused as one, and what was typed stays', async ({ desk, api }) => {
  const site = await startWebSite()
  const says = /answered with a web page\. Give the address of the MCP endpoint itself/
  await submit(desk, site.url)
  await expectRefused(desk, site.url, says)
  const answer = await api('POST', '/servers', { name: 'LiveTap', url: site.url })
  expect([answer.status, answer.body.code]).toEqual([502, 'upstream-not-mcp'])
  expect(answer.body.detail).toMatch(says)
  await expectNotSaved(api, site.url)
  await site.close()
})

test('what is no URL is said beside the field, before anything is asked', async ({ desk }) => {
  const url = desk.getByLabel('URL', { exact: true })
  for (const [text, says] of [
    ['', 'Paste the URL of the server’s MCP endpoint.'],
    ['localhost', 'Write the whole URL, starting with https:// or http://.'],
    ['ftp://example.com/mcp', 'Only http and https addresses can be reached.'],
  ] as const) {
    await submit(desk, text)
    await expect(desk.getByText(says)).toBeVisible()
    await expect(url).toBeFocused()
    await expect(url).toHaveValue(text)
  }
})

test('a server that asks for credentials says so, and adding the header makes it work', async ({
  desk,
  api,
}) => {
  const closed = await startLiveTap({ authorization: 'Bearer open sesame' })
  const says = /wants credentials \(401\)\. Add an Authorization header to this server\./
  await submit(desk, closed.url)
  await expectRefused(desk, closed.url, says)
  const answer = await api('POST', '/servers', { name: 'LiveTap', url: closed.url })
  expect([answer.status, answer.body.code]).toEqual([502, 'upstream-unauthorised'])

  await desk.getByRole('button', { name: 'Add header' }).click()
  await desk.getByLabel('Header 1 name').fill('Authorization')
  await desk.getByLabel('Header 1 value').fill('Bearer wrong')
  await desk.getByRole('button', { name: 'Try again' }).click()
  await expect(desk.getByRole('alert').filter({ hasText: 'refused the credentials (401)' })).toBeVisible()
  await expect(desk.getByLabel('Header 1 value')).toHaveValue('Bearer wrong')

  await desk.getByLabel('Header 1 value').fill('Bearer open sesame')
  await desk.getByRole('button', { name: 'Try again' }).click()
  await expect(desk.getByRole('heading', { name: 'LiveTap is registered' })).toBeVisible()
  const { items } = (await api('GET', '/servers')).body
  const server = items.find(({ url }: { url: string }) => url === closed.url)
  expect(server).toMatchObject({ status: 'ready', tools: 13, headerNames: ['authorization'] })
  expect(JSON.stringify(server)).not.toContain('sesame')
  await closed.close()
})

test('a server that never answers is given up after 30 seconds, and what was typed stays', async ({
  desk,
  api,
}) => {
  test.setTimeout(60_000)
  const silent = await startSilentSite()
  const started = Date.now()
  await submit(desk, silent.url)
  await expect(desk.getByText('Connecting to')).toBeVisible()
  const answer = await api('POST', '/servers', { name: 'LiveTap', url: silent.url })
  expect([answer.status, answer.body.code]).toEqual([504, 'upstream-slow'])
  await expectRefused(desk, silent.url, /within 30 s\. Try again/)
  expect(Date.now() - started).toBeLessThan(40_000)
  await expectNotSaved(api, silent.url)
  await silent.close()
})

async function submit(page: Page, url: string): Promise<void> {
  if (!page.url().endsWith('/servers/new')) await page.goto('/servers/new')
  await page.getByLabel('Name', { exact: true }).fill('LiveTap')
  await page.getByLabel('URL', { exact: true }).fill(url)
  await page.getByRole('button', { name: 'Register server' }).click()
}

async function expectRefused(page: Page, url: string, says: RegExp): Promise<void> {
  const alert = page.getByRole('alert').filter({ hasText: 'The server was not registered' })
  await expect(alert).toContainText(says)
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('LiveTap')
  await expect(page.getByLabel('URL', { exact: true })).toHaveValue(url)
}

async function expectNotSaved(api: Api, url: string): Promise<void> {
  const { items } = (await api('GET', '/servers')).body
  expect(items.filter((server: { url: string }) => server.url === url)).toEqual([])
}

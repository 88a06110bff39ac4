// A server whose every word is an attack on whoever reads it: names, titles, descriptions, schemas, icons,
// errors. On each page that shows them they are text: nothing runs, nothing is fetched, and the content
// policy has nothing to stop.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { Page } from '@playwright/test'
import { type ListedTool, startUpstream } from '../testing/upstream.ts'
import { expect, test } from './fixtures.ts'
import { PAYLOADS } from './hostile-payloads.ts'

const NAME_LENGTH = 256
const toolOf = (payload: string, index: number): ListedTool => ({
  name: `${index} ${payload}`.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').slice(0, NAME_LENGTH),
  title: payload,
  description: `${payload} ${'and so on '.repeat(20)}`,
  icons: [{ src: 'javascript:pwned()' }, { src: 'https://attacker.test/icon.svg' }, { src: SVG }],
  annotations: { title: payload, readOnlyHint: true },
  inputSchema: {
    type: 'object',
    properties: {
      [payload]: { type: 'string', title: payload, description: payload, default: payload, enum: [payload] },
      path: { type: 'string', description: payload, pattern: payload },
    },
    required: [payload],
  },
  _meta: { [payload]: payload },
})
const SVG = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" onload="pwned()"/>')}`

test('nothing that a server says acts in the dashboard [H3]', async ({ desk: page, api }) => {
  test.setTimeout(600_000)
  const watched = await watch(page)
  // A feed is never idle; what it tells of is on these pages as well.
  await page.route(/\/live(\?|$)/, (route) => route.fulfill({ status: 204 }))
  const upstream = await startUpstream(PAYLOADS.map(toolOf))
  const [hostile] = PAYLOADS
  const name = `Hostile ${PAYLOADS[3]}`

  await page.goto('/servers/new')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('URL', { exact: true }).fill(upstream.url)
  await page.getByRole('button', { name: 'Register server' }).click()
  await expect(page.getByRole('heading', { name: `${name} is registered` })).toBeVisible()
  const { items } = (await api('GET', '/servers')).body
  const { id } = items.find((each: { name: string }) => each.name === name)

  const tools = PAYLOADS.map((payload, index) => toolOf(payload, index).name)
  const policy = {
    version: '1',
    default: 'allow',
    tools: Object.fromEntries(
      tools.map((tool, index) => [tool, { action: 'deny', reason: PAYLOADS[index] ?? '' }]),
    ),
  }
  const made = await api('POST', '/policies', {
    serverId: id,
    name: hostile,
    document: JSON.stringify(policy),
  })
  const servers = [{ serverId: id, policyId: made.body.id }]
  const grant = (await api('POST', '/grants', { label: `Agent ${PAYLOADS[4]}`, servers })).body
  for (const [index, tool] of tools.entries()) await callAs(grant, tool, PAYLOADS[index] ?? '')

  upstream.list(
    PAYLOADS.map((payload, index) => ({ ...toolOf(payload, index), title: `changed ${payload}` })),
  )
  await api('POST', `/servers/${id}/refresh`)
  const [call] = (await api('GET', `/calls?server=${id}`)).body.items ?? []

  const shown = new Set<string>()
  const tool = encodeURIComponent(tools[4] ?? '')
  for (const address of [
    '/overview',
    '/servers',
    `/servers/${id}`,
    `/servers/${id}?tool=${tool}`,
    `/servers/${id}/review`,
    `/servers/${id}/grants`,
    `/servers/${id}/calls`,
    `/servers/${id}/settings`,
    `/servers/${id}/policy`,
    `/servers/${id}/policy?code=1`,
    `/servers/${id}/policy?view=table`,
    `/servers/${id}/policy?tool=${tool}`,
    '/grants',
    `/grants/new?server=${id}`,
    `/grants/${grant.id}`,
    '/activity',
    `/activity?tool=${tool}`,
    ...(call ? [`/activity?call=${call.id}`] : []),
    // What stands in an address is somebody's words as well.
    `/activity?tool=${encodeURIComponent(hostile ?? '')}&decision=${encodeURIComponent('"><script>pwned()</script>')}`,
    `/servers/${id}/policy?rule=${encodeURIComponent('<img src=x onerror=pwned()>')}`,
  ]) {
    await page.goto(address)
    await page.waitForLoadState('networkidle')
    const seen = await page.getByText('pwned()').filter({ visible: true }).count()
    if (seen > 0) shown.add(address)
    expect(await watched.complaints(), address).toEqual([])
  }
  // The attacks were there to be read, on nearly every page.
  expect(shown.size).toBeGreaterThan(14)
  await upstream.close()
})

test('errors of a server that cannot be registered are text too [H3]', async ({ desk: page }) => {
  const watched = await watch(page)
  for (const payload of PAYLOADS.slice(0, 12)) {
    const server = await startFailing(payload)
    await page.goto('/servers/new')
    await page.getByLabel('Name', { exact: true }).fill(payload)
    await page.getByLabel('URL', { exact: true }).fill(server.url)
    await page.getByRole('button', { name: 'Register server' }).click()
    await expect(page.getByText(/refused|Check the server/).first()).toBeVisible()
    expect(await watched.complaints(), payload).toEqual([])
    server.close()
  }
})

test('what would be an attack is heard here', async ({ desk: page }) => {
  const watched = await watch(page)
  await page.goto('/overview')
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<img src="https://attacker.test/x.png" onerror="pwned()">')
    ;(window as unknown as { pwned: () => void }).pwned()
  })
  await expect
    .poll(watched.complaints)
    .toEqual(
      expect.arrayContaining([
        'a script ran',
        expect.stringMatching(/the policy stopped script-src/),
        expect.stringMatching(/the policy stopped img-src https:\/\/attacker.test/),
      ]),
    )
})

type Watched = { complaints: () => Promise<string[]> }

/** Hears scripts that ran, dialogs, what was fetched from elsewhere, and what the content policy stopped. */
async function watch(page: Page): Promise<Watched> {
  const heard: string[] = []
  await page.exposeFunction('pwned', () => void heard.push('a script ran'))
  await page.exposeFunction('violated', (what: string) => void heard.push(`the policy stopped ${what}`))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      ;(window as unknown as { violated: (what: string) => void }).violated(
        `${event.violatedDirective} ${event.blockedURI} ${event.sample}`,
      )
    })
  })
  page.on('dialog', (dialog) => {
    heard.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (new URL(request.url()).host.endsWith('attacker.test')) heard.push(`a request to ${request.url()}`)
  })
  return {
    complaints: async () => {
      // Inline handlers and images act a moment after they are there.
      await page.waitForTimeout(100)
      return heard
    },
  }
}

async function callAs(grant: { gatewayUrl: string; token: string }, tool: string, payload: string) {
  await fetch(grant.gatewayUrl, {
    method: 'POST',
    headers: { authorization: `Bearer ${grant.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: tool, arguments: { [payload]: payload } },
    }),
  })
}

async function startFailing(payload: string): Promise<{ url: string; close: () => void }> {
  const server: Server = createServer(async (request, response) => {
    const message = request.method === 'POST' ? ((await json(request)) as { id?: number }) : {}
    const error = { code: -32000, message: payload, data: payload }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id ?? null, error }))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/mcp`, close: () => void server.close() }
}

// A server's credential and a grant's token, as far as a browser and the API can see them (I7): the one
// never comes back, the other is shown once, where it was made. Changing the address drops the credential.
import type { Page } from '@playwright/test'
import { startUpstream } from '../testing/upstream.ts'
import { agentV1 } from './agents.ts'
import { expect, origin, test } from './fixtures.ts'

const CANARY = 'canary-5Tz8qLw2'
const TRACES = [
  CANARY,
  Buffer.from(CANARY).toString('base64').slice(0, -2),
  Buffer.from(CANARY).toString('hex'),
]

test('no page, no payload of a page and no answer of the API holds a credential or a token', async ({
  desk: page,
  api,
}) => {
  const upstream = await startUpstream([{ name: 'read_report', inputSchema: { type: 'object' } }])
  const { id } = (
    await api('POST', '/servers', {
      name: 'Vault',
      url: upstream.url,
      headers: { Authorization: `Bearer ${CANARY}` },
    })
  ).body
  expect(upstream.seen()).toMatchObject({ authorization: `Bearer ${CANARY}` })
  const policy = '{"version":"1","default":"allow"}'
  const policyId = (await api('POST', '/policies', { serverId: id, name: 'All', document: policy })).body.id
  const servers = [{ serverId: id, policyId }]
  const grant = (await api('POST', '/grants', { label: 'Canary', servers })).body
  const agent = await agentV1(grant.gatewayUrl, grant.token)
  await expect(agent.call('read_report')).rejects.toThrow('Method not found')
  await agent.close()
  expect(upstream.seen()).toMatchObject({ authorization: `Bearer ${CANARY}` })

  const texts: { url: string; text: string }[] = []
  const reading: Promise<void>[] = []
  page.on('response', (response) => {
    if (!response.url().startsWith(origin()) || response.url().includes('/_next/static')) return
    const read = response.text().then(
      (text) => void texts.push({ url: response.url(), text: text + JSON.stringify(response.headers()) }),
      () => {},
    )
    reading.push(read)
  })
  const pages = ['/overview', '/servers', '/grants', '/activity', '/settings', `/grants/${grant.id}`]
  const views = ['', '/review', '/policy', '/grants', '/calls', '/settings'].map(
    (view) => `/servers/${id}${view}`,
  )
  for (const address of [...pages, ...views]) {
    await page.goto(address)
    await expect(page.locator('h1').first()).toBeVisible()
    texts.push({ url: `drawn ${address}`, text: await page.content() })
    // The payload that a click would bring.
    const rsc = await page.request.get(address, { headers: { rsc: '1' } })
    texts.push({ url: `payload of ${address}`, text: await rsc.text() })
  }
  const calls = (await api('GET', `/calls?serverId=${id}`)).body.items as { id: string }[]
  const paths = [
    '/servers',
    `/servers/${id}`,
    `/servers/${id}/tools`,
    `/servers/${id}/tools/changes`,
    '/policies',
  ]
  paths.push(
    `/policies/${policyId}`,
    '/grants',
    `/grants/${grant.id}`,
    '/calls',
    `/calls/${calls[0]?.id}`,
    '/audit',
  )
  for (const path of paths) texts.push({ url: `API ${path}`, text: JSON.stringify(await api('GET', path)) })
  // What the page was being told goes on for as long as it is open.
  await page.goto('about:blank')
  await Promise.all(reading)
  expect(texts.length).toBeGreaterThan(40)
  for (const trace of [...TRACES, grant.token])
    expect(texts.filter(({ text }) => text.includes(trace)).map(({ url }) => url)).toEqual([])

  await moveAway(page, id, upstream.url.replace('/mcp', '/elsewhere'))
  expect(upstream.seen()).not.toHaveProperty('authorization')
  const moved = (await api('GET', `/servers/${id}`)).body
  expect(moved).toMatchObject({ headerNames: [], url: upstream.url.replace('/mcp', '/elsewhere') })
  const { items } = (await api('GET', `/servers/${id}/tools`)).body
  expect(items).toMatchObject([{ name: 'read_report', state: 'new' }])
  await upstream.close()
})

/** [D4] in the browser: what it costs is said before it is done, and not done where one thinks better of it. */
async function moveAway(page: Page, id: string, url: string): Promise<void> {
  await page.goto(`/servers/${id}/settings`)
  await page.getByRole('textbox', { name: 'URL' }).fill(url)
  await page.getByRole('button', { name: 'Save URL' }).click()
  const warning = page.getByRole('alertdialog', { name: 'Move to another address?' })
  await expect(warning).toContainText('Every tool has to be accepted again')
  await expect(warning).toContainText('Its headers (authorization) are deleted')
  await warning.getByRole('button', { name: 'Cancel' }).click()
  await expect(warning).toBeHidden()
  await page.getByRole('button', { name: 'Save URL' }).click()
  await warning.getByRole('button', { name: 'Save URL' }).click()
  await expect(warning).toBeHidden()
  await expect(page.getByText('URL saved')).toBeVisible()
}

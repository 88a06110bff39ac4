// Documents that cannot be published, and publishing on top of something newer: said with places, nothing
// typed is lost, and what is in force stays in force for clients that are connected.
import type { Page } from '@playwright/test'
import { type Agent, agentV2 } from '../agents.ts'
import { test as base, expect } from '../fixtures.ts'

type Published = { readonly serverId: string; readonly policyId: string; readonly agent: Agent }

const FIRST = '{"version":"1","default":"deny","tools":{"list_connections":{}}}'
// Four mistakes; the first is that "default" is missing.
const BROKEN = `{
  "version": "1",
  "tools": {
    "status": { "denyif": [] },
    "get_*": { "limits": [{ "counter": "c", "window": "fortnight", "max": 1 }] },
    "read_stream": { "deny_if": [{ "conditions": [{ "path": "args.x", "op": "regex", "value": "(" }] }] }
  }
}
`
const PLACES = [
  '/default',
  '/tools/status/denyif',
  '/tools/get_*/limits/0/window',
  '/tools/read_stream/deny_if/0/conditions/0/value',
]

const test = base.extend<{ published: Published }>({
  published: async ({ api, liveTap }, use) => {
    const server = (await api('POST', '/servers', { name: 'LiveTap', url: liveTap.url })).body
    const policy = (await api('POST', '/policies', { serverId: server.id, name: 'Support', document: FIRST }))
      .body
    const servers = [{ serverId: server.id, policyId: policy.id }]
    const grant = (await api('POST', '/grants', { label: 'Agent', servers })).body
    const agent = await agentV2(grant.gatewayUrl, grant.token)
    await use({ serverId: server.id, policyId: policy.id, agent })
    await agent.close()
  },
})

test('[P3] an invalid document through the API: all errors at once, each with its place', async ({
  api,
  published: { policyId, agent },
}) => {
  const refused = await api('PUT', `/policies/${policyId}`, { document: BROKEN, baseVersion: 1 })
  expect([refused.status, refused.body.code]).toEqual([422, 'policy-invalid'])
  const errors: { pointer: string; message: string; offset: number }[] = refused.body.errors
  expect(errors.map(({ pointer }) => pointer).sort()).toEqual([...PLACES].sort())
  for (const { pointer, message, offset } of errors) {
    expect(message).toMatch(/\w+ .*\w/)
    if (pointer !== '/default') expect(offset).toBeGreaterThan(BROKEN.indexOf('tools'))
  }
  expect((await api('POST', '/policies/validate', { document: BROKEN })).body).toMatchObject({
    ok: false,
    errors,
  })
  await expectFirstInForce(agent)
})

test('[P6] a duplicate key, and text that is no JSON, name the place', async ({
  api,
  published: { policyId, agent },
}) => {
  for (const document of [
    FIRST.replace('"version":"1"', '"version":"1","version":"1"'),
    FIRST.slice(0, -1),
  ]) {
    const refused = await api('PUT', `/policies/${policyId}`, { document, baseVersion: 1 })
    expect([refused.status, refused.body.code]).toEqual([422, 'policy-invalid'])
    expect(refused.body.errors[0].offset).toBeGreaterThan(0)
  }
  await expectFirstInForce(agent)
})

test('an invalid document in the code pane: all problems with their lines, nothing published, nothing lost', async ({
  desk: page,
  published: { serverId, agent },
}) => {
  await typeDocument(page, serverId, BROKEN)
  const problems = page.getByRole('region', { name: 'Problems' }).getByRole('listitem')
  await expect(problems).toHaveCount(4)
  for (const place of PLACES) await expect(problems.filter({ hasText: place })).toContainText(/Line \d/)

  await page.getByRole('button', { name: 'Publish' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('It cannot be published yet')
  await expect(dialog).toContainText('Version 1 stays in force.')
  await expect(dialog.getByRole('button', { name: 'Publish' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expectFirstInForce(agent)

  await expect(page.getByText('Draft saved')).toBeVisible()
  // The address remembers that the code is open.
  await page.reload()
  await expect(page.locator('.cm-content')).toContainText('"denyif"')
  await expect(problems).toHaveCount(4)
})

test('a stale publish through the API is told the version that is in force', async ({
  api,
  published: { policyId },
}) => {
  const document = FIRST.replace('list_connections', 'status')
  expect((await api('PUT', `/policies/${policyId}`, { document, baseVersion: 1 })).body).toEqual({
    version: 2,
  })
  const stale = await api('PUT', `/policies/${policyId}`, { document: FIRST, baseVersion: 1 })
  expect(stale).toMatchObject({ status: 409, body: { code: 'version-conflict', current: 2 } })
  expect(stale.body.detail).toMatch(/version 2/i)
})

test('a stale publish in the editor says who was first, and keeps the draft and the comment', async ({
  desk: page,
  api,
  published: { serverId, policyId },
}) => {
  await typeDocument(page, serverId, FIRST.replace('list_connections', 'get_connection'))
  await page.getByRole('button', { name: 'Publish' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Comment').fill('Let them look at one')

  const meanwhile = FIRST.replace('list_connections', 'status')
  await api('PUT', `/policies/${policyId}`, {
    document: meanwhile,
    baseVersion: 1,
    comment: 'Only the status',
  })
  await dialog.getByRole('button', { name: 'Publish' }).click()
  await expect(dialog).toContainText('Version 2 was published meanwhile')
  await expect(dialog).toContainText('Only the status')
  expect((await api('GET', `/policies/${policyId}`)).body).toMatchObject({ version: 2, source: meanwhile })

  await dialog.getByRole('button', { name: 'Keep my draft on top of it' }).click()
  await expect(dialog.getByLabel('Comment')).toHaveValue('Let them look at one')
  await dialog.getByRole('button', { name: 'Publish' }).click()
  await expect(dialog).toContainText('Version 3 of Support is in force.')
  const [latest] = (await api('GET', `/policies/${policyId}/versions`)).body.items
  expect(latest).toMatchObject({ version: 3, comment: 'Let them look at one' })
  expect(latest.source).toContain('get_connection')
})

async function openCode(page: Page): Promise<void> {
  const code = page.getByRole('button', { name: 'Code' })
  // The address remembers an open pane; a second press would close it.
  if ((await code.getAttribute('aria-pressed')) !== 'true') await code.click()
  await expect(page.locator('.cm-content')).toBeVisible()
}

async function typeDocument(page: Page, serverId: string, text: string): Promise<void> {
  await page.goto(`/servers/${serverId}/policy`)
  await openCode(page)
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(text)
}

async function expectFirstInForce(agent: Agent): Promise<void> {
  expect(await agent.listTools()).toEqual(['list_connections'])
  expect((await agent.call('list_connections')).isError).toBe(false)
  expect((await agent.call('status')).text).toMatch(/^\[POLICY DENIED\] /)
}

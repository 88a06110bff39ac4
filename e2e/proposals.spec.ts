// A change that an agent asks for: made over the API, looked at and published by a person.
import { expect, makeApiKey, newAccount, signUp, test } from './fixtures.ts'
import { managementApi } from './management.ts'

const LIVE = '{"version":"1","default":"deny","tools":{"list_connections":{}}}'
const WIDER = '{"version":"1","default":"deny","tools":{"list_connections":{},"status":{}}}'

test('a proposal is reviewed in the editor, published there, and another one dismissed', async ({
  page,
  liveTap,
}) => {
  await signUp(page, newAccount())
  const key = await makeApiKey(page, 'nightly agent')
  const api = managementApi(new URL(page.url()).origin, key)
  const server = (await api('POST', '/servers', { name: 'LiveTap', url: liveTap.url })).body
  const policy = (await api('POST', '/policies', { serverId: server.id, name: 'Default', document: LIVE }))
    .body

  await page.goto('/approvals?show=proposals')
  await expect(page.getByText('Nobody proposes a change')).toBeVisible()

  const reason = 'The nightly check asks for its status and is refused.'
  const proposed = await api('POST', '/proposals', { policyId: policy.id, document: WIDER, reason })
  expect(proposed.status).toBe(201)
  await page.reload()
  await expect(page.getByRole('list', { name: 'Proposals' })).toContainText(reason)
  await page.getByRole('link', { name: 'Review' }).click()

  await expect(page.getByText('A proposed change, open as your draft.')).toBeVisible()
  await expect(page.getByText('The key “nightly agent”')).toBeVisible()
  expect((await api('GET', `/policies/${policy.id}`)).body.version).toBe(1)
  await page.getByRole('button', { name: 'Review and publish' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('status')
  await dialog.getByRole('button', { name: /^Publish/ }).click()
  await expect.poll(async () => (await api('GET', `/policies/${policy.id}`)).body.version).toBe(2)
  expect((await api('GET', `/proposals/${proposed.body.id}`)).body).toMatchObject({
    state: 'published',
    version: 2,
  })

  const other = await api('POST', '/proposals', {
    policyId: policy.id,
    document: LIVE,
    reason: 'Back again.',
  })
  await page.goto(other.body.reviewUrl)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect
    .poll(async () => (await api('GET', `/proposals/${other.body.id}`)).body.state)
    .toBe('dismissed')
  await page.goto('/approvals?show=proposals')
  await expect(page.getByRole('list', { name: 'Proposals' })).toContainText('published it as version 2')
  await expect(page.getByRole('list', { name: 'Proposals' })).toContainText('dismissed it')
  expect((await api('GET', `/policies/${policy.id}`)).body.version).toBe(2)
})

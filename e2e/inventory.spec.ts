// Everything that agents can call on one page, a baseline that refuses on all of it, and one policy for two servers.
import { test as base, expect, origin } from './fixtures.ts'
import { startShop } from './shop.ts'
import { expectSound } from './sound.ts'
import { callTool } from './wire.ts'

type Made = {
  readonly server: string
  readonly second: string
  readonly policy: string
  readonly token: string
}

const DOCUMENT = JSON.stringify({
  version: '1',
  default: 'deny',
  hide: ['delete_account'],
  tools: { connection_state: {}, create_refund: { rate_limit: '30/minute' } },
})

const test = base.extend<Record<never, never>, { made: Made }>({
  made: [
    async ({ api }, use) => {
      const shop = await startShop()
      const server = (await api('POST', '/servers', { name: 'Shop', url: shop.url })).body
      const second = (await api('POST', '/servers', { name: 'Second shop', url: shop.url })).body
      const policy = (
        await api('POST', '/policies', { serverId: server.id, name: 'Support', document: DOCUMENT })
      ).body
      const servers = [{ serverId: server.id, policyId: policy.id }]
      const grant = (await api('POST', '/grants', { label: 'Till', servers })).body
      await use({ server: server.id, second: second.id, policy: policy.id, token: grant.token })
      await shop.close()
    },
    { scope: 'worker' },
  ],
})

test('the inventory says what each agent can do, and is filtered by its address', async ({ desk, made }) => {
  await desk.goto(`/inventory?server=${made.server}`)
  const row = (tool: string) =>
    desk.getByRole('row').filter({ has: desk.getByRole('link', { name: tool, exact: true }) })
  await expect(row('connection_state')).toContainText('Allow')
  await expect(row('connection_state')).toContainText('every call passes')
  await expect(row('connection_state')).toContainText('Till')
  await expect(row('create_refund')).toContainText('/tools/create_refund/limits/create_refund_rate')
  await expect(row('delete_account')).toContainText('hidden by the policy')
  await expectSound(desk, 'the inventory')
  await desk.getByRole('combobox', { name: 'Effect' }).click()
  await desk.getByRole('option', { name: /^Hide/ }).click()
  await expect(desk).toHaveURL(/effect=hide/)
  await expect(desk.getByText('1 tool', { exact: true })).toBeVisible()
  await row('delete_account').getByRole('link', { name: 'hidden by the policy' }).click()
  await expect(desk).toHaveURL(new RegExp(`/servers/${made.server}/policy`))
  await desk.goto('/inventory?q=nothing-of-this-name')
  await expect(desk.getByRole('heading', { name: 'No tool fits' })).toBeVisible()
  await expectSound(desk, 'an inventory without a tool')
  await desk.goto(`/inventory?server=${made.second}&effect=nobody`)
  await expect(row('connection_state')).toContainText('No agent has this server.')
})

test('a baseline is drafted with its effect in sight, published, and refuses the next call', async ({
  desk,
  api,
  made,
}) => {
  const call = () => callTool(`${origin()}/mcp/${made.server}/`, made.token, 'connection_state', {})
  expect((await call()).text).not.toContain('POLICY DENIED')
  await desk.goto('/inventory/baseline')
  await expect(desk.getByText('No baseline yet')).toBeVisible()
  const text = desk.getByLabel('Document')
  await text.fill('{"version":"1","methods":{"sampling":"deny"}}')
  await desk.getByRole('button', { name: /A baseline speaks of tool calls alone/ }).click()
  await expect(text).toBeFocused()
  await expect(desk.getByRole('button', { name: 'Publish' })).toBeDisabled()
  await expectSound(desk, 'a baseline with an error')
  await text.fill('{"version":"1","tools":{"connection_*":{"action":"deny","reason":"Not here."}}}')
  const changes = desk.getByRole('region', { name: 'What it would change' })
  await expect(changes.getByRole('row').filter({ hasText: 'connection_state' })).toContainText('Deny')
  await expectSound(desk, 'a baseline before it is published')
  await desk.getByLabel(/^Comment/).fill('A quiet day')
  await desk.getByRole('button', { name: 'Publish' }).click()
  await expect(desk.getByText('Version 1 holds from now on')).toBeVisible()
  expect((await call()).text).toContain('[POLICY DENIED] Not here.')
  await expect(desk.getByText('A quiet day')).toBeVisible()
  await expectSound(desk, 'the baseline')

  await desk.goto(`/inventory?server=${made.server}&q=connection_state`)
  await expect(desk.getByRole('row').filter({ hasText: 'Till' })).toContainText('Baseline')
  await desk.goto(`/servers/${made.server}/policy?tool=connection_state`)
  await expect(
    desk.getByText('The organisation’s baseline denies it, whatever this policy says.').last(),
  ).toBeVisible()
  await expectSound(desk, 'a board under a baseline')

  const { body } = await api('GET', '/baseline')
  expect(body).toMatchObject({ version: 1, format: 'json' })
  await api('PUT', '/baseline', { document: { version: '1' }, baseVersion: 1 })
  expect((await call()).text).not.toContain('POLICY DENIED')
  await desk.goto('/inventory/baseline')
  await desk.getByRole('button', { name: 'Roll back to version 1' }).click()
  await expect(desk.getByText('The text of version 1 holds again, as version 3')).toBeVisible()
  expect((await call()).text).toContain('[POLICY DENIED] Not here.')
  await api('PUT', '/baseline', { document: { version: '1' }, baseVersion: 3 })
})

test('one policy serves a second server, and is taken from it again', async ({ desk, api, made }) => {
  await desk.goto(`/servers/${made.server}/policy/servers?policy=${made.policy}`)
  await desk.getByRole('combobox', { name: 'Another server' }).click()
  await desk.getByRole('option', { name: 'Second shop' }).click()
  await desk.getByRole('button', { name: 'Serve this one too' }).click()
  const row = desk.getByRole('row').filter({ hasText: 'Second shop' })
  await expect(row).toBeVisible()
  await expectSound(desk, 'the servers of a policy')
  const servers = [{ serverId: made.second, policyId: made.policy }]
  const grant = (await api('POST', '/grants', { label: 'Second till', servers })).body
  const answer = await callTool(`${origin()}/mcp/${made.second}/`, grant.token, 'connection_state', {})
  expect(answer.text).not.toContain('POLICY DENIED')
  await desk.goto(`/servers/${made.second}/policy?policy=${made.policy}`)
  await expect(desk.getByText('It also serves Shop.')).toBeVisible()
  await desk.getByRole('link', { name: 'Its servers' }).click()
  await desk.getByRole('button', { name: 'Take away from Second shop' }).click()
  await expect(desk.getByText(/A grant uses it on Second shop/)).toBeVisible()
  await api('DELETE', `/grants/${grant.id}`)
  await desk.getByRole('button', { name: 'Take away from Second shop' }).click()
  await expect(desk).toHaveURL(/policy\/servers/)
  await expect
    .poll(async () => (await api('GET', `/policies/${made.policy}`)).body.serverIds)
    .toEqual([made.server])
})

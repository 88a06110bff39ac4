// What would change a decision, and what a publish changes beside the tools, as people read them.
import { agentV1 } from './agents.ts'
import { expect, test } from './fixtures.ts'

const DOCUMENT = `{
  "version": "1",
  "default": "deny",
  "hide": ["destroy_connection"],
  "tools": { "list_connections": {}, "destroy_connection": {} }
}
`

test('a refused call says what would change it, and a publish what it changes for no tool', async ({
  desk: page,
  api,
  liveTap,
}) => {
  const server = (await api('POST', '/servers', { name: 'LiveTap', url: liveTap.url })).body
  const created = { serverId: server.id, name: 'Support', document: DOCUMENT }
  const policyId = (await api('POST', '/policies', created)).body.id
  const servers = [{ serverId: server.id, policyId }]
  const { token, gatewayUrl } = (await api('POST', '/grants', { label: 'Changes', servers })).body
  const agent = await agentV1(gatewayUrl, token)
  expect((await agent.call('create_connection', { name: 'a', request: 'GET /' })).isError).toBe(true)
  await expect(agent.call('destroy_connection')).rejects.toThrow(/Unknown tool/)
  await agent.close()

  const calls = (await api('GET', `/calls?serverId=${server.id}`)).body.items as {
    id: string
    tool: string
  }[]
  const idOf = (tool: string) => calls.find((call) => call.tool === tool)?.id ?? ''
  const { explanation } = (await api('GET', `/calls/${idOf('create_connection')}`)).body
  expect(explanation.change).toBe('Add an entry for create_connection, without rules.')

  await page.goto(`/activity?call=${idOf('destroy_connection')}`)
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByRole('heading', { name: 'What would change this' })).toBeVisible()
  await expect(drawer).toContainText('Take destroy_connection out of “hide”.')

  const opened = DOCUMENT.replace('"deny"', '"allow"').replace(
    '"tools"',
    '"methods": { "prompts": "deny" },\n  "tools"',
  )
  await api('PUT', `/policies/${policyId}`, { document: opened, baseVersion: 1 })
  await page.goto(`/servers/${server.id}/policy`)
  await page.getByRole('button', { name: 'History' }).click()
  await page.getByRole('button', { name: 'Changes of version 2' }).click()
  const beside = page.getByRole('list', { name: 'Beside the tools' })
  await expect(beside).toContainText('default: deny → allow, for what nothing names')
  await expect(beside).toContainText('prompts: as the default → deny')
})

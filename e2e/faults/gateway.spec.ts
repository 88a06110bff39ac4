// What a client meets at the gateway when its grant is no good, or when it is no MCP client: a status that
// its kind of client understands and a sentence that a person does.
import { startLiveTap } from '../../testing/livetap/index.ts'
import { agentV1, agentV2 } from '../agents.ts'
import { test as base, expect, origin } from '../fixtures.ts'
import { exchange, LIST } from '../wire.ts'

type Granted = {
  readonly id: string
  readonly token: string
  readonly url: string
  readonly serverId: string
}

const test = base.extend<{ granted: Granted }>({
  granted: async ({ api, liveTap }, use) => {
    const server = (await api('POST', '/servers', { name: 'LiveTap', url: liveTap.url })).body
    const document = '{"version":"1","default":"allow"}'
    const policy = (await api('POST', '/policies', { serverId: server.id, name: 'All', document })).body
    const servers = [{ serverId: server.id, policyId: policy.id }]
    const grant = (await api('POST', '/grants', { label: 'Agent', servers })).body
    await use({ id: grant.id, token: grant.token, url: grant.gatewayUrl, serverId: server.id })
  },
})

test('a missing, a wrong and a mistyped token are told apart from nothing, with 401 and what to do [C12]', async ({
  granted: { url, token },
}) => {
  const missing = await exchange(url, { message: LIST })
  expect([missing.status, missing.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  expect(missing.text).toContain('Send the grant’s token as Authorization: Bearer pcg_…')
  for (const sent of [
    { token: 'pcg_wrong' },
    { token: `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}` },
    { token: `${token} ${token}` },
    { headers: { authorization: `Basic ${token}` } },
    { headers: { authorization: `Bearer ${token}, Bearer ${token}` } },
  ]) {
    const { status, text } = await exchange(url, { message: LIST, ...sent })
    expect([status, text]).toEqual([
      401,
      expect.stringMatching(/This token is not known|Send the grant’s token/),
    ])
  }
  const inQuery = await exchange(`${url}?token=${token}&access_token=${token}`, { message: LIST })
  expect(inQuery.status).toBe(401)
})

for (const connect of [agentV1, agentV2]) {
  test(`${connect.name}: a revoked grant is refused on its very next call`, async ({ api, granted }) => {
    const agent = await connect(granted.url, granted.token)
    expect((await agent.call('status')).isError).toBe(false)
    expect((await api('DELETE', `/grants/${granted.id}`)).status).toBe(204)
    await expect(agent.call('status')).rejects.toThrow(
      /This grant was revoked\. Ask its owner for a new one\./,
    )
    await expect(connect(granted.url, granted.token)).rejects.toThrow(/revoked|HTTP 401/)
    await agent.close()
  })

  test(`${connect.name}: an expired grant is refused from that instant on`, async ({ api, granted }) => {
    const agent = await connect(granted.url, granted.token)
    expect((await agent.call('status')).isError).toBe(false)
    const expiresAt = new Date(Date.now() + 1500)
    const changed = await api('PATCH', `/grants/${granted.id}`, { expiresAt: expiresAt.toISOString() })
    expect(changed.status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, expiresAt.getTime() - Date.now() + 50))
    await expect(agent.call('status')).rejects.toThrow(
      /This grant has expired\. Ask its owner for a new one\./,
    )
    await agent.close()
  })
}

test('a rotated token is refused, and the new one goes on', async ({ api, granted }) => {
  const { token } = (await api('POST', `/grants/${granted.id}/rotate`)).body
  await expect(agentV1(granted.url, granted.token)).rejects.toThrow(/This token is not known/)
  const agent = await agentV2(granted.url, token)
  expect((await agent.call('status')).isError).toBe(false)
  await agent.close()
})

test('an upstream that went down is a sentence to the agent, and the call is on record', async ({ api }) => {
  const upstream = await startLiveTap()
  const server = (await api('POST', '/servers', { name: 'Short-lived', url: upstream.url })).body
  const document = '{"version":"1","default":"allow"}'
  const policy = (await api('POST', '/policies', { serverId: server.id, name: 'All', document })).body
  const servers = [{ serverId: server.id, policyId: policy.id }]
  const grant = (await api('POST', '/grants', { label: 'Agent', servers })).body
  const agent = await agentV2(grant.gatewayUrl, grant.token)
  expect((await agent.call('status')).isError).toBe(false)
  await upstream.close()
  const failed = await agent.call('status').then(
    ({ text }) => text,
    (error) => String(error),
  )
  expect(failed).toMatch(/The server could not be reached\./)
  await expect
    .poll(async () => (await api('GET', `/calls?serverId=${server.id}`)).body.items[0].outcome)
    .toMatch(/not_sent|upstream_error/)
  await agent.close()
})

test('a browser that goes to the gateway’s address is told what it is for [C9]', async ({
  desk,
  granted,
}) => {
  for (const address of [granted.url, `${origin()}/mcp/t/${granted.token}/${granted.serverId}/`]) {
    const response = await desk.goto(address)
    expect(response?.status()).toBe(403)
    expect(response?.headers()).toMatchObject({
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    })
    await expect(desk.locator('body')).toContainText('This address is for MCP clients, not for browsers.')
  }
})

test('a page of another origin, or one that claims another host, is refused [C9]', async ({ granted }) => {
  const { url, token } = granted
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
  ] as Record<string, string>[]) {
    const { status, text } = await exchange(url, { token, message: LIST, headers })
    expect([headers, status]).toEqual([headers, 403])
    expect(text).toContain('origin-refused')
  }
  expect((await exchange(url, { token, message: LIST, headers: { origin: origin() } })).status).toBe(200)
})

test('a signed-in member’s cookie opens nothing at the gateway', async ({ desk, granted }) => {
  const answer = await desk.context().request.post(granted.url, {
    headers: { accept: 'application/json, text/event-stream' },
    data: LIST,
  })
  expect([answer.status(), await answer.text()]).toEqual([401, expect.stringContaining('grant-missing')])
})

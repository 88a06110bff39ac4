// From an empty machine by programs alone: the command line makes a user, the API everything else, and
// agents call. Every answer is held to the schema in the API's own document, and to DESIGN's contract.
import { agentV1, agentV2 } from './agents.ts'
import { test as base, expect, origin } from './fixtures.ts'
import { type Api, createUser, managementApi } from './management.ts'
import { heldTo, listOperations, type OpenApi } from './openapi.ts'
import { startShop } from './shop.ts'

const AGENTS = [agentV1, agentV2]
const HIDE_AND_CAP = {
  version: '1',
  default: 'deny',
  hide: ['delete_account'],
  tools: {
    create_refund: {
      deny_if: [
        {
          conditions: [{ path: 'args.amount', op: 'gt', value: 100 }],
          on_deny: 'Refund exceeds the policy limit.',
        },
      ],
    },
  },
}

type Machine = { readonly api: Api; readonly document: OpenApi }
const test = base.extend<object, { machine: Machine }>({
  machine: [
    async ({ browserName: _ }, use) => {
      const key = await createUser(process.env.E2E_DATA_DIR ?? '', {
        email: `robot-${process.pid}@example.com`,
        password: 'correct horse battery 9',
      })
      const document = (await managementApi(origin(), null)('GET', '/openapi.json')).body
      await use({ document, api: heldTo(document, managementApi(origin(), key)) })
    },
    { scope: 'worker' },
  ],
})

test('the command line prints a key and nothing else, and refuses a wrong password with a sentence', async () => {
  const folder = process.env.E2E_DATA_DIR ?? ''
  const account = { email: `cli-${process.pid}@example.com`, password: 'correct horse battery 9' }
  const first = await createUser(folder, account)
  const second = await createUser(folder, account)
  expect([first, second]).toEqual([expect.stringMatching(/^pck_/), expect.stringMatching(/^pck_/)])
  for (const key of [first, second])
    expect((await managementApi(origin(), key)('GET', '/servers')).body).toEqual({ items: [] })
  const wrong = await createUser(folder, { ...account, password: 'not the password' }).catch((error) => error)
  expect(wrong).toMatchObject({ code: 1, stdout: '' })
  expect(wrong.stderr).toContain('There is already a user with this e-mail address')
  expect(wrong.stderr).not.toContain('    at ')
})

test('the document is OpenAPI 3.1: every operation is named, described, and has its schemas', ({
  machine: { document },
}) => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/)
  expect(document.servers).toEqual([{ url: `${origin()}/api/v1` }])
  const operations = listOperations(document)
  expect(operations.length).toBeGreaterThan(20)
  const names = operations.map(({ operation }) => operation.operationId)
  expect(new Set(names).size).toBe(operations.length)
  for (const { method, path, operation } of operations) {
    expect([path, operation.operationId, operation.summary]).toEqual([
      path,
      expect.stringMatching(/^[a-z]\w+$/),
      expect.stringMatching(/\w+/),
    ])
    const inPath = (operation.parameters ?? []).filter((each) => each.in === 'path').map(({ name }) => name)
    expect([path, ...inPath]).toEqual([path, ...[...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])])
    for (const parameter of operation.parameters ?? []) expect(parameter.schema).toBeTruthy()
    if (operation.requestBody)
      expect(operation.requestBody.content?.['application/json']?.schema).toBeTruthy()
    else expect(['GET', 'DELETE', 'POST']).toContain(method)
    const { default: problem, ...good } = operation.responses
    expect(problem?.content?.['application/problem+json']?.schema).toBeTruthy()
    expect(Object.keys(good)).toHaveLength(1)
    if (!('204' in good))
      for (const answer of Object.values(good)) {
        // A file has a type for each format.
        const bodies = path.endsWith('/export')
          ? Object.values(answer.content ?? {})
          : [answer.content?.['application/json']]
        expect(bodies.length).toBeGreaterThan(0)
        for (const body of bodies) expect(body?.schema).toBeTruthy()
      }
  }
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)]
  for (const [, name] of references) expect(Object.keys(document.components.schemas)).toContain(name)
})

test('LiveTap is registered, limited and closed by the documents that people have', async ({
  machine: { api },
  liveTap,
}) => {
  const registered = await api('POST', '/servers', { name: 'LiveTap', url: liveTap.url, transport: 'http' })
  const { id: serverId, gatewayUrl } = registered.body
  expect(registered.status).toBe(201)
  expect(registered.body).toMatchObject({
    slug: 'livetap',
    name: 'LiveTap',
    gatewayUrl: `${origin()}/mcp/${serverId}/`,
    status: 'ready',
    tools: 13,
  })
  const { items: tools } = (await api('GET', `/servers/${serverId}/tools`)).body
  expect(tools.find((tool: { name: string }) => tool.name === 'destroy_connection')).toMatchObject({
    description: expect.any(String),
    inputSchema: { type: 'object' },
    category: 'Destructive',
    severity: 'Critical',
    evidence: expect.arrayContaining([expect.objectContaining({ source: expect.any(String) })]),
    state: 'pinned',
  })

  const limited =
    '{"version":"1","default":"deny","tools":{"create_connection":{"limits":[{"counter":"create_connection_rate","window":"minute","max":30,"scope":"grant"}]}}}'
  const made = await api('POST', '/policies', { serverId, name: 'Limited', document: JSON.parse(limited) })
  expect([made.status, made.body]).toEqual([201, { id: expect.stringMatching(/^pol_/), version: 1 }])
  const policyId = made.body.id
  const grant = (await api('POST', '/grants', { label: 'A', servers: [{ serverId, policyId }] })).body
  expect(grant).toEqual({
    id: expect.stringMatching(/^grt_/),
    token: expect.stringMatching(/^pcg_/),
    gatewayUrl,
    servers: [{ serverId, policyId, gatewayUrl }],
  })
  for (const connect of AGENTS) {
    const agent = await connect(gatewayUrl, grant.token)
    expect(await agent.listTools()).toEqual(['create_connection'])
    expect((await agent.call('create_connection', { type: 'webhook' })).isError).toBe(false)
    expect((await agent.call('destroy_connection', { connectionId: 'x' })).text).toMatch(
      /^\[POLICY DENIED\] /,
    )
    await agent.close()
  }

  const shorthand =
    '{"version":"1","default":"deny","tools":{"create_connection":{"rate_limit":{"max":10,"window":60}},"destroy_connection":{"action":"deny","reason":"Ask the platform team."}}}'
  const put = await api('PUT', `/policies/${policyId}`, {
    document: shorthand,
    baseVersion: 1,
    comment: 'Less',
  })
  expect([put.status, put.body]).toEqual([200, { version: 2 }])
  const agent = await agentV2(gatewayUrl, grant.token)
  expect((await agent.call('destroy_connection', { connectionId: 'x' })).text).toBe(
    '[POLICY DENIED] Ask the platform team.',
  )
  expect((await agent.call('create_connection', { type: 'webhook' })).isError).toBe(false)
  await agent.close()

  const stale = await api('PUT', `/policies/${policyId}`, { document: limited, baseVersion: 1 })
  expect([stale.status, stale.body.current]).toEqual([409, 2])
  const rolledBack = await api('POST', `/policies/${policyId}/rollback`, { version: 1 })
  expect([rolledBack.status, rolledBack.body]).toEqual([200, { version: 3 }])
  expect((await api('GET', `/policies/${policyId}`)).body).toMatchObject({
    version: 3,
    document: JSON.parse(limited),
  })
  const versions = (await api('GET', `/policies/${policyId}/versions`)).body.items
  expect(versions.map(({ version }: { version: number }) => version)).toEqual([3, 2, 1])
  expect((await api('GET', `/policies?serverId=${serverId}`)).body.items).toMatchObject([
    { id: policyId, version: 3 },
  ])
})

test('a refund above the cap is refused in the policy’s words, and a hidden tool is not there', async ({
  machine: { api },
}) => {
  const shop = await startShop()
  const { id: serverId, gatewayUrl } = (await api('POST', '/servers', { name: 'Shop', url: shop.url })).body
  const documents = [HIDE_AND_CAP, { version: '1', default: 'deny', tools: { connection_state: {} } }]
  const policies: string[] = []
  for (const document of documents) {
    const checked = (await api('POST', '/policies/validate', { serverId, document })).body
    expect(checked).toMatchObject({ ok: true, errors: [] })
    policies.push((await api('POST', '/policies', { serverId, name: 'Shop', document })).body.id)
  }
  const tokenFor = async (policyId: string | undefined) =>
    (await api('POST', '/grants', { label: 'Till', servers: [{ serverId, policyId }] })).body.token
  const [refunds, state] = [await tokenFor(policies[0]), await tokenFor(policies[1])]
  for (const connect of AGENTS) {
    const agent = await connect(gatewayUrl, refunds)
    expect(await agent.listTools()).toEqual(['create_refund'])
    expect((await agent.call('create_refund', { amount: 100, currency: 'EUR' })).text).toBe(
      'refunded 100 EUR',
    )
    const refused = await agent.call('create_refund', { amount: 100.01, currency: 'EUR' })
    expect([refused.isError, refused.text]).toEqual([
      true,
      '[POLICY DENIED] Refund exceeds the policy limit.',
    ])
    await expect(agent.call('delete_account', { id: '1' })).rejects.toThrow(/Unknown tool: delete_account/)
    await expect(agent.call('no_such_tool')).rejects.toThrow(/Unknown tool: no_such_tool/)
    await agent.close()

    const other = await connect(gatewayUrl, state)
    expect(await other.listTools()).toEqual(['connection_state'])
    expect((await other.call('connection_state')).text).toBe('connected')
    expect((await other.call('create_refund', { amount: 1, currency: 'EUR' })).text).toMatch(/POLICY DENIED/)
    await other.close()
  }
  await shop.close()
})

test('a server that nobody here wrote is relayed as it is, to both lines of the SDK', async ({
  machine: { api },
  everything,
}) => {
  const server = (await api('POST', '/servers', { name: 'Everything', url: everything.url })).body
  const document = '{"version":"1","default":"deny","tools":{"echo":{}}}'
  const policy = (await api('POST', '/policies', { serverId: server.id, name: 'Echo', document })).body
  const servers = [{ serverId: server.id, policyId: policy.id }]
  const { token, gatewayUrl } = (await api('POST', '/grants', { label: 'Echo', servers })).body
  for (const connect of AGENTS) {
    const agent = await connect(gatewayUrl, token)
    expect(await agent.listTools()).toEqual(['echo'])
    const direct = await connect(everything.url)
    const said = { message: 'Привет, 世界 — 9007199254740993' }
    expect(await agent.call('echo', said)).toEqual(await direct.call('echo', said))
    await Promise.all([agent.close(), direct.close()])
  }
})

test('calls are read in pages and by filter, each with an explanation', async ({
  machine: { api },
  liveTap,
}) => {
  const server = (await api('POST', '/servers', { name: 'Paged', url: liveTap.url })).body
  const document = '{"version":"1","default":"deny","tools":{"status":{}}}'
  const policy = (await api('POST', '/policies', { serverId: server.id, name: 'P', document })).body
  const servers = [{ serverId: server.id, policyId: policy.id }]
  const grant = (await api('POST', '/grants', { label: 'Pages', servers })).body
  const agent = await agentV2(grant.gatewayUrl, grant.token)
  for (let i = 0; i < 11; i++)
    await Promise.all(['status', 'status', 'status', 'status', 'status'].map((tool) => agent.call(tool)))
  for (let i = 0; i < 11; i++) await agent.call('read_stream')
  await agent.close()

  const first = (await api('GET', `/calls?serverId=${server.id}`)).body
  const second = (await api('GET', `/calls?serverId=${server.id}&cursor=${first.nextCursor}`)).body
  expect([first.items.length, second.nextCursor]).toEqual([50, null])
  const all: { id: string; at: string; decision: string; repeats: number }[] = [
    ...first.items,
    ...second.items,
  ]
  // Equal refusals in a row are one record that counts them.
  const counted = (decision: string) =>
    all.filter((call) => call.decision === decision).reduce((sum, { repeats }) => sum + repeats, 0)
  expect([counted('allow'), counted('deny')]).toEqual([55, 11])
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  expect(all.map(({ at }) => at)).toEqual(
    all
      .map(({ at }) => at)
      .sort()
      .reverse(),
  )
  const denied = (await api('GET', `/calls?grantId=${grant.id}&decision=deny&tool=read_stream`)).body
  expect(denied.items.length).toBeGreaterThan(0)
  expect(denied.items[0]).toMatchObject({
    id: expect.stringMatching(/^call_/),
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    serverId: server.id,
    grantId: grant.id,
    tool: 'read_stream',
    decision: 'deny',
    rule: '(default deny)',
    message: expect.stringMatching(/\w+/),
    outcome: 'refused',
    latencyMs: null,
  })
  const one = (await api('GET', `/calls/${denied.items[0].id}`)).body
  expect(one.explanation).toMatchObject({
    agent: expect.stringMatching(/^\[POLICY DENIED\]/),
    person: expect.stringMatching(/\w+/),
  })
  const [allowed] = (await api('GET', `/calls?grantId=${grant.id}&decision=allow`)).body.items
  expect(allowed).toMatchObject({ outcome: 'ok', latencyMs: expect.any(Number) })
})

test('a grant is rotated, opened as a URL, changed and revoked; a deleted server is gone for its clients', async ({
  machine: { api },
  liveTap,
}) => {
  const server = (await api('POST', '/servers', { name: 'Old', url: liveTap.url })).body
  const document = '{"version":"1","default":"allow"}'
  const policy = (await api('POST', '/policies', { serverId: server.id, name: 'All', document })).body
  const servers = [{ serverId: server.id, policyId: policy.id }]
  const { id, token, gatewayUrl } = (await api('POST', '/grants', { label: 'Old', servers, tags: ['a'] }))
    .body

  const rotated = await api('POST', `/grants/${id}/rotate`)
  expect(rotated.body).toMatchObject({ id, gatewayUrl, servers: [{ serverId: server.id }] })
  await expect(agentV1(gatewayUrl, token)).rejects.toThrow(/not known/)
  await expect(agentV2(gatewayUrl, token)).rejects.toThrow(/HTTP 401/)

  const inUrl = `${origin()}/mcp/t/${rotated.body.token}/${server.id}/`
  await expect(agentV1(inUrl)).rejects.toThrow(/not known/)
  expect((await api('POST', `/grants/${id}/url`)).body).toMatchObject({ id, urlEnabled: true })
  for (const connect of AGENTS) {
    const agent = await connect(inUrl)
    expect((await agent.call('status')).isError).toBe(false)
    await agent.close()
  }
  expect((await api('POST', `/grants/${id}/url`, { enabled: false })).body.urlEnabled).toBe(false)
  await expect(agentV1(inUrl)).rejects.toThrow(/not known/)

  const patched = (await api('PATCH', `/grants/${id}`, { label: 'New', tags: [], expiresAt: null })).body
  expect(patched).toMatchObject({ label: 'New', tags: [], expiresAt: null, revokedAt: null })
  const agent = await agentV2(gatewayUrl, rotated.body.token)
  expect((await api('PATCH', `/servers/${server.id}`, { name: 'Older' })).body.name).toBe('Older')
  expect((await api('POST', `/servers/${server.id}/refresh`)).body).toMatchObject({
    status: 'ready',
    tools: 13,
  })
  expect((await agent.call('status')).isError).toBe(false)
  expect((await api('DELETE', `/servers/${server.id}`)).status).toBe(204)
  await expect(agent.call('status')).rejects.toThrow(/There is no such server for this grant/)
  await agent.close()
  expect((await api('GET', `/servers/${server.id}`)).status).toBe(404)
  expect((await api('GET', `/policies/${policy.id}`)).status).toBe(404)
  expect((await api('GET', `/calls?grantId=${id}`)).body.items.length).toBeGreaterThan(2)
  expect((await api('DELETE', `/grants/${id}`)).status).toBe(204)
  expect((await api('GET', '/audit')).body.items[0]).toMatchObject({ action: 'grant.revoked', target: id })
})

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { readToken } from '#lib/token.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import { apiClient } from './testing/client.ts'
import { DENY_ALL, newWorld } from './testing/world.ts'

type Client = Awaited<ReturnType<typeof apiClient>>
let instance: Instance
let upstream: ChangeableUpstream
let api: Client

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([
    { name: 'read_stream', description: 'Reads a stream' },
    { name: 'delete_stream' },
  ])
  api = await apiClient(await newOwner())
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

async function newServer(): Promise<string> {
  const { body } = await api('POST', '/servers', { name: 'LiveTap', url: upstream.url })
  return body.id
}

describe('servers', () => {
  it('are registered, listed, changed, read again and deleted', async () => {
    const made = await api('POST', '/servers', { name: 'Tap', url: upstream.url, headers: { 'X-Key': 'v' } })
    expect(made).toMatchObject({
      status: 201,
      body: { slug: 'tap', name: 'Tap', status: 'ready', tools: 2, headerNames: ['x-key'] },
    })
    const { id, gatewayUrl } = made.body
    expect(gatewayUrl).toBe(`http://localhost:3000/mcp/${id}/`)
    expect((await api('GET', '/servers')).body.items).toContainEqual(made.body)
    expect(await api('PATCH', `/servers/${id}`, { name: 'Other' })).toMatchObject({
      status: 200,
      body: { name: 'Other', headerNames: ['x-key'] },
    })
    expect(await api('POST', `/servers/${id}/refresh`)).toMatchObject({ status: 200, body: { tools: 2 } })
    expect(await api('DELETE', `/servers/${id}`)).toMatchObject({ status: 204, body: undefined })
    expect(await api('GET', `/servers/${id}`)).toMatchObject({ status: 404, body: { code: 'not-found' } })
  })

  it('that cannot be reached answer with what is wrong', async () => {
    const url = 'http://127.0.0.1:1/mcp'
    expect(await api('POST', '/servers', { name: 'x', url })).toMatchObject({
      status: 502,
      body: { code: 'upstream-unreachable' },
    })
    expect(await api('POST', '/servers', { name: 'x', url: 'http://169.254.169.254/' })).toMatchObject({
      status: 422,
      body: { code: 'address-refused' },
    })
    expect(await api('POST', '/servers', { name: 'x', url, transport: 'sse' })).toMatchObject({
      status: 502,
      body: { code: 'upstream-unreachable' },
    })
    expect(await api('POST', '/servers', { name: 'x', url, transport: 'stdio' })).toMatchObject({
      status: 422,
    })
  })

  it('on stdio answer at once with the key of their connector, shown once, and rotated', async () => {
    const made = await api('POST', '/servers', { name: 'Tap on stdio', transport: 'connector' })
    expect(made).toMatchObject({
      status: 201,
      body: {
        transport: 'connector',
        url: '',
        status: 'waiting',
        tools: 0,
        connectorKey: expect.stringMatching(/^pcc_/),
        connector: { state: 'waiting', since: null, host: '', sessions: 0 },
      },
    })
    const { id, connectorKey, ...shown } = made.body
    expect(connectorKey.endsWith(shown.connector.keyEnd)).toBe(true)
    expect((await api('GET', `/servers/${id}`)).body).toEqual({ id, ...shown })
    expect(JSON.stringify((await api('GET', '/servers')).body)).not.toContain(connectorKey)
    const rotated = await api('POST', `/servers/${id}/connector/rotate`)
    expect(rotated).toMatchObject({ status: 200, body: { id, connectorKey: expect.stringMatching(/^pcc_/) } })
    expect(rotated.body.connectorKey).not.toBe(connectorKey)
    expect(await api('POST', `/servers/${await newServer()}/connector/rotate`)).toMatchObject({ status: 422 })
    for (const [body, pointer] of [
      [{ name: 'x' }, '/url'],
      [{ name: 'x', transport: 'connector', url: upstream.url }, '/url'],
      [{ name: 'x', transport: 'connector', headers: {} }, '/headers'],
    ] as const)
      expect(await api('POST', '/servers', body)).toMatchObject({
        status: 422,
        body: { errors: [{ pointer }] },
      })
  })

  it('show their tools, and accept definitions by their hashes', async () => {
    const id = await newServer()
    upstream.list([{ name: 'read_stream', description: 'Changed' }])
    await api('POST', `/servers/${id}/refresh`)
    const { body } = await api('GET', `/servers/${id}/tools`)
    expect(body.items).toMatchObject([
      { name: 'read_stream', description: 'Changed', category: 'Read', severity: 'Low', state: 'changed' },
      { name: 'delete_stream', category: 'Destructive', state: 'gone' },
    ])
    const hashes = { read_stream: body.items[0].hash }
    expect(
      await api('POST', `/servers/${id}/tools/accept`, { hashes: { read_stream: 'other' } }),
    ).toMatchObject({
      status: 409,
      body: {
        code: 'definition-changed',
        tools: ['read_stream'],
        changes: [{ name: 'read_stream', hash: hashes.read_stream, listedTwice: false }],
      },
    })
    const changes = await api('GET', `/servers/${id}/tools/changes?name=read_stream`)
    expect(changes.body.items).toMatchObject([
      {
        state: 'changed',
        hash: hashes.read_stream,
        differences: [{ pointer: '/description', before: '"Reads a stream"', after: '"Changed"' }],
      },
    ])
    const rejected = await api('POST', `/servers/${id}/tools/reject`, { hashes })
    expect(rejected.body.items[0]).toMatchObject({ state: 'changed', rejected: true })
    const accepted = await api('POST', `/servers/${id}/tools/accept`, { hashes })
    expect(accepted.body.items[0]).toMatchObject({ name: 'read_stream', state: 'pinned' })
    upstream.list([{ name: 'read_stream', description: 'Reads a stream' }, { name: 'delete_stream' }])
  })
})

describe('policies', () => {
  it('are made, published on top of what was seen, and rolled back', async () => {
    const serverId = await newServer()
    const document = { version: '1', default: 'deny', tools: { read_stream: {} } }
    const made = await api('POST', '/policies', { serverId, name: 'Support', document })
    expect(made).toMatchObject({ status: 201, body: { version: 1 } })
    const { id } = made.body
    expect((await api('GET', `/policies/${id}`)).body).toMatchObject({
      version: 1,
      document,
      source: JSON.stringify(document, null, 2),
      format: 'json',
    })
    expect(await api('PUT', `/policies/${id}`, { document: DENY_ALL, baseVersion: 1 })).toMatchObject({
      status: 200,
      body: { version: 2 },
    })
    expect(await api('PUT', `/policies/${id}`, { document, baseVersion: 1 })).toMatchObject({
      status: 409,
      body: { code: 'version-conflict', current: 2 },
    })
    expect((await api('POST', `/policies/${id}/rollback`, { version: 1 })).body).toEqual({ version: 3 })
    expect((await api('GET', `/policies/${id}/versions`)).body.items).toMatchObject([
      { version: 3 },
      { version: 2, source: DENY_ALL },
      { version: 1 },
    ])
    expect((await api('GET', `/policies?serverId=${serverId}`)).body.items).toMatchObject([
      { id, version: 3 },
    ])
  })

  it('[P1] are taken as YAML too, told or seen to be', async () => {
    const serverId = await newServer()
    const document = '# ours\nversion: "1"\ndefault: deny\ntools:\n  read_stream: {}\n'
    const made = await api('POST', '/policies', { serverId, name: 'Support', document, format: 'yaml' })
    expect(made).toMatchObject({ status: 201, body: { version: 1 } })
    const { id } = made.body
    expect((await api('GET', `/policies/${id}`)).body).toMatchObject({
      document: { version: '1', default: 'deny', tools: { read_stream: {} } },
      source: document,
      format: 'yaml',
    })
    const next = document.replace('deny', 'allow')
    expect((await api('PUT', `/policies/${id}`, { document: next, baseVersion: 1 })).status).toBe(200)
    expect((await api('GET', `/policies/${id}/versions`)).body.items).toMatchObject([
      { source: next, format: 'yaml' },
      { source: document, format: 'yaml' },
    ])
    expect((await api('POST', '/policies/validate', { document: 'version: 1\n' })).body.errors).toMatchObject(
      [{ pointer: '/default' }, { pointer: '/version', offset: 9, length: 1 }],
    )
    const asJson = await api('POST', '/policies/validate', { document, format: 'json' })
    expect(asJson.body.ok).toBe(false)
    expect(asJson.body.errors[0]).toMatchObject({ code: 'syntax', offset: 0 })
    const unknown = await api('POST', '/policies/validate', { document, format: 'toml' })
    expect(unknown).toMatchObject({ status: 422, body: { code: 'invalid-input' } })
  })

  it('keep the digits of an amount that a double would round', async () => {
    const serverId = await newServer()
    const text =
      '{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"args.a","op":"gt","value":9007199254740993.10}]}]}}}'
    const made = await api('POST', '/policies', `{"serverId":"${serverId}","name":"x","document":${text}}`)
    expect(made.status).toBe(201)
    const [row] = await instance.sql('SELECT source FROM policy_version WHERE policy_id = $1', [made.body.id])
    expect(row?.source).toContain('9007199254740993.10')
  })

  it('[P3] that are invalid are refused with all errors at once', async () => {
    const serverId = await newServer()
    const document = { version: '1', tools: { send: { denyif: [], limits: [{ counter: 'c' }] } } }
    const refused = await api('POST', '/policies', { serverId, name: 'x', document })
    expect(refused).toMatchObject({ status: 422, body: { code: 'policy-invalid' } })
    const pointers = refused.body.errors.map((error: { pointer: string }) => error.pointer)
    expect(pointers).toEqual(
      expect.arrayContaining(['/default', '/tools/send/denyif', '/tools/send/limits/0/max']),
    )
    expect(await api('POST', '/policies/validate', { serverId, document })).toMatchObject({
      status: 200,
      body: { ok: false, errors: refused.body.errors },
    })
    expect((await api('GET', `/policies?serverId=${serverId}`)).body.items).toEqual([])
  })
})

describe('documents of other products', () => {
  const rules = (rule: object) => ({ default: 'deny', tools: { read_stream: { rules: [rule] } } })

  it('[O1] become documents that can be published, with a report, and nothing is stored', async () => {
    const serverId = await newServer()
    const document = 'default: deny\ntools:\n  read_stream:\n    rules:\n    - rate_limit: 5/hour\n'
    const imported = await api('POST', '/policies/import', { serverId, document })
    expect(imported).toMatchObject({ status: 200, body: { kind: 'intercept-yaml' } })
    const note = imported.body.report.find((each: { pointer: string }) => each.pointer.endsWith('/rules/0'))
    expect(document.slice(note.offset, note.offset + note.length)).toBe('rate_limit: 5/hour')
    expect((await api('GET', `/policies?serverId=${serverId}`)).body.items).toEqual([])
    const made = await api('POST', '/policies', { serverId, name: 'x', document: imported.body.document })
    expect(made.status).toBe(201)
    const closed = await api('POST', '/policies/import', { document: rules({ action: 'audit' }) })
    expect(JSON.parse(closed.body.document).tools.read_stream.deny_if).toHaveLength(1)
  })

  it('[P3] that are broken are refused with all errors at once', async () => {
    const refused = await api('POST', '/policies/import', { document: { hide: 5, ...rules([]) } })
    expect(refused).toMatchObject({ status: 422, body: { code: 'policy-invalid' } })
    expect(refused.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/hide',
      '/tools/read_stream/rules/0',
    ])
    expect((await api('POST', '/policies/import', { document: '[' })).status).toBe(422)
  })
})

describe('grants', () => {
  it('are made with a token shown once, changed, rotated and revoked', async () => {
    const [a, b] = [await newServer(), await newServer()]
    const servers = [b, a]
      .sort()
      .reverse()
      .map((serverId) => ({ serverId, policyId: null }))
    const expiresAt = '2999-01-01T01:00:00+01:00'
    const made = await api('POST', '/grants', { label: 'Agent', servers, tags: ['x'], expiresAt })
    expect(made.status).toBe(201)
    const { id, token } = made.body
    expect(readToken(token)?.kind).toBe('pcg')
    expect(made.body.gatewayUrl).toBe(`http://localhost:3000/mcp/${servers[0]?.serverId}/`)
    expect(made.body.servers.map((each: { serverId: string }) => each.serverId)).toEqual(
      servers.map((each) => each.serverId),
    )
    expect((await api('GET', `/grants?serverId=${a}`)).body.items).toMatchObject([
      { id, label: 'Agent', tags: ['x'], urlEnabled: false, expiresAt: '2999-01-01T00:00:00.000Z' },
    ])
    expect((await api('PATCH', `/grants/${id}`, { label: 'B', expiresAt: null })).body).toMatchObject({
      label: 'B',
      expiresAt: null,
      tags: ['x'],
    })
    expect((await api('POST', `/grants/${id}/url`)).body.urlEnabled).toBe(true)
    expect((await api('POST', `/grants/${id}/url`, { enabled: false })).body.urlEnabled).toBe(false)
    const rotated = await api('POST', `/grants/${id}/rotate`)
    expect(rotated.body.token).not.toBe(token)
    expect((await api('DELETE', `/grants/${id}`)).status).toBe(204)
    expect((await api('DELETE', `/grants/${id}`)).status).toBe(204)
    expect((await api('GET', `/grants/${id}`)).body.revokedAt).not.toBeNull()
  })
})

describe('calls and audit', () => {
  it('are read, page by page, with an explanation for each call', async () => {
    const world = await newWorld(instance, upstream.url)
    const client = await apiClient(world.owner)
    expect((await client('GET', '/calls?decision=deny')).body).toMatchObject({
      items: [{ id: world.callId, rule: '(default deny)', outcome: 'refused' }],
      nextCursor: null,
    })
    expect((await client('GET', `/calls/${world.callId}`)).body.explanation).toMatchObject({
      agent: '[POLICY DENIED] No.',
    })
    expect(
      (await client('GET', '/audit')).body.items.map((event: { action: string }) => event.action),
    ).toEqual([
      'api_key.created',
      'grant.created',
      'policy.published',
      'server.registered',
      'organisation.created',
    ])
    expect((await client('GET', '/calls?cursor=made-up')).status).toBe(422)
  })
})

describe('every request', () => {
  it('needs a live API key; a cookie or a grant’s token is none', async () => {
    const world = await newWorld(instance, upstream.url)
    const stranger = await apiClient(null)
    for (const headers of [
      {},
      { authorization: 'Bearer pck_' },
      { authorization: 'Basic eDp5' },
      { cookie: 'portcullis.session=x' },
      { authorization: `Bearer pcg_${world.owner.organisation.id}_${'0'.repeat(59)}` },
    ]) {
      const answer = await stranger('GET', '/servers', undefined, headers as Record<string, string>)
      expect(answer).toMatchObject({ status: 401, body: { code: 'not-signed-in' } })
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    }
  })

  it('is refused where it holds what it should not (mass assignment)', async () => {
    const world = await newWorld(instance, upstream.url)
    const client = await apiClient(world.owner)
    const other = await newOwner()
    for (const [method, address, body] of [
      ['PATCH', `/grants/${world.grant.id}`, { revokedAt: null }],
      ['PATCH', `/grants/${world.grant.id}`, { label: 'x', organisationId: other.organisation.id }],
      [
        'PATCH',
        `/grants/${world.grant.id}`,
        { servers: [{ serverId: world.server.id, policyId: null, revision: 1 }] },
      ],
      ['PATCH', `/servers/${world.server.id}`, { name: 'x', status: 'ready' }],
      ['PATCH', `/servers/${world.server.id}`, '{"name":"x","__proto__":{"slug":"y"}}'],
      ['POST', '/servers', { name: 'x', url: upstream.url, id: 'srv_mine' }],
      ['PUT', `/policies/${world.policyId}`, { document: DENY_ALL, baseVersion: 1, version: 9 }],
      ['POST', `/grants/${world.grant.id}/rotate`, { token: 'pcg_mine' }],
      ['DELETE', `/grants/${world.grant.id}`, { force: true }],
    ] as const) {
      expect(await client(method, address, body)).toMatchObject({
        status: 422,
        body: { code: 'invalid-input' },
      })
    }
    expect(await client('GET', '/servers?organisationId=x')).toMatchObject({ status: 422 })
    expect(await client('GET', '/calls?tool=a&tool=b')).toMatchObject({ status: 422 })
    expect((await client('GET', `/grants/${world.grant.id}`)).body).toMatchObject({
      label: 'Agent',
      revokedAt: null,
    })
  })

  it('is strict JSON of a bounded size', async () => {
    const body = `{"name":"x","url":"${upstream.url}"}`
    expect(await api('POST', '/servers', body, { 'content-type': 'text/plain' })).toMatchObject({
      status: 415,
    })
    expect(await api('POST', '/servers', body.replace('}', ',"name":"y"}'))).toMatchObject({ status: 400 })
    expect(await api('POST', '/servers', '{')).toMatchObject({
      status: 400,
      body: { code: 'malformed-message' },
    })
    expect(await api('POST', '/servers', `{"name":"${'x'.repeat(5 << 20)}"}`)).toMatchObject({ status: 413 })
    expect(await api('POST', '/servers')).toMatchObject({ status: 422 })
  })

  it('answers 405 with what is allowed, and names nothing internal in an error', async () => {
    const refused = await api('DELETE', '/servers')
    expect(refused).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } })
    expect(refused.headers.get('allow')).toBe('GET, POST')
    await instance.sql('ALTER TABLE server RENAME TO server_away')
    const broken = await api('GET', '/servers')
    await instance.sql('ALTER TABLE server_away RENAME TO server')
    expect(broken).toMatchObject({ status: 500, body: { code: 'internal', requestId: expect.any(String) } })
    expect(JSON.stringify(broken.body)).not.toMatch(/prisma|relation|server_away/i)
  })

  it('reads and changes the organisation, and says from when on its calls are kept', async () => {
    const world = await newWorld(instance, upstream.url)
    const client = await apiClient(world.owner)
    expect((await client('GET', '/organisation')).body).toMatchObject({
      id: world.owner.organisation.id,
      name: world.owner.organisation.name,
      retentionDays: 90,
    })
    const changed = await client('PATCH', '/organisation', { name: ' Short ', retentionDays: 7 })
    expect(changed).toMatchObject({ status: 200, body: { name: 'Short', retentionDays: 7 } })
    expect(Date.parse(changed.body.callsKeptSince)).toBeGreaterThan(Date.now() - 7.1 * 86_400_000)
    expect((await client('GET', '/audit')).body.items.slice(0, 2)).toMatchObject([
      { action: 'organisation.retention_changed', detail: { before: { days: 90 }, after: { days: 7 } } },
      { action: 'organisation.renamed' },
    ])
    for (const retentionDays of [0, 1096, 1.5, '7'])
      expect((await client('PATCH', '/organisation', { retentionDays })).status).toBe(422)
    const manager = await apiClient(await newColleague(instance, world.owner, 'policy_manager'))
    expect((await manager('PATCH', '/organisation', { retentionDays: 30 })).status).toBe(403)
  })

  it('is held to the role of its person', async () => {
    const world = await newWorld(instance, upstream.url)
    const viewer = await apiClient(await newColleague(instance, world.owner, 'viewer'))
    expect((await viewer('GET', '/servers')).status).toBe(200)
    for (const [method, address, body] of [
      ['POST', '/servers', { name: 'x', url: upstream.url }],
      ['DELETE', `/servers/${world.server.id}`, undefined],
      ['PUT', `/policies/${world.policyId}`, { document: DENY_ALL, baseVersion: 1 }],
      ['POST', `/grants/${world.grant.id}/rotate`, undefined],
      ['GET', '/audit', undefined],
    ] as const) {
      expect(await viewer(method, address, body)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
  })
})

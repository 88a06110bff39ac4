// Another organisation's object answers exactly as a missing one, on every route there is. The routes
// come from the files: one without a row here fails.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createApiKey } from '#lib/accounts/index.ts'
import { allowSameShape } from '#lib/approvals/index.ts'
import { askFor } from '#lib/approvals/testing/ask.ts'
import { publishBaseline } from '#lib/baseline/index.ts'
import { newId, newUserId } from '#lib/id.ts'
import { inviteMember } from '#lib/invitations/index.ts'
import { createChannel, testChannel } from '#lib/notices/index.ts'
import { proposePolicy, startShadow } from '#lib/policies/index.ts'
import { setStop } from '#lib/stops/index.ts'
import { type Instance, newOwner, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import { METHODS } from './operation.ts'
import { operations } from './operations/index.ts'
import { type Answer, apiClient, mountedRoutes } from './testing/client.ts'
import { DENY_ALL, newWorld, type World } from './testing/world.ts'

type Client = Awaited<ReturnType<typeof apiClient>>
/** Ids that a request may name: another tenant's, or well-formed ones that nobody has. */
type Names = {
  serverId: string
  policyId: string
  grantId: string
  callId: string
  channelId: string
  deliveryId: string
  approvalId: string
  allowanceId: string
  stopId: string
  shadowId: string
  userId: string
  invitationId: string
  keyId: string
  proposalId: string
}

let instance: Instance
let upstream: ChangeableUpstream
let mine: World
let theirs: World
let client: Client
let mineNotices: { channelId: string; deliveryId: string }
let theirNotices: { channelId: string; deliveryId: string }
type Asked = Pick<
  Names,
  'approvalId' | 'allowanceId' | 'stopId' | 'shadowId' | 'invitationId' | 'keyId' | 'proposalId'
>
const NONE: Asked = {
  ...{ approvalId: '', allowanceId: '', stopId: '', shadowId: '' },
  ...{ invitationId: '', keyId: '', proposalId: '' },
}
const asked = new Map<World, Asked>()

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }])
  mine = await newWorld(instance, upstream.url)
  theirs = await newWorld(instance, upstream.url)
  for (const world of [mine, theirs]) {
    // Before what people are asked: a baseline and a stop void that.
    await publishBaseline(world.owner, { document: '{"version":"1"}', baseVersion: 0 })
    const { id: stopId } = await setStop(world.owner, { scope: 'server', id: world.server.id }, STOP)
    const allowed = await askFor(instance, world, { args: { path: '/a' } })
    asked.set(world, {
      approvalId: await askFor(instance, world),
      shadowId: await shadowOf(world),
      proposalId: await proposalOf(world),
      allowanceId: await allowSameShape(world.owner, allowed, { uses: 1, minutes: 1, freed: [] }),
      stopId,
      invitationId: (await inviteMember(world.owner, { email: 'guest@example.com', role: 'viewer' })).id,
      keyId: (await createApiKey(world.owner, 'another')).id,
    })
  }
  client = await apiClient(mine.owner)
  mineNotices = await noticesOf(mine)
  theirNotices = await noticesOf(theirs)
})
async function shadowOf({ owner, server, policyId }: World) {
  // Only the other's: one's own server has none, so that a foreign id is all that could be wrong.
  if (owner === mine.owner) return newId('shd', owner.organisation.id)
  const draft = { serverId: server.id, policyId, document: DENY_ALL, baseVersion: 1 }
  return (await startShadow(owner, draft)).id
}
async function proposalOf({ owner, policyId }: World) {
  const proposal = { policyId, document: '{"version":"1","default":"allow"}', reason: 'Looser.' }
  return (await proposePolicy(owner, proposal)).id
}
async function noticesOf({ owner }: World) {
  const hook = { name: owner.organisation.id, kind: 'webhook', to: upstream.url }
  const { channel } = await createChannel(owner, hook)
  return { channelId: channel.id, deliveryId: (await testChannel(owner, channel.id)).deliveryId }
}
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

/** Lists and sums: what is not there is no error in them. */
const FILTERS = ['GET /inventory', 'GET /calls', 'GET /calls/export', 'GET /usage', 'GET /limits']
const STOP = { reason: 'A test.', endsAt: null }

/** For each route, requests that name objects; none where a route names nothing. */
const ROWS: Readonly<Record<string, (names: Names) => Promise<Answer>[]>> = {
  'GET /servers': () => [],
  'GET /organisation': () => [],
  'PATCH /organisation': () => [],
  'GET /organisation/quotas': () => [],
  'GET /members': () => [],
  'PATCH /members/{id}': ({ userId }) => [client('PATCH', `/members/${userId}`, { role: 'viewer' })],
  'DELETE /members/{id}': ({ userId }) => [client('DELETE', `/members/${userId}`)],
  'GET /invitations': () => [],
  'POST /invitations': () => [],
  'POST /invitations/{id}/resend': ({ invitationId }) => [
    client('POST', `/invitations/${invitationId}/resend`),
  ],
  'DELETE /invitations/{id}': ({ invitationId }) => [client('DELETE', `/invitations/${invitationId}`)],
  'GET /api-keys': () => [],
  'DELETE /api-keys/{id}': ({ keyId }) => [client('DELETE', `/api-keys/${keyId}`)],
  'POST /servers': () => [],
  'GET /servers/{id}': ({ serverId }) => [client('GET', `/servers/${serverId}`)],
  'PATCH /servers/{id}': ({ serverId }) => [client('PATCH', `/servers/${serverId}`, { name: 'Stolen' })],
  'DELETE /servers/{id}': ({ serverId }) => [client('DELETE', `/servers/${serverId}`)],
  'POST /servers/{id}/refresh': ({ serverId }) => [client('POST', `/servers/${serverId}/refresh`)],
  'POST /servers/{id}/connector/rotate': ({ serverId }) => [
    client('POST', `/servers/${serverId}/connector/rotate`),
  ],
  'GET /servers/{id}/account': ({ serverId }) => [client('GET', `/servers/${serverId}/account`)],
  'DELETE /servers/{id}/account': ({ serverId }) => [client('DELETE', `/servers/${serverId}/account`)],
  'GET /servers/{id}/recording': ({ serverId }) => [client('GET', `/servers/${serverId}/recording`)],
  'PATCH /servers/{id}/recording': ({ serverId }) => [
    client('PATCH', `/servers/${serverId}/recording`, { mode: 'all' }),
  ],
  'DELETE /servers/{id}/recording/values': ({ serverId }) => [
    client('DELETE', `/servers/${serverId}/recording/values`),
  ],
  'GET /servers/{id}/tools': ({ serverId }) => [client('GET', `/servers/${serverId}/tools`)],
  'POST /servers/{id}/tools/accept': ({ serverId }) => [
    client('POST', `/servers/${serverId}/tools/accept`, { hashes: { read_stream: 'x' } }),
  ],
  'POST /servers/{id}/tools/reject': ({ serverId }) => [
    client('POST', `/servers/${serverId}/tools/reject`, { hashes: { read_stream: 'x' } }),
  ],
  'PUT /servers/{id}/tools/category': ({ serverId }) => [
    client('PUT', `/servers/${serverId}/tools/category`, {
      name: 'read_stream',
      category: 'Write',
      reason: 'x',
    }),
  ],
  'DELETE /servers/{id}/tools/category': ({ serverId }) => [
    client('DELETE', `/servers/${serverId}/tools/category?name=read_stream`),
  ],
  'GET /servers/{id}/tools/changes': ({ serverId }) => [
    client('GET', `/servers/${serverId}/tools/changes`),
    client('GET', `/servers/${serverId}/tools/changes?name=read_stream`),
  ],
  'GET /policies': ({ serverId }) => [client('GET', `/policies?serverId=${serverId}`)],
  'POST /policies': ({ serverId }) => [
    client('POST', '/policies', { serverId, name: 'x', document: DENY_ALL }),
    client('POST', '/policies', { serverId, name: 'x', document: '{' }),
  ],
  'GET /policies/{id}': ({ policyId }) => [client('GET', `/policies/${policyId}`)],
  'PUT /policies/{id}': ({ policyId }) => [
    client('PUT', `/policies/${policyId}`, { document: DENY_ALL, baseVersion: 1 }),
    client('PUT', `/policies/${policyId}`, { document: '{', baseVersion: 7 }),
  ],
  'GET /policies/{id}/versions': ({ policyId }) => [client('GET', `/policies/${policyId}/versions`)],
  'GET /policies/{id}/servers': ({ policyId }) => [client('GET', `/policies/${policyId}/servers`)],
  'POST /policies/{id}/servers': ({ policyId, serverId }) => [
    client('POST', `/policies/${policyId}/servers`, { serverId: mine.server.id }),
    client('POST', `/policies/${mine.policyId}/servers`, { serverId }),
  ],
  'DELETE /policies/{id}/servers/{serverId}': ({ policyId, serverId }) => [
    client('DELETE', `/policies/${policyId}/servers/${mine.server.id}`),
    client('DELETE', `/policies/${mine.policyId}/servers/${serverId}`),
  ],
  'POST /policies/{id}/rollback': ({ policyId }) => [
    client('POST', `/policies/${policyId}/rollback`, { version: 1 }),
  ],
  'POST /policies/{id}/replay': ({ policyId }) => [
    client('POST', `/policies/${policyId}/replay`, { document: DENY_ALL, hours: 1 }),
  ],
  'POST /policies/{id}/shadow': ({ policyId }) => [
    client('POST', `/policies/${policyId}/shadow`, { document: DENY_ALL, baseVersion: 1 }),
  ],
  'POST /policies/simulate': ({ policyId }) => [
    client('POST', '/policies/simulate', { policyId, document: DENY_ALL }),
  ],
  'GET /proposals': ({ policyId }) => [client('GET', `/proposals?policyId=${policyId}`)],
  'POST /proposals': ({ policyId }) => [
    client('POST', '/proposals', { policyId, document: DENY_ALL, reason: 'Mine.' }),
  ],
  'GET /proposals/{id}': ({ proposalId }) => [client('GET', `/proposals/${proposalId}`)],
  'POST /proposals/{id}/dismiss': ({ proposalId }) => [client('POST', `/proposals/${proposalId}/dismiss`)],
  'GET /servers/{id}/shadow': ({ serverId }) => [client('GET', `/servers/${serverId}/shadow`)],
  'POST /servers/{id}/shadow/promote': ({ serverId, shadowId }) => [
    client('POST', `/servers/${serverId}/shadow/promote`, { shadowId, baseVersion: 1 }),
    client('POST', `/servers/${mine.server.id}/shadow/promote`, { shadowId, baseVersion: 1 }),
  ],
  'POST /servers/{id}/shadow/discard': ({ serverId, shadowId }) => [
    client('POST', `/servers/${serverId}/shadow/discard`, { shadowId }),
    client('POST', `/servers/${mine.server.id}/shadow/discard`, { shadowId }),
  ],
  // The baseline is the organisation's own: there is no id to name.
  'GET /baseline': () => [],
  'PUT /baseline': () => [],
  'GET /baseline/versions': () => [],
  'POST /baseline/rollback': () => [],
  'POST /baseline/validate': () => [],
  'GET /inventory': ({ serverId, grantId }) => [
    client('GET', `/inventory?serverId=${serverId}`),
    client('GET', `/inventory?grantId=${grantId}`),
    client('GET', `/inventory?unused=true&serverId=${serverId}&grantId=${grantId}`),
  ],
  'POST /policies/validate': ({ serverId }) => [
    client('POST', '/policies/validate', { serverId, document: DENY_ALL }),
  ],
  'POST /policies/import': ({ serverId }) => [
    client('POST', '/policies/import', { serverId, document: DENY_ALL }),
  ],
  'GET /grants': ({ serverId }) => [client('GET', `/grants?serverId=${serverId}`)],
  'POST /grants': ({ serverId, policyId }) => [
    client('POST', '/grants', { label: 'x', servers: [{ serverId, policyId: null }] }),
    client('POST', '/grants', { label: 'x', servers: [{ serverId: mine.server.id, policyId }] }),
    client('POST', '/grants', { label: 'x', servers: [{ serverId, policyId: mine.policyId }] }),
  ],
  'GET /grants/{id}': ({ grantId }) => [client('GET', `/grants/${grantId}`)],
  'PATCH /grants/{id}': ({ grantId, serverId, policyId }) => [
    client('PATCH', `/grants/${grantId}`, { label: 'Stolen' }),
    client('PATCH', `/grants/${mine.grant.id}`, { servers: [{ serverId, policyId: null }] }),
    client('PATCH', `/grants/${mine.grant.id}`, { servers: [{ serverId: mine.server.id, policyId }] }),
  ],
  'DELETE /grants/{id}': ({ grantId }) => [client('DELETE', `/grants/${grantId}`)],
  'POST /grants/{id}/rotate': ({ grantId }) => [client('POST', `/grants/${grantId}/rotate`)],
  'POST /grants/{id}/url': ({ grantId }) => [client('POST', `/grants/${grantId}/url`)],
  'GET /calls': ({ serverId, grantId }) => [
    client('GET', `/calls?serverId=${serverId}`),
    client('GET', `/calls?grantId=${grantId}`),
  ],
  'GET /calls/export': ({ serverId, grantId, callId }) => [
    client('GET', `/calls/export?serverId=${serverId}`),
    client('GET', `/calls/export?format=csv&grantId=${grantId}`),
    client('GET', `/calls/export?tool=x&cursor=${cursorAt(callId)}`),
  ],
  'GET /usage': ({ serverId, grantId }) => [
    client('GET', `/usage?by=day&serverId=${serverId}`),
    client('GET', `/usage?by=day&grantId=${grantId}`),
  ],
  'GET /limits': ({ serverId, grantId }) => [
    client('GET', `/limits?serverId=${serverId}`),
    client('GET', `/limits?grantId=${grantId}`),
  ],
  'GET /calls/{id}': ({ callId }) => [client('GET', `/calls/${callId}`)],
  'GET /approvals': () => [],
  'GET /approvals/{id}': ({ approvalId }) => [client('GET', `/approvals/${approvalId}`)],
  'POST /approvals/{id}/approve': ({ approvalId }) => [client('POST', `/approvals/${approvalId}/approve`)],
  'POST /approvals/{id}/deny': ({ approvalId }) => [
    client('POST', `/approvals/${approvalId}/deny`, { reason: 'No.' }),
  ],
  'POST /approvals/{id}/allow': ({ approvalId }) => [
    client('POST', `/approvals/${approvalId}/allow`, { uses: 1, minutes: 1 }),
  ],
  'GET /allowances': () => [],
  'DELETE /allowances/{id}': ({ allowanceId }) => [client('DELETE', `/allowances/${allowanceId}`)],
  'GET /audit': () => [],
  'GET /audit/seal': () => [],
  'POST /audit/verify': () => [],
  'GET /channels': () => [],
  'POST /channels': () => [],
  'PATCH /channels/{id}': ({ channelId }) => [client('PATCH', `/channels/${channelId}`, { isOn: false })],
  'DELETE /channels/{id}': ({ channelId }) => [client('DELETE', `/channels/${channelId}`)],
  'POST /channels/{id}/rotate': ({ channelId }) => [client('POST', `/channels/${channelId}/rotate`)],
  'POST /channels/{id}/test': ({ channelId }) => [client('POST', `/channels/${channelId}/test`)],
  'GET /deliveries': ({ channelId }) => [client('GET', `/deliveries?channelId=${channelId}`)],
  'POST /deliveries/{id}/replay': ({ deliveryId }) => [client('POST', `/deliveries/${deliveryId}/replay`)],
  'GET /events': () => [],
  // The public catalogue holds nothing of any organisation's: there is no id to name.
  'GET /catalogue/servers': () => [],
  'GET /catalogue/servers/{slug}': () => [],
  'GET /catalogue/servers/{slug}/tools/{tool}': () => [],
  'GET /stops': () => [],
  'POST /stops': ({ grantId, serverId }) => [
    client('POST', '/stops', { scope: 'grant', id: grantId, reason: 'Stolen.' }),
    client('POST', '/stops', { scope: 'server', id: serverId, reason: 'Stolen.' }),
  ],
  'POST /stops/{id}/lift': ({ stopId }) => [client('POST', `/stops/${stopId}/lift`)],
}
/** Routes that are the same for everyone and hold nothing of anyone's. */
const PUBLIC = ['GET /openapi.json']

// A cursor names the row where a page ended, and the time of it.
function cursorAt(call: string): string {
  return Buffer.from(`2999-01-01T00:00:00.000000Z ${call}`).toString('base64url')
}

function idsOf(world: World): Names {
  return {
    serverId: world.server.id,
    policyId: world.policyId,
    grantId: world.grant.id,
    callId: world.callId,
    ...(world === mine ? mineNotices : theirNotices),
    userId: world.owner.userId,
    ...(asked.get(world) ?? NONE),
  }
}
function missingFrom(organisationId: string): Names {
  return {
    serverId: newId('srv', organisationId),
    policyId: newId('pol', organisationId),
    grantId: newId('grt', organisationId),
    callId: newId('call', organisationId),
    channelId: newId('chn', organisationId),
    deliveryId: newId('dlv', organisationId),
    approvalId: newId('apr', organisationId),
    allowanceId: newId('alw', organisationId),
    stopId: newId('stp', organisationId),
    shadowId: newId('shd', organisationId),
    userId: newUserId(),
    invitationId: newId('inv', organisationId),
    keyId: newId('key', organisationId),
    proposalId: newId('prp', organisationId),
  }
}

async function answers(row: string, names: Names): Promise<string[]> {
  const made = await Promise.all(ROWS[row]?.(names) ?? [])
  return made.map(({ status, body }) => JSON.stringify({ status, body: { ...body, requestId: '' } }))
}

async function snapshot(world: World): Promise<unknown> {
  const tables = [
    'server',
    'connector',
    'tool',
    'policy',
    'policy_version',
    'policy_server',
    'baseline',
    'baseline_version',
    'proposal',
    '"grant"',
    'grant_server',
    'approval',
    'allowance',
    'audit_event',
    'audit_pending',
    'channel',
    'delivery',
    'event',
    'emergency_stop',
  ]
  return Promise.all(
    tables.map((table) =>
      instance.sql(
        `SELECT row_to_json(t)::text AS row FROM ${table} t WHERE organisation_id = $1 ORDER BY 1`,
        [world.owner.organisation.id],
      ),
    ),
  )
}

describe('tenancy on every route', () => {
  it('has a row for every route file, and a route file for every operation', async () => {
    const mounted = (await mountedRoutes()).flatMap(({ path, routes }) =>
      METHODS.filter((method) => routes[method]).map((method) => `${method} ${path}`),
    )
    const answered = operations.map(({ method, path }) => `${method} ${path}`)
    expect(mounted).toEqual(expect.arrayContaining([...answered, ...PUBLIC]))
    expect(Object.keys(ROWS).sort()).toEqual(answered.sort())
    // Every other handler of a route file must be a refusal.
    for (const route of mounted.filter((each) => !answered.includes(each) && !PUBLIC.includes(each))) {
      const [method, path] = route.split(' ') as ['GET', string]
      expect([route, (await client(method, path.replace(/\{\w+\}/g, 'x'))).status]).toEqual([route, 405])
    }
  })

  it.each(Object.keys(ROWS))('%s tells nothing of another organisation', async (row) => {
    const before = await snapshot(theirs)
    const foreign = await answers(row, idsOf(theirs))
    expect(foreign).toEqual(await answers(row, missingFrom(mine.owner.organisation.id)))
    expect(foreign).toEqual(await answers(row, missingFrom(theirs.owner.organisation.id)))
    for (const answer of foreign) {
      if (!FILTERS.includes(row)) expect(answer).toContain('not-found')
      for (const id of Object.values(idsOf(theirs))) expect(answer).not.toContain(id)
    }
    expect(await snapshot(theirs)).toEqual(before)
  })

  it.each(['a%00b', '..%2f..', "'%20OR%201=1--", 'srv_', 'x'.repeat(500)])(
    'an id that is none is a missing one: %.20s',
    async (id) => {
      for (const path of ['/servers/', '/policies/', '/grants/', '/calls/', '/approvals/'])
        expect((await client('GET', path + id)).status).toBe(404)
    },
  )

  it('lists nothing of another organisation', async () => {
    for (const { path } of operations.filter(({ method, path }) => method === 'GET' && !path.includes('{'))) {
      const text = JSON.stringify((await client('GET', path)).body)
      // No call of theirs or ours has taken from a limit here: lib/usage/limits.test.ts has those that have.
      // The public catalogue is nobody's; people and numbers name no organisation.
      if (!['/limits', '/catalogue/servers', '/members', '/organisation/quotas'].includes(path))
        expect(text).toContain(mine.owner.organisation.id)
      expect(text).not.toContain(theirs.owner.organisation.id)
      expect(text).not.toContain(theirs.owner.email)
    }
  })

  it('a stranger learns nothing but that a key is needed', async () => {
    const stranger = await apiClient(null)
    for (const { method, path } of operations) {
      const known = await stranger(method, path.replace(/\{\w+\}/g, mine.server.id))
      expect([method, path, known.status]).toEqual([method, path, 401])
    }
  })

  it('an empty organisation sees empty lists', async () => {
    const empty = await apiClient(await newOwner())
    for (const path of ['/servers', '/policies', '/grants', '/calls', '/approvals', '/allowances'])
      expect((await empty('GET', path)).body.items).toEqual([])
  })
})

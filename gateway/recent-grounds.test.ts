// What was read a moment ago decides a call only where admission finds all of it still standing.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { publish, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { createRecentGrounds, placeOf } from './recent-grounds.ts'
import type { Grounds } from './steps/authenticate-grant.ts'
import { type Harness, modernMessage, startHarness } from './testing/harness.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startHarness()
})
afterAll(() => gate.close())

const ALLOW = { version: '1', default: 'allow' }
const message = modernMessage('tools/call', { name: 'echo', arguments: { text: 'again' } })
const call = (tenant: Tenant) => gate.post(tenant, message.body, message.headers)

type Change = (tenant: Tenant) => Promise<unknown>
const change =
  (text: string, key: 'grantId' | 'serverId' | 'userId'): Change =>
  (tenant) =>
    gate.pool.query(text, [tenant.organisationId, tenant[key]])
const grantIs = (what: string) =>
  change(`UPDATE "grant" SET ${what} WHERE organisation_id = $1 AND id = $2`, 'grantId')
const serverIs = (what: string) =>
  change(`UPDATE server SET ${what} WHERE organisation_id = $1 AND id = $2`, 'serverId')
const toolIs = (what: string) =>
  change(
    `UPDATE tool SET ${what} WHERE organisation_id = $1 AND server_id = $2 AND name = 'echo'`,
    'serverId',
  )

async function warmed(): Promise<Tenant> {
  const tenant = await gate.tenant(ALLOW)
  for (let count = 0; count < 2; count++) expect((await call(tenant)).status).toBe(200)
  return tenant
}

describe('the very next call', () => {
  it('is decided without another reading where nothing has changed; a list never is', async () => {
    const tenant = await warmed()
    const read = vi.spyOn(gate.deps.facts, 'read')
    expect((await call(tenant)).status).toBe(200)
    expect(read).toHaveBeenCalledTimes(0)
    const list = modernMessage('tools/list', {})
    for (let count = 1; count <= 2; count++) {
      expect((await gate.post(tenant, list.body, list.headers)).status).toBe(200)
      expect(read).toHaveBeenCalledTimes(count)
    }
    read.mockRestore()
  })

  const endings: [string, Change, number][] = [
    ['the grant was revoked', grantIs('revoked_at = clock_timestamp()'), 401],
    ['the grant was set to expire', grantIs("expires_at = clock_timestamp() - interval '1 second'"), 401],
    ['the token was rotated', grantIs("token_digest = repeat('0', 64)"), 401],
    [
      'who made the grant has left',
      change('DELETE FROM member WHERE organisation_id = $1 AND user_id = $2', 'userId'),
      401,
    ],
    [
      'the grant lost the server',
      change('DELETE FROM grant_server WHERE organisation_id = $1 AND server_id = $2', 'serverId'),
      404,
    ],
  ]
  it.each(endings)('is refused where %s', async (_, happen, status) => {
    const tenant = await warmed()
    const before = gate.upstream.calls().length
    await happen(tenant)
    expect((await call(tenant)).status).toBe(status)
    expect(gate.upstream.calls()).toHaveLength(before)
  })

  it('is decided by the policy that was published', async () => {
    const tenant = await warmed()
    const tools = { echo: { action: 'deny', reason: 'No more.' } }
    const versionId = await publish(gate.pool, tenant, { ...ALLOW, tools })
    expect((await call(tenant)).text).toContain('[POLICY DENIED] No more.')
    expect((await gate.records(tenant)).at(-1)).toMatchObject({ policy_version_id: versionId })
  })

  it('is refused where the tool’s definition has changed, or the tool has gone', async () => {
    for (const what of ["hash = 'another'", 'present = false']) {
      const tenant = await warmed()
      const before = gate.upstream.calls().length
      await toolIs(what)(tenant)
      await call(tenant)
      expect(gate.upstream.calls()).toHaveLength(before)
    }
  })

  it('goes to the server’s new address', async () => {
    const tenant = await warmed()
    const before = gate.upstream.calls().length
    await serverIs("url = 'http://127.0.0.1:9/mcp'")(tenant)
    expect((await call(tenant)).text).toContain('-32603')
    expect(gate.upstream.calls()).toHaveLength(before)
  })

  it('is decided by the hour it is, and not by that of the reading', async () => {
    let now = 0
    const recent = createRecentGrounds(() => now)
    const grounds = { facts: { at: 5000, tool: {} }, policy: {} } as unknown as Grounds
    recent.keep('here', grounds)
    now = 1500
    expect(recent.find('here')?.facts.at).toBe(6500)
  })
})

describe('grounds', () => {
  const token = { organisationId: 'o', digest: 'd', isInUrl: false }
  const grounds = (tool: object | null) => ({ facts: { at: 0, tool }, policy: {} }) as unknown as Grounds

  it('are forgotten after half a minute', () => {
    let now = 0
    const recent = createRecentGrounds(() => now)
    recent.keep('here', grounds({}))
    now = 29_999
    expect(recent.find('here')).not.toBeNull()
    now = 30_001
    expect(recent.find('here')).toBeNull()
  })

  it('of names that no tool has are not kept, however many are asked for', () => {
    const recent = createRecentGrounds(() => 0)
    recent.keep('here', grounds({}))
    for (let count = 0; count < 30_000; count++) recent.keep(`made up ${count}`, grounds(null))
    expect(recent.find('here')).not.toBeNull()
    expect(recent.find('made up 1')).toBeNull()
  })

  it('are bounded: the oldest go first', () => {
    const recent = createRecentGrounds(() => 0)
    for (let count = 0; count <= 20_000; count++) recent.keep(`tool ${count}`, grounds({}))
    expect(recent.find('tool 0')).toBeNull()
    expect(recent.find('tool 20000')).not.toBeNull()
  })

  it('have a place of their own for each token, server, tool, and way of showing the token', () => {
    const places = [
      placeOf(token, 's', 't'),
      placeOf({ ...token, digest: 'e' }, 's', 't'),
      placeOf({ ...token, organisationId: 'p' }, 's', 't'),
      placeOf({ ...token, isInUrl: true }, 's', 't'),
      placeOf(token, 'r', 't'),
      placeOf(token, 's', 'u'),
    ]
    expect(new Set(places).size).toBe(places.length)
  })
})

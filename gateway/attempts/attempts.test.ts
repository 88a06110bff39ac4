// What a gateway notes of clients that come in or do not, against a real database.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { newId } from '#lib/id.ts'
import { newToken } from '#lib/token.ts'
import { ask, connect, type Harness, startHarness } from '../testing/harness.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startHarness()
})
afterAll(() => gate.close())

type Noted = {
  server_id: string
  grant_id: string
  stage: string
  code: string
  client: string
  times: number
}
async function noted({ organisationId }: Tenant): Promise<Noted[]> {
  const text = `SELECT server_id, grant_id, stage, code, client, times::int FROM connect_attempt
                 WHERE organisation_id = $1 ORDER BY first_at, stage`
  return (await gate.pool.query<Noted>(text, [organisationId])).rows
}
/** Waits until a row fits, and gives it back. */
const until = (tenant: Tenant, wanted: Partial<Noted>) =>
  vi.waitFor(
    async () => {
      const rows = await noted(tenant)
      expect(rows).toContainEqual(expect.objectContaining(wanted))
      return rows
    },
    { timeout: 20_000, interval: 50 },
  )
const MESSAGE = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} })
const send = (url: string, headers: Record<string, string> = {}, method = 'POST') =>
  ask(url, {
    method,
    headers: { 'content-type': 'application/json', 'user-agent': 'some-client/1.2 (x)', ...headers },
    ...(method === 'POST' && { body: MESSAGE }),
  })

describe('what is noted of clients', () => {
  it.each(['SDK v1', 'SDK v2, legacy', 'SDK v2, modern'] as const)(
    'says that %s connected and listed the tools, and nothing of its calls',
    async (kind) => {
      const tenant = await gate.tenant()
      const client = await connect(kind, gate.url(tenant), tenant.token)
      await client.listTools()
      for (let i = 0; i < 3; i++) await client.callTool({ name: 'echo', arguments: { text: 'x' } })
      const rows = await until(tenant, { stage: 'listed' })
      const own = { server_id: tenant.serverId, grant_id: tenant.grantId, code: '' }
      for (const row of rows.filter(({ stage }) => stage !== 'refused')) expect(row).toMatchObject(own)
      expect(new Set(rows.map(({ stage }) => stage))).toEqual(new Set(['connected', 'listed']))
      expect(rows.every(({ client: name }) => name !== '')).toBe(true)
      await client.close()
    },
  )

  type Wrong = [
    code: string,
    attempt: (tenant: Tenant) => Promise<{ status: number }>,
    whose: 'grant' | 'nobody',
  ]
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const wrongs: Wrong[] = [
    ['no-token', (t) => send(gate.url(t)), 'nobody'],
    ['no-bearer', (t) => send(gate.url(t), { authorization: t.token }), 'grant'],
    ['token-placeholder', (t) => send(gate.url(t), bearer('YOUR_GRANT_TOKEN')), 'nobody'],
    ['token-placeholder', (t) => send(gate.url(t), bearer('$' + '{PORTCULLIS_TOKEN}')), 'nobody'],
    ['token-cut', (t) => send(gate.url(t), bearer(t.token.slice(0, -1))), 'nobody'],
    ['token-kind', (t) => send(gate.url(t), bearer(newToken('pck', t.organisationId).text)), 'nobody'],
    ['token-unknown', (t) => send(gate.url(t), bearer(newToken('pcg', t.organisationId).text)), 'nobody'],
    ['url-off', (t) => send(`${gate.origin}/mcp/t/${t.token}/${t.serverId}/`), 'grant'],
    ['token-twice', (t) => send(`${gate.origin}/mcp/t/${t.token}/${t.serverId}/`, bearer(t.token)), 'grant'],
    ['wrong-path', (t) => send(`${gate.url(t)}sse`, bearer(t.token)), 'grant'],
    ['wrong-path', (t) => send(`${gate.origin}/sse`, bearer(t.token)), 'grant'],
    [
      'wrong-server',
      (t) => send(`${gate.origin}/mcp/${newId('srv', t.organisationId)}/`, bearer(t.token)),
      'grant',
    ],
    ['old-transport', (t) => send(gate.url(t), bearer(t.token), 'GET'), 'grant'],
    [
      'oauth-attempted',
      (t) => send(`${gate.origin}/.well-known/oauth-protected-resource/mcp/${t.serverId}/`, {}, 'GET'),
      'nobody',
    ],
    ['foreign-page', (t) => send(gate.url(t), { ...bearer(t.token), origin: 'https://a.test' }), 'grant'],
    ['not-json', (t) => send(gate.url(t), { ...bearer(t.token), 'content-type': 'text/plain' }), 'grant'],
  ]
  it.each(wrongs)('tells %s, and whose it was where that is known', async (code, attempt, whose) => {
    const tenant = await gate.tenant()
    expect((await attempt(tenant)).status).toBeGreaterThanOrEqual(400)
    const grantId = whose === 'grant' ? tenant.grantId : ''
    await until(tenant, { stage: 'refused', code, grant_id: grantId, client: 'some-client', times: 1 })
  })

  it('tells that a grant was revoked, has expired, or that its server is away', async () => {
    const tenant = await gate.tenant()
    const own = { grant_id: tenant.grantId, stage: 'refused' }
    const set = (column: string) =>
      gate.pool.query(
        `UPDATE "grant" SET ${column} = now() - interval '1 hour', revision = revision + 1
        WHERE id = $1`,
        [tenant.grantId],
      )
    await set('expires_at')
    await send(gate.url(tenant), bearer(tenant.token))
    await until(tenant, { ...own, code: 'grant-expired' })
    await set('revoked_at')
    await send(gate.url(tenant), bearer(tenant.token))
    await until(tenant, { ...own, code: 'grant-revoked' })
    const away = await gate.tenant(undefined, { url: 'http://127.0.0.1:9/mcp' })
    await send(gate.url(away), bearer(away.token))
    await until(away, { grant_id: away.grantId, code: 'server-away' })
  })

  it('counts what is made again, and keeps no more than its bound whatever comes', async () => {
    const tenant = await gate.tenant()
    for (let i = 0; i < 3; i++) await send(gate.url(tenant))
    const rows = await until(tenant, { code: 'no-token', times: 3 })
    expect(rows).toHaveLength(1)
    await gate.pool.query(
      `INSERT INTO connect_attempt SELECT $1, $2, '', 'refused', 'no-token', 'flood ' || n, 1,
         now() - n * interval '1 minute', now() - n * interval '1 minute' FROM generate_series(1, 500) n`,
      [tenant.organisationId, tenant.serverId],
    )
    await send(gate.url(tenant), { 'user-agent': 'last' })
    expect(await until(tenant, { client: 'last' })).toBeDefined()
    await vi.waitFor(async () => expect(await noted(tenant)).toHaveLength(200), { timeout: 20_000 })
  })

  it('keeps nothing of an organisation that has no such server, and nothing that names a token', async () => {
    const [mine, theirs] = [await gate.tenant(), await gate.tenant()]
    await send(`${gate.origin}/mcp/${newId('srv', mine.organisationId)}/`)
    // A token of one organisation on a server of another: the server’s owner learns nothing of the grant.
    await send(gate.url(theirs), bearer(mine.token))
    await until(theirs, { code: 'wrong-server', grant_id: '', server_id: theirs.serverId })
    expect(await noted(mine)).toEqual([])
    const { rows } = await gate.pool.query<{ all: string }>(
      `SELECT connect_attempt::text AS all FROM connect_attempt`,
    )
    for (const { all } of rows) expect(all).not.toMatch(/pcg_/)
  })
})

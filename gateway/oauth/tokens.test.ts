// What becomes of codes and tokens when they are used as they should not be. Every case ends in a look at the grant.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { revokeGrant } from '#lib/grants/index.ts'
import type { Harness } from '../testing/harness.ts'
import { makerOf } from '../testing/people.ts'
import { callWith, startSigningIn } from './testing/gate.ts'
import { allowedClient, type HandClient, handClient, type TokenAnswer } from './testing/sign-in.ts'

let gate: Harness
let tenant: Tenant
beforeAll(async () => {
  gate = await startSigningIn()
  tenant = await gate.tenant()
})
afterAll(() => gate.close())

const allowed = (expiresAt: Date | null = null) =>
  allowedClient(gate.origin, makerOf(tenant), {
    serverId: tenant.serverId,
    policyId: tenant.policyId,
    expiresAt,
  })

async function signedIn(): Promise<{
  client: HandClient
  grantId: string
  code: string
  access: string
  refresh: string
}> {
  const { client, code, grantId } = await allowed()
  const { body } = await client.exchange(code, tenant.serverId)
  return { client, grantId, code, access: String(body.access_token), refresh: String(body.refresh_token) }
}

const works = async (access: string): Promise<boolean> => {
  const { status, text } = await callWith(gate, access, tenant.serverId)
  if (status !== 200 && status !== 401) throw new Error(`${status} ${text}`)
  return status === 200
}

async function ended(grantId: string): Promise<string | null> {
  const { rows } = await gate.pool.query(
    `SELECT a.detail->>'because' AS because FROM "grant" g
       LEFT JOIN audit_event a ON a.organisation_id = g.organisation_id AND a.target = g.id AND a.action = 'grant.revoked'
      WHERE g.id = $1 AND g.revoked_at IS NOT NULL`,
    [grantId],
  )
  return rows.length === 1 ? (rows[0].because ?? 'by a member') : null
}
const refused = (answer: TokenAnswer, error = 'invalid_grant') => {
  expect(answer.body.error, JSON.stringify(answer)).toBe(error)
  expect(answer.body.access_token).toBeUndefined()
}

describe('a code', () => {
  it('gives an access token of an hour and a refresh token, both ours by their form', async () => {
    const { client, code } = await allowed()
    const { status, body } = await client.exchange(code, tenant.serverId)
    expect(status).toBe(200)
    expect(code).toMatch(/^pca_/)
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'mcp', expires_in: 3600 })
    expect(body.access_token).toMatch(/^pco_/)
    expect(body.refresh_token).toMatch(/^pcr_/)
    expect(await works(String(body.access_token))).toBe(true)
  })

  it('that comes twice ends the grant and every token of it [code replay]', async () => {
    const { client, code, grantId, access, refresh } = await signedIn()
    refused(await client.exchange(code, tenant.serverId))
    expect(await ended(grantId)).toBe('reuse')
    expect(await works(access)).toBe(false)
    refused(await client.refresh(refresh, tenant.serverId))
  })

  it('that comes twice at once is used once at most, and the grant ends', async () => {
    const { client, code, grantId } = await allowed()
    const answers = await Promise.all(Array.from({ length: 4 }, () => client.exchange(code, tenant.serverId)))
    const good = answers.filter(({ status }) => status === 200)
    expect(good.length).toBeLessThanOrEqual(1)
    expect(await ended(grantId)).toBe('reuse')
    for (const { body } of good) expect(await works(String(body.access_token))).toBe(false)
  })

  it.each([
    ['without the verifier', { code_verifier: null }],
    ['with another verifier', { code_verifier: 'a'.repeat(43) }],
    ['with another redirect', { redirect_uri: 'http://127.0.0.1:9/other' }],
  ])('%s is refused, and the right one is still good for nothing else [PKCE]', async (_, changes) => {
    const { client, code } = await allowed()
    const answer = await client.exchange(code, tenant.serverId, changes)
    expect(answer.status).toBe(400)
    expect(answer.body.access_token).toBeUndefined()
  })

  it('of another client is refused', async () => {
    const { code } = await allowed()
    const other = await handClient(gate.origin)
    refused(await other.exchange(code, tenant.serverId))
  })

  it('for another server than was allowed is refused [wrong resource]', async () => {
    const other = await gate.tenant()
    const { client, code } = await allowed()
    refused(await client.exchange(code, other.serverId), 'invalid_target')
  })

  it('is over after a minute', async () => {
    const { client, code } = await allowed()
    await gate.pool.query(
      `UPDATE oauth_token SET payload = jsonb_set(payload, '{exp}', to_jsonb(extract(epoch FROM now())::int - 1)),
              expires_at = now() WHERE kind = 'code' AND consumed_at IS NULL AND organisation_id = $1`,
      [tenant.organisationId],
    )
    refused(await client.exchange(code, tenant.serverId))
  })
})

describe('a refresh token', () => {
  it('gives new ones, and is then used up', async () => {
    const { client, refresh, access } = await signedIn()
    const { status, body } = await client.refresh(refresh, tenant.serverId)
    expect(status).toBe(200)
    expect(body.refresh_token).not.toBe(refresh)
    expect(await works(String(body.access_token))).toBe(true)
    expect(await works(access)).toBe(true)
    expect((await client.refresh(String(body.refresh_token), tenant.serverId)).status).toBe(200)
  })

  it('that was used up ends the grant with all that came of it [reuse]', async () => {
    const { client, refresh, grantId } = await signedIn()
    const { body } = await client.refresh(refresh, tenant.serverId)
    refused(await client.refresh(refresh, tenant.serverId))
    expect(await ended(grantId)).toBe('reuse')
    expect(await works(String(body.access_token))).toBe(false)
    refused(await client.refresh(String(body.refresh_token), tenant.serverId))
  })

  it('of which two are renewed at once is renewed once at most', async () => {
    const { client, refresh, grantId } = await signedIn()
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => client.refresh(refresh, tenant.serverId)),
    )
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
    expect(await ended(grantId)).toBe('reuse')
  })

  it('is no use to another client, which does not end the grant of the first', async () => {
    const { refresh, grantId } = await signedIn()
    const other = await handClient(gate.origin)
    refused(await other.refresh(refresh, tenant.serverId))
    expect(await ended(grantId)).toBeNull()
  })

  it('renews nothing for another server', async () => {
    const other = await gate.tenant()
    const { client, refresh } = await signedIn()
    refused(await client.refresh(refresh, other.serverId), 'invalid_target')
  })
})

describe('what a member or the client ends', () => {
  it('is over with the next call where the grant is revoked in the dashboard', async () => {
    const { client, access, refresh, grantId } = await signedIn()
    expect(await works(access)).toBe(true)
    await revokeGrant(makerOf(tenant), grantId)
    const { status, challenge } = await callWith(gate, access, tenant.serverId)
    expect(status).toBe(401)
    expect(challenge).toContain('error="invalid_token"')
    refused(await client.refresh(refresh, tenant.serverId))
    expect(await ended(grantId)).toBe('by a member')
  })

  it('is over where the client gives its token back', async () => {
    const { client, access, refresh, grantId } = await signedIn()
    expect(await works(access)).toBe(true)
    expect(await client.revoke(refresh)).toBe(200)
    expect(await works(access)).toBe(false)
    expect(await ended(grantId)).toBe('client')
  })

  it('is not over where another client gives it back', async () => {
    const { access, refresh, grantId } = await signedIn()
    const other = await handClient(gate.origin)
    expect(await other.revoke(refresh)).toBe(200)
    expect(await ended(grantId)).toBeNull()
    expect(await works(access)).toBe(true)
  })

  it('lasts no longer than the grant', async () => {
    const { client, code } = await allowed(new Date(Date.now() + 20 * 60_000))
    const { body } = await client.exchange(code, tenant.serverId)
    expect(body.expires_in).toBeGreaterThan(60)
    expect(body.expires_in).toBeLessThanOrEqual(20 * 60)
  })

  it('is refused with a challenge once its hour has passed, and its stream ends', async () => {
    const { access, client, refresh } = await signedIn()
    await gate.pool.query(
      `UPDATE oauth_token SET expires_at = clock_timestamp() WHERE kind = 'access' AND organisation_id = $1`,
      [tenant.organisationId],
    )
    const { status, challenge } = await callWith(gate, access, tenant.serverId)
    expect([status, challenge]).toEqual([401, expect.stringContaining('error="invalid_token"')])
    expect((await client.refresh(refresh, tenant.serverId)).status).toBe(200)
  })

  it('leaves no code or token in the tables, the log or the record', async () => {
    const { code, access, refresh, client } = await signedIn()
    await client.refresh(refresh, tenant.serverId)
    await client.revoke(access)
    const { rows } = await gate.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`,
    )
    const texts = await Promise.all(
      rows.map(async ({ name }) => JSON.stringify((await gate.pool.query(`SELECT * FROM "${name}"`)).rows)),
    )
    const all = [...texts, ...gate.logged].join('\n')
    expect(all).toContain(tenant.organisationId)
    for (const secret of [code, access, refresh]) expect(all).not.toContain(secret.slice(17, 60))
  })
})

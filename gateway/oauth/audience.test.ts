// Who may use what where. A token is for one server at one address; metadata is where clients that sign in look, and nowhere else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import type { Harness } from '../testing/harness.ts'
import { makerOf } from '../testing/people.ts'
import { callWith, startSigningIn } from './testing/gate.ts'
import { allowedClient } from './testing/sign-in.ts'

let gate: Harness
let mine: Tenant
let theirs: Tenant
let access: string
beforeAll(async () => {
  gate = await startSigningIn()
  ;[mine, theirs] = [await gate.tenant(), await gate.tenant()]
  const of = { serverId: mine.serverId, policyId: mine.policyId }
  const { client, code } = await allowedClient(gate.origin, makerOf(mine), of)
  access = String((await client.exchange(code, mine.serverId)).body.access_token)
})
afterAll(() => gate.close())

/** A second server of the first tenant, which the grant does not have. */
async function secondServer(): Promise<string> {
  const serverId = mine.serverId.slice(0, -1) + (mine.serverId.endsWith('0') ? '1' : '0')
  await gate.pool.query(
    `INSERT INTO server (organisation_id, id, slug, name, url, status) VALUES ($1, $2, 'second', 'Second', $3, 'ready')`,
    [mine.organisationId, serverId, gate.upstream.url],
  )
  return serverId
}

describe('an access token', () => {
  it('is good at the address it was given for, with and without a slash', async () => {
    for (const end of ['', '/'])
      expect(
        (await callWith(gate, access, mine.serverId, `${gate.origin}/mcp/${mine.serverId}/oauth${end}`))
          .status,
      ).toBe(200)
  })

  it('is unknown at another server of the organisation, and at one of another [token of another server]', async () => {
    const answers = await Promise.all(
      [await secondServer(), theirs.serverId].map((serverId) => callWith(gate, access, serverId)),
    )
    for (const answer of answers) {
      expect(answer.status).toBe(401)
      expect(answer.challenge).toContain('error="invalid_token"')
    }
  })

  it('is unknown at the address that takes a grant’s own token, and that one here', async () => {
    const header = await callWith(gate, access, mine.serverId, `${gate.origin}/mcp/${mine.serverId}/`)
    expect([header.status, header.challenge]).toEqual([401, 'Bearer'])
    expect((await callWith(gate, mine.token, mine.serverId)).status).toBe(401)
    const url = await callWith(
      gate,
      access,
      mine.serverId,
      `${gate.origin}/mcp/t/${access}/${mine.serverId}/`,
    )
    expect(url.status).toBe(404)
  })

  it('is not taken from a cookie or the query', async () => {
    const address = `${gate.origin}/mcp/${mine.serverId}/oauth`
    const cookie = await fetch(address, { method: 'POST', headers: { cookie: `access_token=${access}` } })
    const query = await fetch(`${address}?access_token=${access}`, { method: 'POST' })
    expect([cookie.status, query.status]).toEqual([401, 401])
  })

  it('ends with the membership of whoever allowed it', async () => {
    const tenant = await gate.tenant()
    const of = { serverId: tenant.serverId, policyId: tenant.policyId }
    const { client, code } = await allowedClient(gate.origin, makerOf(tenant), of)
    const { body } = await client.exchange(code, tenant.serverId)
    expect((await callWith(gate, String(body.access_token), tenant.serverId)).status).toBe(200)
    await gate.pool.query('DELETE FROM member WHERE organisation_id = $1', [tenant.organisationId])
    expect((await callWith(gate, String(body.access_token), tenant.serverId)).status).toBe(401)
    expect((await client.refresh(String(body.refresh_token), tenant.serverId)).body.error).toBe(
      'invalid_grant',
    )
  })
})

describe('metadata', () => {
  const read = async (path: string) => {
    const response = await fetch(gate.origin + path)
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  it('of a server’s address for clients that sign in leads to the authorization server, which has PKCE and iss', async () => {
    const refusal = await fetch(`${gate.origin}/mcp/${mine.serverId}/oauth`, { method: 'POST' })
    const where = /resource_metadata="([^"]+)"/.exec(refusal.headers.get('www-authenticate') ?? '')?.[1] ?? ''
    const resource = await read(new URL(where).pathname)
    expect(resource.body).toMatchObject({
      resource: `${gate.origin}/mcp/${mine.serverId}/oauth`,
      authorization_servers: [`${gate.origin}/oauth`],
    })
    for (const path of [
      '/.well-known/oauth-authorization-server/oauth',
      '/.well-known/openid-configuration/oauth',
      '/oauth/.well-known/openid-configuration',
    ])
      expect((await read(path)).body).toMatchObject({
        issuer: `${gate.origin}/oauth`,
        code_challenge_methods_supported: ['S256'],
        response_types_supported: ['code'],
        authorization_response_iss_parameter_supported: true,
        client_id_metadata_document_supported: true,
      })
  })

  it('says the same of a server that there is not', async () => {
    const nobody = `srv_${'0'.repeat(28)}`
    const path = (id: string) => `/.well-known/oauth-protected-resource/mcp/${id}/oauth`
    const [real, none] = [await read(path(mine.serverId)), await read(path(nobody))]
    expect(none.status).toBe(200)
    expect(JSON.stringify(none.body).replaceAll(nobody, mine.serverId)).toBe(JSON.stringify(real.body))
  })

  it('is nowhere that a client with a token in its header would find it', async () => {
    for (const path of [
      '/.well-known/oauth-protected-resource',
      `/.well-known/oauth-protected-resource/mcp/${mine.serverId}`,
      `/.well-known/oauth-protected-resource/mcp/${mine.serverId}/`,
      '/.well-known/oauth-protected-resource/mcp',
      '/.well-known/oauth-authorization-server',
      `/.well-known/oauth-authorization-server/mcp/${mine.serverId}`,
      '/.well-known/openid-configuration',
      `/mcp/${mine.serverId}/.well-known/oauth-protected-resource`,
    ])
      expect((await fetch(gate.origin + path)).status, path).toBe(404)
    const refusal = await fetch(`${gate.origin}/mcp/${mine.serverId}/`, { method: 'POST' })
    expect(refusal.headers.get('www-authenticate')).toBe('Bearer')
  })

  it('is refused under a host name that is not ours [DNS rebinding]', async () => {
    const { request } = await import('node:http')
    const status = await new Promise((resolve) => {
      request(`${gate.origin}/.well-known/oauth-authorization-server/oauth`, {
        headers: { host: 'evil.example' },
      })
        .on('response', (response) => resolve(response.resume().statusCode))
        .end()
    })
    expect(status).toBe(403)
  })
})

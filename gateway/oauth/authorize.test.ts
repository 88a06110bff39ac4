// The way through a browser: what a client may ask, where an answer may go, and who may give it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { allowConsent, getConsent, refuseConsent } from '#lib/grants/index.ts'
import { consentCookieName, oauthUrl } from '#lib/urls.ts'
import type { Harness } from '../testing/harness.ts'
import { makerOf, person } from '../testing/people.ts'
import { allow, begin, comeBack, openBrowser, refuse } from './testing/browser.ts'
import { startSigningIn } from './testing/gate.ts'
import { type HandClient, handClient, REDIRECT } from './testing/sign-in.ts'

let gate: Harness
let tenant: Tenant
let client: HandClient
beforeAll(async () => {
  gate = await startSigningIn()
  tenant = await gate.tenant()
  client = await handClient(gate.origin)
})
afterAll(() => gate.close())

/** Where a request to begin leads: to the consent, back to the client with an error, or to a page of ours. */
async function outcome(changes: Record<string, string | null>, more = ''): Promise<string> {
  const url = client.authorizationUrl(tenant.serverId, changes)
  const response = await openBrowser().get(`${url}${more}`)
  const to = response.headers.get('location')
  if (to?.startsWith('/consent/')) return 'consent'
  if (to === null) return `page ${response.status}`
  const { hash, search, origin, pathname } = new URL(to)
  // An error of what would come back behind a #, does.
  const searchParams = new URLSearchParams(hash === '' ? search : hash.slice(1))
  expect(searchParams.get('iss')).toBe(`${gate.origin}/oauth`)
  return `${origin}${pathname} ${searchParams.get('error')} ${searchParams.get('state')}`
}
const back = (error: string) => `${REDIRECT} ${error} a state`

describe('a request to sign in', () => {
  it.each([
    ['as it should be', {}, 'consent'],
    ['with a scope that we do not have', { scope: 'openid email offline_access' }, 'consent'],
    [
      'to another port of the person’s own machine [RFC 8252]',
      { redirect_uri: 'http://127.0.0.1:4321/callback' },
      'consent',
    ],
    ['with a long state', { state: 'x'.repeat(4000) }, 'consent'],
    ['with a slash behind the server’s address', { resource: '+/' }, 'consent'],
    ['without PKCE', { code_challenge: null, code_challenge_method: null }, back('invalid_request')],
    ['with PKCE in the clear', { code_challenge_method: 'plain' }, back('invalid_request')],
    ['for an access token at once', { response_type: 'token' }, back('unsupported_response_type')],
    ['for no server', { resource: null }, back('invalid_target')],
    ['for an address of somebody else', { resource: 'https://evil.example/mcp' }, back('invalid_target')],
    ['for the address that takes a header', { resource: '-/oauth' }, back('invalid_target')],
    // Nothing that is wrong with the client or its redirect leads anywhere but to a page of ours.
    ['of an unknown client', { client_id: 'nobody' }, 'page 400'],
    ['without a redirect', { redirect_uri: null }, 'page 400'],
    ['to another host [open redirect]', { redirect_uri: 'https://evil.example/callback' }, 'page 400'],
    ['to another path', { redirect_uri: 'http://127.0.0.1:9/callback/../evil' }, 'page 400'],
    [
      'to a host that begins like the right one',
      { redirect_uri: 'http://127.0.0.1.evil.example/callback' },
      'page 400',
    ],
    ['to a name before the host', { redirect_uri: 'http://127.0.0.1:9@evil.example/callback' }, 'page 400'],
    ['to no address', { redirect_uri: '//evil.example' }, 'page 400'],
    ['to a script', { redirect_uri: 'javascript:alert(1)' }, 'page 400'],
  ] as const)('%s', async (_, changes: Record<string, string | null>, expected) => {
    const own = oauthUrl(gate.origin, tenant.serverId)
    const resource = changes.resource === '+/' ? `${own}/` : own.replace(/\/oauth$/, '')
    const marked = changes.resource === '+/' || changes.resource === '-/oauth'
    expect(await outcome(marked ? { ...changes, resource } : changes)).toBe(expected)
  })

  it('in which a parameter comes twice is refused, without a redirect that was not checked', async () => {
    expect(await outcome({}, '&redirect_uri=https%3A%2F%2Fevil.example')).toBe('page 400')
    expect(await outcome({}, '&state=another')).toMatch(
      /^(page 400|http:\/\/127\.0\.0\.1:9\/callback invalid_request)/,
    )
  })

  it('is answered on pages that nobody can frame, and that tell no other site where they came from', async () => {
    const response = await fetch(client.authorizationUrl(tenant.serverId, { client_id: '<b>nobody' }))
    const page = await response.text()
    expect(page).not.toContain('<b>')
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(response.headers.get('cache-control')).toContain('no-store')
  })

  it('from one address too often is refused', async () => {
    const { createPace } = await import('./pace.ts')
    let now = 0
    const pace = createPace({ a: 2, b: 1 }, () => now)
    for (const name of ['a', 'a', 'b'] as const) pace.take(name, '192.0.2.1')
    expect(() => pace.take('a', '192.0.2.1')).toThrow(/Too many/)
    pace.take('a', '192.0.2.2')
    now += 3_600_001
    pace.take('a', '192.0.2.1')
  })
})

describe('the answer of a person', () => {
  const opened = async () => {
    const browser = openBrowser()
    return { browser, requestId: await begin(browser, client.authorizationUrl(tenant.serverId)) }
  }
  const answer = () => ({ label: 'x', policyId: tenant.policyId, expiresAt: null })

  it('sees the client’s own name, its redirect, the server and its published policies', async () => {
    const { requestId } = await opened()
    expect(await getConsent(makerOf(tenant), requestId)).toMatchObject({
      client: { name: 'Hand client', host: null, redirectTo: 'http://127.0.0.1:9' },
      server: { id: tenant.serverId, name: 'Live' },
      policies: [{ id: tenant.policyId, version: 1 }],
      mayAllow: true,
    })
  })

  it('refused, leads back with access_denied, the state and our issuer, and makes no grant', async () => {
    const count = async () => (await gate.pool.query('SELECT count(*) FROM oauth_grant')).rows[0].count
    const before = await count()
    const { browser, requestId } = await opened()
    const to = await refuse(browser, gate.origin, requestId, makerOf(tenant))
    expect(Object.fromEntries(to.searchParams)).toMatchObject({
      error: 'access_denied',
      state: 'a state',
      iss: `${gate.origin}/oauth`,
    })
    expect(await count()).toBe(before)
  })

  it('is given once: the same question cannot be allowed or refused again, nor come back for a second code', async () => {
    const { browser, requestId } = await opened()
    const { redirect } = await allow(browser, gate.origin, requestId, makerOf(tenant), answer())
    expect(redirect.searchParams.get('code')).toMatch(/^pca_/)
    await expect(allowConsent(makerOf(tenant), requestId, answer())).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(refuseConsent(makerOf(tenant), requestId)).rejects.toMatchObject({ code: 'not-found' })
    const again = await browser.get(`${gate.origin}/oauth/auth/${requestId}`)
    expect(again.headers.get('location')).toBeNull()
    expect(again.status).toBe(400)
  })

  it('that two people give at once counts once', async () => {
    const { requestId } = await opened()
    const made = await Promise.allSettled(
      [1, 2, 3].map(() => allowConsent(makerOf(tenant), requestId, answer())),
    )
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('that was given in another browser than the one in which it began gives no code, and its grant ends', async () => {
    // Somebody begins, and has another person allow it by passing the address on; then they come back themselves.
    const { browser: attacker, requestId } = await opened()
    const victim = await allowConsent(makerOf(tenant), requestId, answer())
    const to = await comeBack(attacker, gate.origin, victim.returnTo)
    expect(to.searchParams.get('error')).toBe('access_denied')
    expect(to.searchParams.get('code')).toBeNull()
    const { rows } = await gate.pool.query('SELECT revoked_at FROM "grant" WHERE id = $1', [victim.grant.id])
    expect(rows[0].revoked_at).not.toBeNull()
  })

  it('does not lead the other person’s browser to a code either', async () => {
    const { requestId } = await opened()
    const victim = await allowConsent(makerOf(tenant), requestId, answer())
    const browser = openBrowser()
    browser.setCookie(consentCookieName(false), victim.browserSecret)
    const response = await browser.get(gate.origin + victim.returnTo)
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
  })

  it('is nobody’s of another organisation: for them there is no such server', async () => {
    const other = await gate.tenant()
    const { requestId } = await opened()
    for (const attempt of [
      getConsent(makerOf(other), requestId),
      allowConsent(makerOf(other), requestId, answer()),
      refuseConsent(makerOf(other), requestId),
    ])
      await expect(attempt).rejects.toMatchObject({ code: 'not-found' })
    await expect(
      allowConsent(makerOf(tenant), requestId, { ...answer(), policyId: other.policyId }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  it('takes an admin; a person of two organisations answers for the one whose server it is', async () => {
    const { requestId } = await opened()
    const viewer = await person(gate, tenant, 'policy_manager')
    expect((await getConsent(viewer, requestId)).mayAllow).toBe(false)
    await expect(allowConsent(viewer, requestId, answer())).rejects.toMatchObject({ code: 'forbidden' })
    const elsewhere = await gate.tenant()
    await gate.pool.query('INSERT INTO member (organisation_id, user_id, role) VALUES ($1, $2, $3)', [
      tenant.organisationId,
      elsewhere.userId,
      'admin',
    ])
    const { grant } = await allowConsent(makerOf(elsewhere), requestId, answer())
    expect(grant.id).toContain(tenant.organisationId)
  })

  it('comes too late after ten minutes', async () => {
    const { requestId } = await opened()
    await gate.pool.query('UPDATE oauth_request SET expires_at = clock_timestamp()')
    await expect(getConsent(makerOf(tenant), requestId)).rejects.toMatchObject({ code: 'not-found' })
    await expect(allowConsent(makerOf(tenant), requestId, answer())).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

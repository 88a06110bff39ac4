// Clients that are known by a document at an address of theirs (OAuth Client ID Metadata Document). Anybody can name an
// address: it is fetched through the one door, and what comes back is believed for that address alone.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { getConsent } from '#lib/grants/index.ts'
import { certificateFor } from '#lib/upstream/testing/certificate.ts'
import { type Listening, listen } from '#lib/upstream/testing/listen.ts'
import { oauthUrl } from '#lib/urls.ts'
import type { Harness } from '../testing/harness.ts'
import { makerOf } from '../testing/people.ts'
import { allow, begin, openBrowser } from './testing/browser.ts'
import { startSigningIn } from './testing/gate.ts'
import { createMemory } from './testing/memory.ts'
import { type HandClient, handClient, REDIRECT } from './testing/sign-in.ts'

let gate: Harness
let tenant: Tenant
let host: Listening
let client: HandClient
let answer: (request: IncomingMessage, response: ServerResponse) => void
let documents = 0
const certificate = certificateFor('localhost')
beforeAll(async () => {
  gate = await startSigningIn({ documentAuthorities: certificate.cert })
  tenant = await gate.tenant()
  client = await handClient(gate.origin)
  host = await listen((request, response) => answer(request, response), certificate)
})
afterAll(async () => {
  await host.close()
  await gate.close()
})
beforeEach(() => {
  documents++
})

/** A new address at each test: what was fetched is kept for a while. */
const address = () => `https://localhost:${host.port}/client-${documents}.json`
const document = (changes: object = {}) => ({
  client_id: address(),
  client_name: 'Documented',
  redirect_uris: ['http://127.0.0.1/callback'],
  token_endpoint_auth_method: 'none',
  ...changes,
})
const give = (body: unknown, status = 200, headers: Record<string, string> = {}) => {
  answer = (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}
const begun = (changes: Record<string, string> = {}) =>
  openBrowser().get(client.authorizationUrl(tenant.serverId, { client_id: address(), ...changes }))

describe('a client with a document', () => {
  it('signs in with the SDK and registers nothing; its host vouches for its name; the port of its machine is free', async () => {
    give(document())
    const memory = createMemory(address())
    const url = new URL(oauthUrl(gate.origin, tenant.serverId))
    const first = new StreamableHTTPClientTransport(url, { authProvider: memory.provider })
    await expect(new Client({ name: 'x', version: '1' }).connect(first)).rejects.toBeInstanceOf(
      UnauthorizedError,
    )
    expect(memory.clientId()).toBe(address())
    const browser = openBrowser()
    const requestId = await begin(browser, memory.sentTo())
    expect((await getConsent(makerOf(tenant), requestId)).client).toEqual({
      name: 'Documented',
      host: `localhost:${host.port}`,
      redirectTo: 'http://127.0.0.1:9',
    })
    const { redirect } = await allow(browser, gate.origin, requestId, makerOf(tenant), {
      policyId: tenant.policyId,
    })
    await first.finishAuth(redirect.searchParams)
    const connected = new Client({ name: 'x', version: '1' })
    await connected.connect(new StreamableHTTPClientTransport(url, { authProvider: memory.provider }))
    expect((await connected.listTools()).tools.length).toBeGreaterThan(0)
    await connected.close()
    const { rows } = await gate.pool.query('SELECT count(*)::int AS n FROM oauth_client WHERE id = $1', [
      address(),
    ])
    expect(rows).toEqual([{ n: 0 }])
  })

  it.each([
    ['that names another client', () => document({ client_id: 'https://localhost/other.json' })],
    [
      'without the redirect that is asked for',
      () => document({ redirect_uris: ['https://client.example/callback'] }),
    ],
    [
      'that sends its people to plain http elsewhere',
      () => document({ redirect_uris: ['http://evil.example/callback'] }),
    ],
    ['that is no JSON', () => 'not JSON'],
    ['that is a list', () => []],
    ['that is null', () => 'null'],
    ['that is larger than 10 KB', () => document({ client_name: 'x'.repeat(20_000) })],
  ])('%s does not get to a person', async (_, body) => {
    give(body())
    const response = await begun()
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
  })

  it('that is not there, or is elsewhere, does not get to a person, and no redirect is followed', async () => {
    for (const [status, headers] of [
      [404, {}],
      [302, { location: `https://localhost:${host.port}/elsewhere` }],
    ] as const) {
      documents++
      give('{}', status, headers)
      expect((await begun()).status).toBe(400)
    }
    expect(host.requests.map(({ url }) => url)).not.toContain('/elsewhere')
  })

  it.each([
    ['http', (port: number) => `http://localhost:${port}/client.json`],
    ['a name before the host', (port: number) => `https://localhost@localhost:${port}/client.json`],
    ['a path with dots', (port: number) => `https://localhost:${port}/a/../client.json`],
    ['the address of cloud metadata', () => 'https://169.254.169.254/client.json'],
  ])('is not asked for at %s', async (_, of) => {
    give(document())
    const before = host.requests.length
    expect((await begun({ client_id: of(host.port) })).status).toBe(400)
    expect(host.requests.length).toBe(before)
  })

  it('at a private address is not asked for where the installation connects to none [SSRF]', async () => {
    const closed = await startSigningInAlone()
    try {
      give(document())
      const before = host.requests.length
      const url = new URL(closed.authorization)
      url.searchParams.set('client_id', address())
      expect((await openBrowser().get(url)).status).toBe(400)
      expect(host.requests.length).toBe(before)
    } finally {
      await closed.close()
    }
  })
})

async function startSigningInAlone() {
  const { startHarness } = await import('../testing/harness.ts')
  const { freePort } = await import('../../scripts/postgres.mjs')
  const other = await startHarness({
    appUrl: `http://127.0.0.1:${await freePort()}`,
    allowPrivateUpstreams: false,
    documentAuthorities: certificate.cert,
  })
  const { serverId } = await other.tenant()
  const authorization = (await handClient(other.origin)).authorizationUrl(serverId, {
    redirect_uri: REDIRECT,
  })
  return { authorization, close: () => other.close() }
}

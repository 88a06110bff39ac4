// What a hostile server or authorization server could say of a sign-in, and what comes of it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { closeConnections } from '../send.ts'
import { departure } from './authorize.ts'
import { clientDocument, issuerDigest, type OauthClient, obtainClient, redirectUri } from './client.ts'
import { discoverSignIn, type SignIn } from './discover.ts'
import { exchangeCode, refreshTokens } from './tokens.ts'

type Answer = { status?: number; headers?: Record<string, string>; json?: unknown; body?: string }
type Seen = { method: string; path: string; body: string; authorization: string | undefined }

let origin: string
let answers: Record<string, Answer>
let seen: Seen[]
let close: () => Promise<void>
const REACH = { allowPrivate: true, appUrl: 'https://gate.example' }

beforeEach(async () => {
  answers = {}
  seen = []
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? ''
    const { authorization } = request.headers
    seen.push({ method: request.method ?? '', path, body: await text(request), authorization })
    const { status = 200, headers = {}, json, body } = answers[path] ?? { status: 404 }
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(body ?? JSON.stringify(json ?? {}))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = () =>
    new Promise((closed) => {
      server.close(() => closed())
      server.closeAllConnections()
    })
  answers['/mcp'] = { status: 401, headers: { 'www-authenticate': 'Bearer' } }
  answers['/.well-known/oauth-protected-resource/mcp'] = { json: resource() }
  answers['/.well-known/oauth-authorization-server'] = { json: metadata() }
})
afterEach(async () => {
  await closeConnections()
  await close()
})

const resource = (changed: object = {}) => ({
  resource: `${origin}/mcp`,
  authorization_servers: [origin],
  ...changed,
})
const metadata = (changed: object = {}) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  registration_endpoint: `${origin}/register`,
  code_challenge_methods_supported: ['S256'],
  ...changed,
})
const discover = (reach = REACH) => discoverSignIn(`${origin}/mcp`, reach)
async function found(): Promise<SignIn> {
  const signIn = await discover()
  if (!signIn) throw new Error('it offers no sign-in')
  return signIn
}

describe('finding the sign-in of a server', () => {
  it('asks where the challenge says, and for the scope that it names', async () => {
    answers['/mcp'] = {
      status: 401,
      headers: { 'www-authenticate': `Bearer resource_metadata="${origin}/elsewhere", scope="a b"` },
    }
    answers['/elsewhere'] = { json: resource({ scopes_supported: ['c'] }) }
    expect(await discover()).toMatchObject({ issuer: origin, scope: 'a b', resource: `${origin}/mcp` })
  })

  it('asks at the well-known place for the path, then for the whole server', async () => {
    delete answers['/.well-known/oauth-protected-resource/mcp']
    answers['/.well-known/oauth-protected-resource'] = {
      json: resource({ resource: `${origin}/`, scopes_supported: ['c'] }),
    }
    expect(await discover()).toMatchObject({ scope: 'c', resource: `${origin}/` })
  })

  it('finds an issuer with a path, by OAuth’s name for it and by both of OpenID’s', async () => {
    answers['/.well-known/oauth-protected-resource/mcp'] = {
      json: resource({ authorization_servers: [`${origin}/tenant`] }),
    }
    for (const place of [
      '/.well-known/oauth-authorization-server/tenant',
      '/.well-known/openid-configuration/tenant',
      '/tenant/.well-known/openid-configuration',
    ]) {
      answers[place] = { json: metadata({ issuer: `${origin}/tenant` }) }
      expect(await discover()).toMatchObject({ issuer: `${origin}/tenant` })
      delete answers[place]
    }
  })

  it('takes a server of before 2025-06-18 by the metadata at its own origin', async () => {
    delete answers['/.well-known/oauth-protected-resource/mcp']
    expect(await discover()).toMatchObject({ issuer: origin, resource: `${origin}/mcp` })
  })

  it('finds none where there is none', async () => {
    answers = { '/mcp': { status: 401 } }
    expect(await discover()).toBeNull()
  })

  it('asks for a refresh token where that has a scope', async () => {
    answers['/.well-known/oauth-authorization-server'] = {
      json: metadata({ scopes_supported: ['offline_access', 'x'] }),
    }
    const { scope } = await found()
    expect(scope).toBe('offline_access')
  })

  it.each([
    [
      'a resource of another server',
      resourceChange({ resource: 'https://other.example/mcp' }),
      /another server/,
    ],
    ['a resource beside its path', resourceChange({ resource: 'ORIGIN/other' }), /another server/],
    [
      'an issuer that calls itself another',
      metadataChange({ issuer: 'https://evil.example' }),
      /another issuer/,
    ],
    ['no PKCE', metadataChange({ code_challenge_methods_supported: undefined }), /PKCE/],
    ['plain PKCE', metadataChange({ code_challenge_methods_supported: ['plain'] }), /PKCE/],
    ['no token endpoint', metadataChange({ token_endpoint: undefined }), /where to sign in/],
  ])('[security D12] refuses %s', async (_, change, message) => {
    change()
    await expect(discover()).rejects.toMatchObject({
      code: 'upstream-error',
      message: expect.stringMatching(message),
    })
  })

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'http://169.254.169.254/token',
    'http://metadata.google.internal/',
    'https://gate.example/oauth/authorize',
    'http://user:secret@127.0.0.1/',
  ])('[security D12] sends nobody to %s, and asks nothing there', async (address) => {
    for (const key of [
      'authorization_endpoint',
      'token_endpoint',
      'registration_endpoint',
      'revocation_endpoint',
    ]) {
      metadataChange({ [key]: address })()
      await expect(discover()).rejects.toMatchObject({
        code: expect.stringMatching(/^(url|address)-refused$/),
      })
    }
    metadataChange({})()
    resourceChange({ authorization_servers: [address] })()
    await expect(discover()).rejects.toMatchObject({ code: expect.stringMatching(/^(url|address)-refused$/) })
    answers['/mcp'] = {
      status: 401,
      headers: { 'www-authenticate': `Bearer resource_metadata="${address}"` },
    }
    await expect(discover()).rejects.toMatchObject({ code: expect.stringMatching(/^(url|address)-refused$/) })
  })

  it('[security D12] on a hosted gateway reaches no private address, whoever names it', async () => {
    await expect(discover({ ...REACH, allowPrivate: false })).rejects.toMatchObject({
      code: 'address-refused',
    })
    expect(seen).toEqual([])
  })

  it('follows no redirect to another place', async () => {
    answers['/.well-known/oauth-protected-resource/mcp'] = {
      status: 302,
      headers: { location: 'http://169.254.169.254/' },
    }
    await expect(discover()).rejects.toMatchObject({ code: 'upstream-error' })
  })

  it('reads no more than a document can hold', async () => {
    answers['/.well-known/oauth-authorization-server'] = { body: `{"issuer":"${'x'.repeat(300_000)}"}` }
    await expect(discover()).rejects.toMatchObject({ code: 'upstream-too-large' })
  })
})

function metadataChange(changed: object): () => void {
  return () => {
    answers['/.well-known/oauth-authorization-server'] = { json: metadata(changed) }
  }
}
function resourceChange(changed: { resource?: string; authorization_servers?: string[] }): () => void {
  return () => {
    const named = changed.resource?.replace('ORIGIN', origin)
    answers['/.well-known/oauth-protected-resource/mcp'] = {
      json: resource({ ...changed, ...(named !== undefined && { resource: named }) }),
    }
  }
}

describe('becoming a client', () => {
  it('is our document where the server reads such, and nothing is asked', async () => {
    metadataChange({ client_id_metadata_document_supported: true })()
    const signIn = await found()
    seen.length = 0
    const client = await obtainClient(signIn, REACH)
    const digest = issuerDigest(origin)
    expect(client).toMatchObject({
      id: `https://gate.example/upstream-client/${digest}`,
      auth: 'none',
      kind: 'document',
    })
    expect(clientDocument(REACH.appUrl, digest)).toMatchObject({
      client_id: client.id,
      redirect_uris: [redirectUri(REACH.appUrl, digest)],
      token_endpoint_auth_method: 'none',
    })
    expect(seen).toEqual([])
  })

  it('is a registration where we stand at an address that only we know', async () => {
    metadataChange({ client_id_metadata_document_supported: true })()
    answers['/register'] = { status: 201, json: { client_id: 'c1', client_secret: 's1' } }
    for (const appUrl of ['http://gate.example', 'https://localhost:3000', 'https://10.0.0.1'])
      expect(await obtainClient(await found(), { ...REACH, appUrl })).toMatchObject({
        id: 'c1',
        secret: 's1',
        auth: 'client_secret_basic',
        kind: 'registered',
      })
  })

  it('has an address to come back to that is that server’s alone', async () => {
    answers['/register'] = { status: 201, json: { client_id: 'c1' } }
    await obtainClient(await found(), REACH)
    const asked = JSON.parse(seen.at(-1)?.body ?? '')
    expect(asked.redirect_uris).toEqual([`https://gate.example/servers/connected/${issuerDigest(origin)}`])
    expect(issuerDigest(origin)).not.toBe(issuerDigest(`${origin}/other`))
  })

  it('is a person’s work where the server takes nobody by itself', async () => {
    metadataChange({ registration_endpoint: undefined })()
    await expect(obtainClient(await found(), REACH)).rejects.toMatchObject({
      code: 'invalid-input',
      data: { needsClient: true, redirectUri: redirectUri(REACH.appUrl, issuerDigest(origin)) },
    })
  })

  it('quotes what the server has against it as one harmless line', async () => {
    answers['/register'] = { status: 400, json: { error: 'x', error_description: 'no\u202e way' } }
    await expect(obtainClient(await found(), REACH)).rejects.toThrow(/“x”|did not register/)
  })
})

describe('leaving', () => {
  it('keeps what the server’s address says already, and adds what is asked', async () => {
    metadataChange({ authorization_endpoint: `${origin}/authorize?tenant=a` })()
    const client: OauthClient = { id: 'c1', secret: '', auth: 'none', kind: 'registered' }
    const { url, state, verifier } = departure(await found(), client, 'https://gate.example/back')
    const asked = new URL(url).searchParams
    expect(asked.get('tenant')).toBe('a')
    expect(asked.get('state')).toBe(state)
    expect(url).not.toContain(verifier)
    expect(asked.get('code_challenge_method')).toBe('S256')
  })
})

describe('tokens', () => {
  const client: OauthClient = { id: 'c:1', secret: 's %', auth: 'client_secret_basic', kind: 'manual' }
  const place = () => ({ tokenEndpoint: `${origin}/token`, resource: `${origin}/mcp`, client })
  const given = { code: 'the-code', verifier: 'v', redirectUri: 'https://gate.example/back' }

  it('are asked for with code, verifier and resource, the secret in the header alone', async () => {
    answers['/token'] = {
      json: { access_token: 'at', token_type: 'bearer', expires_in: 60, refresh_token: 'rt' },
    }
    expect(await exchangeCode(place(), given, REACH)).toEqual({
      kind: 'tokens',
      tokens: { accessToken: 'at', refreshToken: 'rt', lastsSeconds: 60, scope: null },
    })
    const form = new URLSearchParams(seen.at(-1)?.body)
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'authorization_code',
      code: 'the-code',
      code_verifier: 'v',
      redirect_uri: given.redirectUri,
      resource: `${origin}/mcp`,
    })
    expect(seen.at(-1)?.authorization).toBe(`Basic ${Buffer.from('c%3A1:s+%25').toString('base64')}`)
  })

  it('keep the refresh token that is not replaced', async () => {
    answers['/token'] = { json: { access_token: 'at', token_type: 'Bearer' } }
    expect(await refreshTokens(place(), 'old', REACH)).toMatchObject({
      tokens: { refreshToken: 'old', lastsSeconds: null },
    })
  })

  it('that no header can carry are refused', async () => {
    for (const access_token of ['a\nb', 'a b', '', 'é', 'x'.repeat(9000), 7]) {
      answers['/token'] = { json: { access_token, token_type: 'bearer' } }
      await expect(exchangeCode(place(), given, REACH)).rejects.toMatchObject({ code: 'upstream-error' })
    }
  })

  it('of another kind than Bearer are refused', async () => {
    answers['/token'] = { json: { access_token: 'at', token_type: 'DPoP' } }
    await expect(exchangeCode(place(), given, REACH)).rejects.toThrow(/kind that is not known/)
  })

  it('are refused for good by a code that says so, and for now by everything else', async () => {
    answers['/token'] = { status: 400, json: { error: 'invalid_grant', error_description: 'gone' } }
    expect(await refreshTokens(place(), 'old', REACH)).toEqual({
      kind: 'refused',
      error: 'invalid_grant',
      reason: '“gone”',
    })
    answers['/token'] = {
      status: 400,
      json: { error: 'invalid_grant', error_description: 'bad the-old-one' },
    }
    expect(await refreshTokens(place(), 'the-old-one', REACH)).toMatchObject({ reason: '“bad [hidden]”' })
    for (const answer of [
      { status: 500, json: { error: 'invalid_grant' } },
      { status: 429, json: { error: 'slow_down' } },
      { status: 400, json: { error: 'temporarily_unavailable' } },
      { status: 400, body: '<html>' },
      { status: 200, body: '<html>' },
    ]) {
      answers['/token'] = answer
      await expect(refreshTokens(place(), 'old', REACH)).rejects.toMatchObject({ code: 'upstream-error' })
    }
  })
})

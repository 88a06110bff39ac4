// Who may register: anybody, so what that leaves behind is small and opens nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Harness } from '../testing/harness.ts'
import { clientView } from './client-view.ts'
import { startSigningIn } from './testing/gate.ts'
import { REDIRECT, register } from './testing/sign-in.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startSigningIn()
})
afterAll(() => gate.close())

describe('a registration', () => {
  it('makes a public client, whatever it asked to be, and gives out no secret', async () => {
    const { status, body } = await register(gate.origin, {
      client_name: 'Asks for a secret',
      redirect_uris: [
        'https://client.example/callback',
        REDIRECT,
        'cursor://anysphere.cursor-retrieval/callback',
      ],
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      response_types: ['code', 'token'],
      scope: 'everything',
      jwks_uri: 'http://169.254.169.254/latest',
      logo_uri: 'http://169.254.169.254/logo',
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    })
    expect(Object.keys(body)).not.toContain('client_secret')
    expect(JSON.stringify(body)).not.toContain('169.254')
  })

  it.each([
    ['no redirect', { client_name: 'x' }],
    ['plain http to another machine', { redirect_uris: ['http://evil.example/callback'] }],
    ['a script', { redirect_uris: ['javascript:alert(1)'] }],
    ['data', { redirect_uris: ['data:text/html,x'] }],
    ['a file', { redirect_uris: ['file:///etc/passwd'] }],
    ['a fragment', { redirect_uris: ['https://client.example/#x'] }],
    ['no address', { redirect_uris: ['nowhere'] }],
    ['something else than addresses', { redirect_uris: [1, {}] }],
    ['too many', { redirect_uris: Array.from({ length: 11 }, (_, i) => `https://client.example/${i}`) }],
    ['one that is too long', { redirect_uris: [`https://client.example/${'x'.repeat(2001)}`] }],
    ['a list', []],
  ])('with %s is refused', async (_, metadata) => {
    const { status, body } = await register(gate.origin, metadata)
    expect([status, body.client_id]).toEqual([400, undefined])
  })

  it('is one small JSON object', async () => {
    const send = async (body: string, type = 'application/json') =>
      (
        await fetch(`${gate.origin}/oauth/register`, {
          method: 'POST',
          headers: { 'content-type': type },
          body,
        })
      ).status
    expect(await send('{')).toBe(400)
    expect(await send('{}', 'text/plain')).toBe(415)
    expect(await send(JSON.stringify({ client_name: 'x'.repeat(20_000), redirect_uris: [REDIRECT] }))).toBe(
      413,
    )
  })

  it('is not changed or read by anybody afterwards', async () => {
    const { body } = await register(gate.origin)
    for (const method of ['GET', 'PUT', 'DELETE', 'POST'])
      expect((await fetch(`${gate.origin}/oauth/register/${body.client_id}`, { method })).status).toBe(404)
  })
})

describe('the name of a client', () => {
  it('is shown on one line, without letters that nobody sees or that turn it round', () => {
    expect(clientView({ clientId: 'x', clientName: 'Good\n\u202eevil\u200b  name' })).toEqual({
      name: 'Good evil name',
      host: null,
    })
    expect(clientView({ clientId: 'x', clientName: ' ' }).name).toBe('A client without a name')
    expect(clientView({ clientId: 'x', clientName: 'y'.repeat(200) }).name).toHaveLength(80)
  })

  it('is vouched for where it stands in a document of a host', () => {
    expect(clientView({ clientId: 'https://claude.ai/oauth/client', clientName: 'Claude' })).toEqual({
      name: 'Claude',
      host: 'claude.ai',
    })
    expect(clientView({ clientId: 'https://claude.ai/oauth/client' }).name).toBe('claude.ai')
  })
})

// The address that a person's browser is sent to, with PKCE (RFC 7636, S256 only) and the resource (RFC 8707).
import { createHash, randomBytes } from 'node:crypto'
import type { OauthClient } from './client.ts'
import type { SignIn } from './discover.ts'

export type Departure = {
  readonly url: string
  /** 256 random bits each, base64url. The verifier never leaves before the code is exchanged. */
  readonly state: string
  readonly verifier: string
}

export function departure(
  { authorizationEndpoint, resource, scope }: SignIn,
  client: OauthClient,
  redirectUri: string,
): Departure {
  const state = randomBytes(32).toString('base64url')
  const verifier = randomBytes(32).toString('base64url')
  const url = new URL(authorizationEndpoint)
  const parameters: Record<string, string> = {
    response_type: 'code',
    client_id: client.id,
    redirect_uri: redirectUri,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    resource,
    ...(scope !== '' && { scope }),
    // Without it OpenID servers leave out the refresh token.
    ...(scope.split(' ').includes('offline_access') && { prompt: 'consent' }),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return { url: url.href, state, verifier }
}

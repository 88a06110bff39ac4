// The parameters that clients send, as far as they mean something here. Others are left out and not refused: clients
// ask for scopes, prompts and claims of servers that they know better.

import { SCOPE } from './metadata.ts'
import { canonicalResource } from './resource.ts'

const AUTHORIZATION = [
  'client_id',
  'response_type',
  'redirect_uri',
  'state',
  'code_challenge',
  'code_challenge_method',
  'resource',
] as const
const FORM = [
  'grant_type',
  'code',
  'redirect_uri',
  'code_verifier',
  'refresh_token',
  'client_id',
  'token',
  'token_type_hint',
  'resource',
] as const

/** The query of an authorization request. A parameter that came twice stays so, and is refused for it. */
export function authorizationQuery(url: string): URLSearchParams {
  const [, sent = ''] = url.split(/\?(.*)/s, 2)
  const query = kept(new URLSearchParams(sent), AUTHORIZATION)
  query.set('scope', SCOPE)
  return query
}

/** The body of a token or revocation request. Whatever of the scope was asked for, there is one. */
export function tokenForm(body: string): URLSearchParams {
  return kept(new URLSearchParams(body), FORM)
}

function kept(sent: URLSearchParams, names: readonly string[]): URLSearchParams {
  const parameters = new URLSearchParams()
  for (const [name, value] of sent)
    if (names.includes(name)) parameters.append(name, name === 'resource' ? canonicalResource(value) : value)
  return parameters
}

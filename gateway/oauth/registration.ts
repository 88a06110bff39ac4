// What a client may say of itself, when it registers or in the document at its address. All are public clients with
// PKCE: a secret that anybody can have for the asking proves nothing, so none is given out (RFC 7591 §3.2.1 lets the server
// choose). All are native ones: https anywhere, http to the person's own machine on any port, or a scheme of an app.

export type Registration = {
  readonly redirect_uris: readonly unknown[]
  readonly client_name?: string
  readonly client_uri?: string
  readonly application_type: 'native'
  readonly token_endpoint_auth_method: 'none'
  readonly grant_types: readonly string[]
  readonly response_types: readonly ['code']
}

const GRANT_TYPES = ['authorization_code', 'refresh_token']
const MOST_REDIRECTS = 10
const LONGEST_REDIRECT = 2000
const LONGEST_NAME = 200

/** What goes on of it. What is wrong with the redirects the library says, in the words of RFC 7591. */
export function registrationOf(said: unknown): Registration {
  const { redirect_uris, client_name, client_uri, grant_types } = (
    typeof said === 'object' && said !== null ? said : {}
  ) as Record<string, unknown>
  const asked = Array.isArray(grant_types) ? GRANT_TYPES.filter((type) => grant_types.includes(type)) : []
  return {
    redirect_uris: areShort(redirect_uris) ? redirect_uris : [],
    ...(typeof client_name === 'string' && { client_name: client_name.slice(0, LONGEST_NAME) }),
    ...(isWebAddress(client_uri) && { client_uri }),
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: asked.includes('authorization_code') ? asked : GRANT_TYPES,
    response_types: ['code'],
  }
}

function areShort(uris: unknown): uris is readonly unknown[] {
  return (
    Array.isArray(uris) &&
    uris.length <= MOST_REDIRECTS &&
    uris.every((uri) => typeof uri === 'string' && uri.length <= LONGEST_REDIRECT)
  )
}

function isWebAddress(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    text.length <= LONGEST_REDIRECT &&
    /^https:\/\//.test(text) &&
    URL.canParse(text)
  )
}

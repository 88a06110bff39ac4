// What clients read before they sign in. Nothing here depends on which servers there are: an address of nobody's has
// the same metadata as one of somebody's.
import { oauthUrl } from '#lib/urls.ts'

/** The one scope there is: to use the server, under the policy that is chosen at the consent. */
export const SCOPE = 'mcp'

/** The issuer has a path of its own: at the origin's root some clients would find it for the addresses that take a header. */
export function issuerOf(appUrl: string): string {
  return `${appUrl}/oauth`
}

const SERVER_METADATA = /^\/\.well-known\/oauth-protected-resource\/mcp\/(srv_[0-9a-z]{28})\/oauth\/?$/
const ISSUER_METADATA = new Set([
  '/.well-known/oauth-authorization-server/oauth',
  // OpenID Connect's places, which clients try as well.
  '/.well-known/openid-configuration/oauth',
  '/oauth/.well-known/openid-configuration',
  '/oauth/.well-known/oauth-authorization-server',
])

/** The document at a path, or null where there is none. */
export function metadataAt(path: string, appUrl: string): Record<string, unknown> | null {
  const serverId = SERVER_METADATA.exec(path)?.[1]
  if (serverId !== undefined) return protectedResource(appUrl, serverId)
  return ISSUER_METADATA.has(path) ? authorizationServer(appUrl) : null
}

/** RFC 9728 §3: where a client reads who gives out tokens for a server. */
export function resourceMetadataUrl(appUrl: string, serverId: string): string {
  return `${appUrl}/.well-known/oauth-protected-resource/mcp/${serverId}/oauth`
}

function protectedResource(appUrl: string, serverId: string): Record<string, unknown> {
  return {
    resource: oauthUrl(appUrl, serverId),
    authorization_servers: [issuerOf(appUrl)],
    scopes_supported: [SCOPE],
    bearer_methods_supported: ['header'],
    resource_name: 'Portcullis',
  }
}

// RFC 8414. What the library could do beside this is switched off.
function authorizationServer(appUrl: string): Record<string, unknown> {
  const issuer = issuerOf(appUrl)
  return {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    registration_endpoint: `${issuer}/register`,
    revocation_endpoint: `${issuer}/revoke`,
    jwks_uri: `${issuer}/jwks`,
    scopes_supported: [SCOPE],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
  }
}

// Where and how one signs in to a server (RFC 9728, RFC 8414, OpenID Discovery): read from the server's own documents,
// each of which could be written to lead us elsewhere, so each has to agree with the one that named it.
import { Fault } from '#lib/fault.ts'
import { type JsonObject, member } from '#lib/json/index.ts'
import { readChallenge } from './challenge.ts'
import { checkEndpoint, getDocument, knock, type Reach } from './fetch.ts'

/** An authorization server, as far as it is used here. Every address is checked. */
export type SignIn = {
  /** What tokens are asked for: the server, in its own words (RFC 8707). */
  readonly resource: string
  readonly issuer: string
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly registrationEndpoint: string | null
  readonly revocationEndpoint: string | null
  /** What to ask for, separated by spaces; '' for nothing in particular. */
  readonly scope: string
  readonly takesClientDocuments: boolean
  /** Its answers name the issuer, so one without is not its answer (RFC 9207). */
  readonly namesIssuer: boolean
  /** How clients prove themselves at the token endpoint. */
  readonly authMethods: readonly string[]
}

const MOST_ISSUERS = 3

/**
 * The sign-in of a server, or null where it offers none.
 * @param url the server's own, checked
 * @throws {Fault} upstream-error for documents that contradict each other; those of `send`
 */
export async function discoverSignIn(url: string, reach: Reach): Promise<SignIn | null> {
  const answer = await knock(url, reach)
  const challenge = answer.status === 401 ? readChallenge(answer.headers['www-authenticate']) : null
  const metadata = await resourceMetadata(url, challenge?.resourceMetadata ?? null, reach)
  // Before 2025-06-18 a server had no such document, and its sign-in stood at its own origin.
  const named = metadata ? texts(metadata, 'authorization_servers') : [new URL(url).origin]
  const resource = metadata ? resourceOf(metadata, url) : url
  for (const issuer of named.slice(0, MOST_ISSUERS)) {
    const document = await issuerMetadata(issuer, reach)
    if (!document) continue
    const wanted = challenge?.scope ?? (metadata ? texts(metadata, 'scopes_supported').join(' ') : '')
    return signInFrom(document, { issuer: text(document, 'issuer') ?? issuer, resource, wanted }, reach)
  }
  if (!metadata) return null
  throw contradiction(url, 'names a sign-in that cannot be read')
}

async function resourceMetadata(url: string, named: string | null, reach: Reach): Promise<JsonObject | null> {
  const { origin, pathname, search } = new URL(url)
  const place = `${origin}/.well-known/oauth-protected-resource`
  const path = pathname === '/' ? '' : pathname.replace(/\/$/, '')
  const candidates = named === null ? [place + path + search, place] : [named]
  for (const candidate of new Set(candidates)) {
    const { status, body } = await getDocument(candidate, reach)
    if (status === 200 && body && text(body, 'resource') !== null) return body
  }
  if (named !== null) throw contradiction(url, 'names a description of its sign-in that is not there')
  return null
}

// A document of another server would have us bring that server's tokens here.
function resourceOf(metadata: JsonObject, url: string): string {
  const resource = text(metadata, 'resource') ?? ''
  const server = new URL(url)
  const own = URL.canParse(resource) ? new URL(resource) : null
  const under = own?.pathname.endsWith('/') ? own.pathname : `${own?.pathname}/`
  if (own?.origin !== server.origin || !`${server.pathname.replace(/\/$/, '')}/`.startsWith(under))
    throw contradiction(url, 'describes the sign-in of another server')
  return resource
}

async function issuerMetadata(issuer: string, reach: Reach): Promise<JsonObject | null> {
  const { origin, pathname } = new URL(checkEndpoint(issuer, reach))
  const path = pathname.replace(/\/$/, '')
  const candidates = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ]
  for (const candidate of new Set(candidates)) {
    const { status, body } = await getDocument(candidate, reach)
    if (status !== 200 || !body) continue
    const said = text(body, 'issuer')
    if (said === null || withoutSlash(said) !== withoutSlash(issuer))
      throw contradiction(issuer, 'has a description that names another issuer')
    return body
  }
  return null
}

function signInFrom(
  document: JsonObject,
  { issuer, resource, wanted }: { issuer: string; resource: string; wanted: string },
  reach: Reach,
): SignIn {
  const endpoint = (key: string) => {
    const value = text(document, key)
    return value === null ? null : checkEndpoint(value, reach)
  }
  const authorizationEndpoint = endpoint('authorization_endpoint')
  const tokenEndpoint = endpoint('token_endpoint')
  if (!authorizationEndpoint || !tokenEndpoint) throw contradiction(issuer, 'does not say where to sign in')
  if (!texts(document, 'code_challenge_methods_supported').includes('S256'))
    throw contradiction(issuer, 'does not protect its codes with PKCE (S256)')
  const supported = texts(document, 'scopes_supported')
  const wants = wanted.split(/\s+/).filter((each) => SCOPE.test(each))
  // Without it many give no refresh token, and people would have to sign in every hour.
  if (supported.includes('offline_access') && !wants.includes('offline_access')) wants.push('offline_access')
  return {
    resource,
    issuer,
    authorizationEndpoint,
    tokenEndpoint,
    registrationEndpoint: endpoint('registration_endpoint'),
    revocationEndpoint: endpoint('revocation_endpoint'),
    scope: wants.slice(0, 100).join(' '),
    takesClientDocuments: member(document, 'client_id_metadata_document_supported') === true,
    namesIssuer: member(document, 'authorization_response_iss_parameter_supported') === true,
    authMethods: texts(document, 'token_endpoint_auth_methods_supported'),
  }
}

// RFC 6749 §3.3
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/

function text(document: JsonObject, key: string): string | null {
  const value = member(document, key)
  return typeof value === 'string' && value !== '' && value.length <= 2048 ? value : null
}

function texts(document: JsonObject, key: string): string[] {
  const value = member(document, key)
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string').slice(0, 200) : []
}

// RFC 8414 compares them letter by letter; a slash at the end is where real servers differ from themselves.
function withoutSlash(issuer: string): string {
  return issuer.replace(/\/$/, '')
}

function contradiction(url: string, what: string): Fault {
  const host = URL.canParse(url) ? new URL(url).host : 'The server'
  return new Fault('upstream-error', `${host} ${what}. Report it to its operator.`, {
    data: { handedOver: false },
  })
}

// Who we are to an authorization server: a document of ours that it reads (Client ID Metadata Documents), a
// registration that it keeps (RFC 7591), or an id that a person got there by hand.
import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { Fault } from '#lib/fault.ts'
import { type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { quote } from '../answer-fault.ts'
import type { SignIn } from './discover.ts'
import { postDocument, type Reach } from './fetch.ts'

export type OauthClient = {
  readonly id: string
  /** '' for a public client. */
  readonly secret: string
  readonly auth: 'none' | 'client_secret_basic' | 'client_secret_post'
  readonly kind: 'document' | 'registered' | 'manual'
}

const NAME = 'Portcullis'

/** 32 hexadecimal digits that stand for an issuer in addresses of ours. */
export function issuerDigest(issuer: string): string {
  return createHash('sha256').update(issuer).digest('hex').slice(0, 32)
}

/**
 * Where an authorization server sends people back to. Each has an address of its own, so that what one of them
 * sends can never pass for an answer of another (mix-up, RFC 9700 §4.4).
 */
export function redirectUri(appUrl: string, digest: string): string {
  return `${appUrl}/servers/connected/${digest}`
}

/** The address of our document for an authorization server, which is our id there. */
export function clientDocumentUrl(appUrl: string, digest: string): string {
  return `${appUrl}/upstream-client/${digest}`
}

/** That document. */
export function clientDocument(appUrl: string, digest: string): Readonly<Record<string, unknown>> {
  return {
    client_id: clientDocumentUrl(appUrl, digest),
    client_name: NAME,
    client_uri: appUrl,
    redirect_uris: [redirectUri(appUrl, digest)],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  }
}

// A document at an address that only this machine or network knows is no id to anybody else.
function canUseDocument({ takesClientDocuments }: SignIn, appUrl: string): boolean {
  const { protocol, hostname } = new URL(appUrl)
  return takesClientDocuments && protocol === 'https:' && hostname.includes('.') && isIP(hostname) === 0
}

/**
 * Gets an id without a person's help.
 * @throws {Fault} invalid-input {redirectUri} where only a person can: the server takes no new clients by itself
 */
export async function obtainClient(signIn: SignIn, reach: Reach): Promise<OauthClient> {
  const digest = issuerDigest(signIn.issuer)
  if (canUseDocument(signIn, reach.appUrl))
    return { id: clientDocumentUrl(reach.appUrl, digest), secret: '', auth: 'none', kind: 'document' }
  if (signIn.registrationEndpoint !== null) return register(signIn, signIn.registrationEndpoint, reach)
  throw new Fault(
    'invalid-input',
    `${new URL(signIn.issuer).host} takes no new clients by itself. Register Portcullis there by hand, then enter the client id that you get.`,
    { data: { field: 'clientId', needsClient: true, redirectUri: redirectUri(reach.appUrl, digest) } },
  )
}

async function register(signIn: SignIn, endpoint: string, reach: Reach): Promise<OauthClient> {
  const { host } = new URL(signIn.issuer)
  const wanted = methodFor(signIn.authMethods)
  const { status, body } = await postDocument(
    endpoint,
    jsonObject([
      ['client_name', NAME],
      ['client_uri', reach.appUrl],
      ['redirect_uris', [redirectUri(reach.appUrl, issuerDigest(signIn.issuer))]],
      ['grant_types', ['authorization_code', 'refresh_token']],
      ['response_types', ['code']],
      ['token_endpoint_auth_method', wanted],
      ['application_type', 'web'],
      // No scope: some refuse here what they give when it is asked for.
    ]),
    reach,
  )
  const id = body ? text(body, 'client_id') : ''
  if (status < 200 || status >= 300 || !body || id === '')
    throw new Fault('upstream-error', `${host} did not register Portcullis: ${reasonOf(body, status)}.`)
  const secret = text(body, 'client_secret')
  const said = text(body, 'token_endpoint_auth_method')
  const auth = secret === '' ? 'none' : said === 'client_secret_post' ? said : 'client_secret_basic'
  return { id, secret, auth, kind: 'registered' }
}

// RFC 8414: where it does not say, Basic is what it takes.
function methodFor(supported: readonly string[]): OauthClient['auth'] {
  if (supported.includes('none')) return 'none'
  return supported.includes('client_secret_post') && !supported.includes('client_secret_basic')
    ? 'client_secret_post'
    : 'client_secret_basic'
}

function text(document: JsonObject, key: string): string {
  const value = member(document, key)
  return typeof value === 'string' && value.length <= 4096 && /^[\x20-\x7e]*$/.test(value) ? value : ''
}

/** What an authorization server says is wrong, as one quoted line without the secrets that it was sent. */
export function reasonOf(
  body: JsonObject | null,
  status: number,
  secrets: Readonly<Record<string, string>> = {},
): string {
  const said = body ? text(body, 'error_description') || text(body, 'error') : ''
  return said === '' ? `it answered ${status}` : quote(said, secrets)
}

// Codes and refresh tokens into access tokens (RFC 6749 §4.1.3, §6; RFC 7009).
import { Fault } from '#lib/fault.ts'
import { isJsonNumber, type JsonObject, member, numberText } from '#lib/json/index.ts'
import { type OauthClient, reasonOf } from './client.ts'
import { postForm, type Reach } from './fetch.ts'

export type Tokens = {
  readonly accessToken: string
  /** null where the server gives none: the access then ends with the access token. */
  readonly refreshToken: string | null
  /** Seconds that it lasts; null where the server does not say. */
  readonly lastsSeconds: number | null
  readonly scope: string | null
}
/** `refused`: the server's last word, with its code; a failure that may pass is thrown instead. */
export type TokenAnswer =
  | { readonly kind: 'tokens'; readonly tokens: Tokens }
  | { readonly kind: 'refused'; readonly error: string; readonly reason: string }

export type TokenPlace = {
  readonly tokenEndpoint: string
  readonly resource: string
  readonly client: OauthClient
}

const FINAL =
  /^(?:invalid_grant|invalid_client|unauthorized_client|unsupported_grant_type|invalid_scope|invalid_target|access_denied)$/
// What a header can carry, and no more than one may hold.
const TOKEN = /^[\x21-\x7e]{1,7000}$/
const MAX_SECONDS = 366 * 86_400

/** @throws {Fault} those of `send`, and upstream-error for an answer that is no answer */
export function exchangeCode(
  place: TokenPlace,
  given: { readonly code: string; readonly verifier: string; readonly redirectUri: string },
  reach: Reach,
): Promise<TokenAnswer> {
  const { code, verifier, redirectUri } = given
  const fields = {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
  }
  return ask(place, fields, reach, null)
}

/** @throws {Fault} as `exchangeCode` */
export function refreshTokens(place: TokenPlace, refreshToken: string, reach: Reach): Promise<TokenAnswer> {
  return ask(place, { grant_type: 'refresh_token', refresh_token: refreshToken }, reach, refreshToken)
}

/** Asks the server to forget a token. It may refuse: what is deleted here is gone all the same. */
export async function revokeToken(
  endpoint: string,
  client: OauthClient,
  token: string,
  reach: Reach,
): Promise<void> {
  const { fields, secret } = proof(client)
  await postForm(endpoint, { token, ...fields }, reach, secret)
}

async function ask(
  { tokenEndpoint, resource, client }: TokenPlace,
  fields: Readonly<Record<string, string>>,
  reach: Reach,
  refreshToken: string | null,
): Promise<TokenAnswer> {
  const own = proof(client)
  const { status, body } = await postForm(
    tokenEndpoint,
    { ...fields, resource, ...own.fields },
    reach,
    own.secret,
  )
  const { host } = new URL(tokenEndpoint)
  if (status === 200 && body) return { kind: 'tokens', tokens: tokensIn(body, host, refreshToken) }
  const sent = { ...fields, secret: client.secret }
  const error = body ? member(body, 'error') : undefined
  if (status >= 400 && status < 500 && typeof error === 'string' && FINAL.test(error))
    return { kind: 'refused', error, reason: reasonOf(body, status, sent) }
  throw new Fault('upstream-error', `${host} gave no token: ${reasonOf(body, status, sent)}.`)
}

function tokensIn(body: JsonObject, host: string, refreshToken: string | null): Tokens {
  const accessToken = member(body, 'access_token')
  const type = member(body, 'token_type')
  const refresh = member(body, 'refresh_token')
  const scope = member(body, 'scope')
  if (typeof accessToken !== 'string' || !TOKEN.test(accessToken))
    throw new Fault(
      'upstream-error',
      `${host} gave a token that no header can carry. Report it to its operator.`,
    )
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer')
    throw new Fault(
      'upstream-error',
      `${host} gives tokens of a kind that is not known here. Only Bearer is.`,
    )
  return {
    accessToken,
    // One that is not replaced stays good (RFC 6749 §6).
    refreshToken: typeof refresh === 'string' && TOKEN.test(refresh) ? refresh : refreshToken,
    lastsSeconds: secondsIn(body),
    scope: typeof scope === 'string' ? scope.slice(0, 2000) : null,
  }
}

function secondsIn(body: JsonObject): number | null {
  const value = member(body, 'expires_in')
  const seconds = isJsonNumber(value)
    ? Number(numberText(value))
    : typeof value === 'string'
      ? Number(value)
      : Number.NaN
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(Math.floor(seconds), MAX_SECONDS) : null
}

function proof({ id, secret, auth }: OauthClient): { fields: Record<string, string>; secret?: string } {
  if (auth === 'client_secret_basic') {
    // RFC 6749 §2.3.1: each half is form-encoded first.
    const half = (text: string) => new URLSearchParams([['', text]]).toString().slice(1)
    return { fields: {}, secret: `Basic ${Buffer.from(`${half(id)}:${half(secret)}`).toString('base64')}` }
  }
  return { fields: { client_id: id, ...(auth === 'client_secret_post' && { client_secret: secret }) } }
}

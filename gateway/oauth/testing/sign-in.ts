// A client of our own hands: what an SDK does when it signs in, one request at a time, so that a test can do each of them wrong.
import { createHash, randomBytes } from 'node:crypto'
import type { Member } from '#lib/data/model.ts'
import { oauthUrl } from '#lib/urls.ts'
import { type Answer, allow, begin, openBrowser } from './browser.ts'

export const REDIRECT = 'http://127.0.0.1:9/callback'

export type TokenAnswer = {
  readonly status: number
  readonly body: {
    access_token?: string
    refresh_token?: string
    expires_in?: number
    scope?: string
    token_type?: string
    error?: string
    error_description?: string
  }
}
export type HandClient = {
  readonly clientId: string
  readonly verifier: string
  authorizationUrl(serverId: string, changes?: Record<string, string | null>): URL
  /** POST /oauth/token with these fields. */
  token(fields: Record<string, string>): Promise<TokenAnswer>
  /** Exchanges a code, with some of it changed; null leaves a field out. */
  exchange(code: string, serverId: string, changes?: Record<string, string | null>): Promise<TokenAnswer>
  refresh(refreshToken: string, serverId: string): Promise<TokenAnswer>
  revoke(token: string): Promise<number>
}

/** Registers at an origin. */
export async function register(
  origin: string,
  metadata: object = { client_name: 'Hand client', redirect_uris: [REDIRECT] },
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${origin}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(metadata),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

export async function handClient(origin: string): Promise<HandClient> {
  const clientId = String((await register(origin)).body.client_id)
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const form = async (path: string, fields: Record<string, string>) =>
    fetch(`${origin}/oauth/${path}`, { method: 'POST', body: new URLSearchParams(fields) })
  const token = async (fields: Record<string, string>): Promise<TokenAnswer> => {
    const response = await form('token', fields)
    return { status: response.status, body: (await response.json()) as TokenAnswer['body'] }
  }
  return {
    clientId,
    verifier,
    token,
    authorizationUrl(serverId, changes = {}) {
      const url = new URL(`${origin}/oauth/auth`)
      url.search = new URLSearchParams(
        present({
          client_id: clientId,
          redirect_uri: REDIRECT,
          response_type: 'code',
          state: 'a state',
          code_challenge: challenge,
          code_challenge_method: 'S256',
          resource: oauthUrl(origin, serverId),
          ...changes,
        }),
      ).toString()
      return url
    },
    exchange: (code, serverId, changes = {}) =>
      token(
        present({
          grant_type: 'authorization_code',
          code,
          client_id: clientId,
          redirect_uri: REDIRECT,
          code_verifier: verifier,
          resource: oauthUrl(origin, serverId),
          ...changes,
        }),
      ),
    refresh: (refreshToken, serverId) =>
      token({
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        client_id: clientId,
        resource: oauthUrl(origin, serverId),
      }),
    revoke: async (text) => (await form('revoke', { token: text, client_id: clientId })).status,
  }
}

/** The whole way: registered, allowed by a member, and its code in hand. */
export async function allowedClient(
  origin: string,
  member: Member,
  of: Answer & { serverId: string },
): Promise<{ client: HandClient; code: string; grantId: string }> {
  const client = await handClient(origin)
  const browser = openBrowser()
  const requestId = await begin(browser, client.authorizationUrl(of.serverId))
  const { redirect, grantId } = await allow(browser, origin, requestId, member, of)
  const code = redirect.searchParams.get('code')
  if (code === null) throw new Error(`no code: ${redirect}`)
  return { client, code, grantId }
}

function present(fields: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== null),
  )
}

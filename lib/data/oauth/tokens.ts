// Codes, access tokens and refresh tokens. The text of one says whose it is; stored is its SHA-256 alone.
import { organisationOf } from '#lib/id.ts'
import { readToken, type TokenKind } from '#lib/token.ts'
import type { Pool } from '../admission/index.ts'
import { query } from '../admission/index.ts'

export type OauthTokenKind = 'code' | 'access' | 'refresh'
/** What the authorization server knows of it beside its text: client, audience, scope, code challenge. */
export type TokenPayload = Readonly<Record<string, unknown>>

const PREFIXES: Readonly<Record<OauthTokenKind, TokenKind>> = { code: 'pca', access: 'pco', refresh: 'pcr' }

// The first access token of a grant is when its client connected.
const SAVE = `
  WITH saved AS (
    INSERT INTO oauth_token (organisation_id, digest, kind, grant_id, payload, expires_at)
    VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(secs => $6))
    RETURNING organisation_id, grant_id, kind
  )
  UPDATE oauth_grant g SET connected_at = clock_timestamp() FROM saved s
   WHERE s.kind = 'access' AND g.connected_at IS NULL
     AND g.organisation_id = s.organisation_id AND g.grant_id = s.grant_id`

/** @param seconds for how long it is good @throws {Fault} store-unavailable; Error for a text of another kind or tenant */
export async function saveToken(
  pool: Pool,
  kind: OauthTokenKind,
  text: string,
  of: { readonly grantId: string; readonly payload: TokenPayload },
  seconds: number,
): Promise<void> {
  const token = tokenOf(kind, text)
  if (!token || organisationOf('grt', of.grantId) !== token.organisationId)
    throw new Error(`not a ${kind} of this grant`)
  const payload = JSON.stringify(of.payload)
  await query(pool, SAVE, [token.organisationId, token.digest, kind, of.grantId, payload, seconds])
}

/** null for one that was never issued, was taken back, or is long over. @throws {Fault} store-unavailable */
export async function findToken(
  pool: Pool,
  kind: OauthTokenKind,
  text: string,
): Promise<{ payload: TokenPayload; isConsumed: boolean } | null> {
  const token = tokenOf(kind, text)
  if (!token) return null
  const rows = await query<{ payload: TokenPayload; isConsumed: boolean }>(
    pool,
    `SELECT payload, consumed_at IS NOT NULL AS "isConsumed" FROM oauth_token
      WHERE organisation_id = $1 AND digest = $2 AND kind = $3`,
    [token.organisationId, token.digest, kind],
  )
  return rows[0] ?? null
}

/**
 * Uses a code or refresh token up.
 * @returns false where it was used already: of two that try at once, one does @throws {Fault} store-unavailable
 */
export async function consumeToken(pool: Pool, kind: OauthTokenKind, text: string): Promise<boolean> {
  const token = tokenOf(kind, text)
  if (!token) return false
  const rows = await query(
    pool,
    // A client renews hourly: what is used up is remembered for a week, and not for as long as it was good.
    `UPDATE oauth_token SET consumed_at = clock_timestamp(),
            expires_at = least(expires_at, clock_timestamp() + interval '7 days')
      WHERE organisation_id = $1 AND digest = $2 AND kind = $3 AND consumed_at IS NULL RETURNING 1`,
    [token.organisationId, token.digest, kind],
  )
  return rows.length > 0
}

/** Takes a token back; a call that it let in a moment ago is decided again. @throws {Fault} store-unavailable */
export async function deleteToken(pool: Pool, kind: OauthTokenKind, text: string): Promise<void> {
  const token = tokenOf(kind, text)
  if (!token) return
  const values = [token.organisationId, token.digest, kind]
  await query(
    pool,
    'DELETE FROM oauth_token WHERE organisation_id = $1 AND digest = $2 AND kind = $3',
    values,
  )
}

function tokenOf(kind: OauthTokenKind, text: string): ReturnType<typeof readToken> {
  const token = readToken(text)
  return token?.kind === PREFIXES[kind] ? token : null
}

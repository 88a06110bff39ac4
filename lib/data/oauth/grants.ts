// The grants that somebody consented to, as the authorization server sees them: live or not there.
import { newId, organisationOf } from '#lib/id.ts'
import type { Pool } from '../admission/index.ts'
import { query } from '../admission/index.ts'

export type OauthGrant = {
  readonly clientId: string
  readonly userId: string
  readonly serverId: string
  /** Seconds since the epoch. */
  readonly consentedAt: number
  /** Likewise; null for a grant without an end. */
  readonly expiresAt: number | null
}

const LIVE = `
  SELECT o.client_id AS "clientId", g.created_by_id AS "userId", o.server_id AS "serverId",
         floor(extract(epoch FROM o.consented_at))::float8 AS "consentedAt",
         floor(extract(epoch FROM g.expires_at))::float8 AS "expiresAt"
    FROM oauth_grant o
    JOIN "grant" g ON g.organisation_id = o.organisation_id AND g.id = o.grant_id
    JOIN member m ON m.organisation_id = g.organisation_id AND m.user_id = g.created_by_id
    JOIN grant_server s ON s.organisation_id = o.organisation_id AND s.grant_id = o.grant_id AND s.server_id = o.server_id
   WHERE o.organisation_id = $1 AND o.grant_id = $2
     AND g.revoked_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > clock_timestamp())`

/** null for one that is not there, was revoked, has expired, or lost its server or its person. @throws {Fault} store-unavailable */
export async function findOauthGrant(pool: Pool, grantId: string): Promise<OauthGrant | null> {
  const organisationId = organisationOf('grt', grantId)
  if (organisationId === null) return null
  return (await query<OauthGrant>(pool, LIVE, [organisationId, grantId]))[0] ?? null
}

/** Why a grant ends without a person of its organisation: its client gave it back, or a used code or token came again. */
export type EndedBy = 'client' | 'reuse' | 'other-browser' | 'never-used'

const WEIGHTS: Readonly<Record<EndedBy, string>> = {
  client: 'info',
  reuse: 'warning',
  'other-browser': 'warning',
  'never-used': 'info',
}

// Its tokens go in a statement of their own, after: they open nothing once it is revoked.
const END = `
  WITH ended AS (
    UPDATE "grant" g SET revoked_at = clock_timestamp()
      FROM oauth_grant o
     WHERE g.organisation_id = $1 AND g.id = $2 AND g.revoked_at IS NULL
       AND o.organisation_id = g.organisation_id AND o.grant_id = g.id
    RETURNING g.organisation_id, g.id, g.label, o.client_name
  ), noted AS (
    INSERT INTO audit_event (organisation_id, id, actor_kind, action, target, detail)
    SELECT organisation_id, $3, 'chore', 'grant.revoked', id,
           jsonb_build_object('label', label, 'client', client_name, 'because', $4::text)
      FROM ended
  )
  SELECT note_event(organisation_id, 'grant.revoked', id,
                    jsonb_build_object('grant', label, 'by', client_name), $5::text) FROM ended`

/** Ends a grant with the very next call, on record; again is no error. @throws {Fault} store-unavailable */
export async function endGrant(pool: Pool, grantId: string, because: EndedBy): Promise<void> {
  const organisationId = organisationOf('grt', grantId)
  if (organisationId === null) return
  const id = newId('evt', organisationId)
  await query(pool, END, [organisationId, grantId, id, because, WEIGHTS[because]])
  const tokens = 'DELETE FROM oauth_token WHERE organisation_id = $1 AND grant_id = $2'
  await query(pool, tokens, [organisationId, grantId])
}

const WAITING = `
  SELECT o.grant_id AS id FROM oauth_grant o
    JOIN "grant" g ON g.organisation_id = o.organisation_id AND g.id = o.grant_id
   WHERE o.connected_at IS NULL AND o.consented_at < clock_timestamp() - interval '15 minutes' AND g.revoked_at IS NULL
   ORDER BY o.consented_at LIMIT 100`

/**
 * Ends what somebody allowed and no client ever fetched: its code is long over, and nobody can use it.
 * @returns how many, a hundred at most @throws {Fault} store-unavailable
 */
export async function endUnusedGrants(pool: Pool): Promise<number> {
  const waiting = await query<{ id: string }>(pool, WAITING, [])
  for (const { id } of waiting) await endGrant(pool, id, 'never-used')
  return waiting.length
}

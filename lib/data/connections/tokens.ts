// The tokens that servers are reached with, on plain pg: calls read them, and of many replicas one renews them. Whose
// they are is decided by the key alone: everybody's, or those of the very person that is named.
import type pg from 'pg'
import { query } from '../admission/index.ts'

/** Whose account a server is to be reached with. `userId` null: whoever's reads its tools. */
export type Asked = {
  readonly organisationId: string
  readonly serverId: string
  readonly userId: string | null
}
export type StoredTokens = {
  /** '' for everybody's. */
  readonly owner: string
  readonly revision: number
  readonly isBroken: boolean
  readonly message: string
  readonly sealedTokens: Uint8Array
  /** By the database's clock; null where the server did not say. Below zero: over. */
  readonly secondsLeft: number | null
  readonly issuer: string
  readonly resource: string
  readonly tokenEndpoint: string
  readonly sealedClient: Uint8Array
}
type Row = {
  owner: string
  revision: number
  state: string
  message: string
  sealed_tokens: Buffer
  seconds_left: number | null
  issuer: string
  resource: string
  token_endpoint: string
  sealed_client: Buffer
}

// Which owner counts is the server's own setting as it is now, not what the caller believes.
const FIND = `
  SELECT c.owner, c.revision, c.state, c.message, c.sealed_tokens, i.issuer, i.resource, i.token_endpoint, i.sealed_client,
         extract(epoch FROM c.expires_at - clock_timestamp())::float8 AS seconds_left
    FROM server s
    JOIN upstream_sign_in i ON i.organisation_id = s.organisation_id AND i.server_id = s.id
    JOIN upstream_connection c ON c.organisation_id = i.organisation_id AND c.server_id = i.server_id
     AND c.owner = CASE s.oauth WHEN 'server' THEN '' WHEN 'user' THEN coalesce($3, i.reader_id) END
   WHERE s.organisation_id = $1 AND s.id = $2`

/** null where there is no such connection. @throws {Fault} store-unavailable */
export async function findTokens(pool: pg.Pool, asked: Asked): Promise<StoredTokens | null> {
  const { organisationId, serverId, userId } = asked
  const row = (await query<Row>(pool, FIND, [organisationId, serverId, userId]))[0]
  if (!row) return null
  return {
    owner: row.owner,
    revision: row.revision,
    isBroken: row.state !== 'connected',
    message: row.message,
    sealedTokens: row.sealed_tokens,
    secondsLeft: row.seconds_left,
    issuer: row.issuer,
    resource: row.resource,
    tokenEndpoint: row.token_endpoint,
    sealedClient: row.sealed_client,
  }
}

/** One connection as it was read: what changes it afterwards changes it only while it still is that one. */
export type Place = {
  readonly organisationId: string
  readonly serverId: string
  readonly owner: string
  readonly revision: number
}

const CLAIM = `
  UPDATE upstream_connection
     SET renew_holder = $5, renew_until = clock_timestamp() + make_interval(secs => $6)
   WHERE organisation_id = $1 AND server_id = $2 AND owner = $3 AND revision = $4 AND state = 'connected'
     AND (renew_until IS NULL OR renew_until < clock_timestamp())
  RETURNING revision`

/** Takes the renewal on, for `leaseMs`. @returns false where another has it, or there is nothing to renew any more */
export async function claimRenewal(
  pool: pg.Pool,
  place: Place,
  holder: string,
  leaseMs: number,
): Promise<boolean> {
  return (await query(pool, CLAIM, [...keyOf(place), holder, leaseMs / 1000])).length === 1
}

const RENEWED = `
  UPDATE upstream_connection
     SET sealed_tokens = $6, expires_at = clock_timestamp() + make_interval(secs => $7), scope = coalesce($8, scope),
         renewed_at = clock_timestamp(), revision = revision + 1, renew_holder = NULL, renew_until = NULL
   WHERE organisation_id = $1 AND server_id = $2 AND owner = $3 AND revision = $4 AND renew_holder = $5
  RETURNING revision`

/** Keeps what the renewal brought. @returns false where it was disconnected or connected anew meanwhile */
export async function keepRenewal(
  pool: pg.Pool,
  place: Place,
  holder: string,
  renewed: {
    readonly sealedTokens: Buffer
    readonly lastsSeconds: number | null
    readonly scope: string | null
  },
): Promise<boolean> {
  const { sealedTokens, lastsSeconds, scope } = renewed
  return (
    (await query(pool, RENEWED, [...keyOf(place), holder, sealedTokens, lastsSeconds, scope])).length === 1
  )
}

/** Gives the renewal back: it failed in a way that may pass. */
export async function giveUpRenewal(pool: pg.Pool, place: Place, holder: string): Promise<void> {
  const text = `UPDATE upstream_connection SET renew_holder = NULL, renew_until = NULL
                 WHERE organisation_id = $1 AND server_id = $2 AND owner = $3 AND revision = $4 AND renew_holder = $5`
  await query(pool, text, [...keyOf(place), holder])
}

const BROKEN = `
  UPDATE upstream_connection SET state = 'broken', message = $5, renew_holder = NULL, renew_until = NULL
   WHERE organisation_id = $1 AND server_id = $2 AND owner = $3 AND revision = $4 AND state = 'connected'`

/** Writes down that only a person can connect it again; triggers tell of it. */
export async function breakConnection(pool: pg.Pool, place: Place, message: string): Promise<void> {
  await query(pool, BROKEN, [...keyOf(place), message])
}

/** The authorization server does not know us any more: the next who connects registers us anew. */
export async function refuseClient(pool: pg.Pool, { organisationId, serverId }: Place): Promise<void> {
  const text = `UPDATE upstream_sign_in SET client_refused = true WHERE organisation_id = $1 AND server_id = $2`
  await query(pool, text, [organisationId, serverId])
}

const WANTED = `
  UPDATE upstream_sign_in i SET scope = w.scope
    FROM (SELECT string_agg(DISTINCT each, ' ') AS scope
            FROM upstream_sign_in o, unnest(string_to_array(o.scope || ' ' || $3, ' ')) each
           WHERE o.organisation_id = $1 AND o.server_id = $2 AND each <> '') w
   WHERE i.organisation_id = $1 AND i.server_id = $2 AND i.scope <> w.scope AND length(w.scope) <= 4000`

/** Who connects next is asked for this, too: the server said that it wants it. */
export async function wantScope(
  pool: pg.Pool,
  { organisationId, serverId }: Pick<Asked, 'organisationId' | 'serverId'>,
  scope: string,
): Promise<void> {
  await query(pool, WANTED, [organisationId, serverId, scope])
}

function keyOf({ organisationId, serverId, owner, revision }: Place): (string | number)[] {
  return [organisationId, serverId, owner, revision]
}

// The address of all servers of a grant: which these are, and what a session with it holds. Everything here only finds
// the way: each exchange with a server reads its own facts afterwards, and is decided on those.
import { type Pool, query } from './pool.ts'

/** A server of a grant, by the short name that stands before its tools. */
export type NamedServer = { readonly id: string; readonly slug: string; readonly name: string }

/** @returns in the order of their slugs @throws {Fault} store-unavailable */
export function listGrantServers(
  pool: Pool,
  organisationId: string,
  grantId: string,
): Promise<readonly NamedServer[]> {
  const text = `SELECT s.id, s.slug, s.name FROM grant_server gs
      JOIN server s ON s.organisation_id = gs.organisation_id AND s.id = gs.server_id
     WHERE gs.organisation_id = $1 AND gs.grant_id = $2 ORDER BY s.slug`
  return query<NamedServer>(pool, text, [organisationId, grantId])
}

/** One legacy session with the address. */
export type AggregateSession = {
  readonly id: string
  /** The revision that was agreed on. */
  readonly version: string
  /** The params of its `initialize`, as JSON text. */
  readonly opening: string
  readonly parts: ReadonlyMap<string, SessionPart>
}
/** Its own session with one server. */
export type SessionPart = {
  readonly version: string
  /** The session's id as a client of that server alone would hold it; null where the server gave none. */
  readonly sessionText: string | null
}
type Owner = { readonly organisationId: string; readonly sessionId: string }

/** @throws {Fault} store-unavailable */
export async function openAggregateSession(
  pool: Pool,
  { organisationId, sessionId }: Owner,
  session: {
    readonly grantId: string
    readonly version: string
    readonly opening: string
    readonly maxAgeMs: number
  },
): Promise<void> {
  const text = `INSERT INTO aggregate_session (organisation_id, id, grant_id, version, opening, ends_at)
    VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(secs => $6::float8 / 1000))`
  const { grantId, version, opening, maxAgeMs } = session
  await query(pool, text, [organisationId, sessionId, grantId, version, opening, maxAgeMs])
}

/** The session, or null for one of another grant, one that has ended, and none. @throws {Fault} store-unavailable */
export async function findAggregateSession(
  pool: Pool,
  { organisationId, sessionId }: Owner,
  grantId: string,
): Promise<AggregateSession | null> {
  const text = `SELECT a.version, a.opening, p.server_id, p.version AS part_version, p.session_text
      FROM aggregate_session a
      LEFT JOIN aggregate_part p ON p.organisation_id = a.organisation_id AND p.session_id = a.id
     WHERE a.organisation_id = $1 AND a.id = $2 AND a.grant_id = $3 AND a.ends_at > clock_timestamp()`
  const rows = await query<{
    version: string
    opening: string
    server_id: string | null
    part_version: string
    session_text: string | null
  }>(pool, text, [organisationId, sessionId, grantId])
  const [first] = rows
  if (!first) return null
  const parts = rows.flatMap(({ server_id, part_version, session_text }) =>
    server_id === null ? [] : [[server_id, { version: part_version, sessionText: session_text }] as const],
  )
  return { id: sessionId, version: first.version, opening: first.opening, parts: new Map(parts) }
}

/**
 * Keeps a part, unless another exchange was faster.
 * @returns the part that is kept; null where the session has ended meanwhile
 * @throws {Fault} store-unavailable
 */
export async function keepPart(
  pool: Pool,
  { organisationId, sessionId }: Owner,
  serverId: string,
  part: SessionPart,
): Promise<SessionPart | null> {
  const text = `INSERT INTO aggregate_part AS p (organisation_id, session_id, server_id, version, session_text)
    SELECT organisation_id, id, $3, $4, $5 FROM aggregate_session WHERE organisation_id = $1 AND id = $2
    ON CONFLICT (organisation_id, session_id, server_id) DO UPDATE SET version = p.version
    RETURNING version, session_text`
  const values = [organisationId, sessionId, serverId, part.version, part.sessionText]
  const [row] = await query<{ version: string; session_text: string | null }>(pool, text, values)
  return row ? { version: row.version, sessionText: row.session_text } : null
}

/** Forgets a part that its server no longer knows; one that was opened since stays. @throws {Fault} store-unavailable */
export async function forgetPart(
  pool: Pool,
  { organisationId, sessionId }: Owner,
  serverId: string,
  { sessionText }: SessionPart,
): Promise<void> {
  const text = `DELETE FROM aggregate_part WHERE organisation_id = $1 AND session_id = $2 AND server_id = $3
      AND session_text IS NOT DISTINCT FROM $4`
  await query(pool, text, [organisationId, sessionId, serverId, sessionText])
}

/** Ends a session with its parts. @throws {Fault} store-unavailable */
export async function endAggregateSession(pool: Pool, { organisationId, sessionId }: Owner): Promise<void> {
  const text = 'DELETE FROM aggregate_session WHERE organisation_id = $1 AND id = $2'
  await query(pool, text, [organisationId, sessionId])
}

/**
 * The server of each task of a grant, by the task's id. An id that two servers gave is nobody's.
 * @throws {Fault} store-unavailable
 */
export async function findTaskServers(
  pool: Pool,
  organisationId: string,
  grantId: string,
  taskIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const text = `SELECT task_id, min(server_id) AS server_id FROM task
     WHERE organisation_id = $1 AND grant_id = $2 AND task_id = ANY ($3::text[])
     GROUP BY task_id HAVING count(*) = 1`
  const rows = await query<{ task_id: string; server_id: string }>(pool, text, [
    organisationId,
    grantId,
    [...taskIds],
  ])
  return new Map(rows.map(({ task_id, server_id }) => [task_id, server_id]))
}

/** The names of the tools that a server's lists ever had. @throws {Fault} store-unavailable */
export async function listToolNames(
  pool: Pool,
  organisationId: string,
  serverId: string,
): Promise<readonly string[]> {
  const text = 'SELECT name FROM tool WHERE organisation_id = $1 AND server_id = $2'
  return (await query<{ name: string }>(pool, text, [organisationId, serverId])).map(({ name }) => name)
}

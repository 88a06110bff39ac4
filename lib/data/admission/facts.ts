// Everything that deciding a request needs, read fresh in one statement. Each join is by a whole
// key that leads with the organisation, so another tenant's id never finds anything.
import type pg from 'pg'
import type { Category, Severity, ToolState } from '#lib/policy/index.ts'
import { type Mark, markOf } from './mark.ts'
import { query, queryStanding } from './pool.ts'
import { type EmergencyStop, type StopRow, stopOf } from './stops.ts'
import { isStorable } from './text.ts'

/** A stored tool: what the last list said (hash) beside what a person accepted (pinnedHash). */
export type StoredTool = {
  readonly name: string
  readonly state: ToolState
  readonly hash: string
  readonly pinnedHash: string | null
  /** As the organisation set it, where it did; else that of the accepted definition. So with the severity. */
  readonly category: Category
  readonly severity: Severity
  readonly revision: number
}

export type Recording = { readonly mode: 'mentioned' | 'all'; readonly salt: Uint8Array }

export type AccessToken = { readonly digest: string; readonly ends: string }

export type Facts = {
  readonly organisationId: string
  /** Of the grant's own token. */
  readonly tokenDigest: string
  /** `orphaned`: the member who made the grant is no longer in the organisation. */
  readonly state: 'live' | 'revoked' | 'expired' | 'orphaned'
  readonly grant: {
    readonly id: string
    readonly label: string
    readonly tags: readonly string[]
    readonly revision: number
    readonly urlEnabled: boolean
  }
  readonly user: { readonly id: string; readonly email: string }
  /** null where the grant does not have this server, whether or not it exists. */
  readonly server: {
    readonly id: string
    readonly url: string
    readonly transport: 'http' | 'sse' | 'connector'
    readonly sealedHeaders: Uint8Array | null
    /** It is signed in to: with one account for everybody, or each person with their own. */
    readonly oauth: 'server' | 'user' | null
    readonly revision: number
    /** What is kept of arguments beside their names, and what goes into its key; null where names alone are. */
    readonly recording: Recording | null
  } | null
  /** The emergency stop that covers this grant on this server now; null where none holds. */
  readonly stop: EmergencyStop | null
  /** The published version that governs this grant on this server; null where there is none. */
  readonly policyVersionId: string | null
  /** The published baseline of the organisation, which holds besides it; null where there is none. */
  readonly baselineVersionId: string | null
  /** The tool that was asked for, where the server's lists ever named it. */
  readonly tool: StoredTool | null
  /** The database's clock, in ms since the epoch. */
  readonly at: number
  /** The access token that was shown in place of the grant's own, and when it ends, as the database writes it. */
  readonly access?: AccessToken
  /** What vouches for them at admission; without it each of them is compared. */
  readonly mark?: Mark
}

type Row = {
  /** From 1, as the questions were asked. */
  place: number
  grant_id: string
  label: string
  tags: string[] | null
  grant_revision: number
  url_enabled: boolean
  revoked: boolean
  expired: boolean
  user_id: string
  email: string | null
  is_member: boolean
  server_id: string | null
  url: string
  transport: 'http' | 'sse' | 'connector'
  sealed_headers: Buffer | null
  oauth: 'server' | 'user' | null
  server_revision: number
  record: 'names' | 'mentioned' | 'all'
  value_salt: Buffer | null
  policy_version_id: string | null
  baseline_version_id: string | null
  at: string
  ends: string | null
  mark: string | null
  /** Of an access token alone. */
  grant_digest?: string
  access_ends?: string
} & ToolRow &
  StopRow
type ToolRow = {
  tool: string | null
  present: boolean
  hash: string
  pinned_hash: string | null
  category: Category
  severity: Severity
  tool_revision: number
}

const TOOL_COLUMNS = `t.name AS tool, t.present, t.hash, t.pinned_hash, t.revision AS tool_revision,
   coalesce(t.override_category, t.category) AS category, coalesce(t.override_severity, t.severity) AS severity`

// True of every place. By it Postgres reckons with one question in place of ten, finds a plan for any question as good as one
// for this, and so keeps it: planning so many joins anew for each took ten times as long as answering.
const MAX_PLACE = 1_000_000

// One row for each question, by its place: however many ask at once, the statement is planned once.
const factsBy = ({ columns, token, ends }: { columns: string; token: string; ends: string }) => `
  SELECT a.place::int, g.id AS grant_id, g.label, g.tags, g.revision AS grant_revision, g.url_enabled,
         g.revoked_at IS NOT NULL AS revoked, coalesce(${ends} <= clock_timestamp(), false) AS expired,
         g.created_by_id AS user_id, u.email, m.user_id IS NOT NULL AS is_member,
         s.id AS server_id, s.url, s.transport, s.sealed_headers, s.oauth, s.revision AS server_revision,
         s.record, CASE WHEN s.record <> 'names' THEN s.value_salt END AS value_salt,
         p.published_version_id AS policy_version_id, b.published_version_id AS baseline_version_id,
         floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS at,
         ${ends}::text AS ends, ${columns} k.mark, h.*, ${TOOL_COLUMNS}
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY
         AS a (organisation, digest, server, tool, place)
    ${token}
    LEFT JOIN member m ON m.organisation_id = g.organisation_id AND m.user_id = g.created_by_id
    LEFT JOIN "user" u ON u.id = m.user_id
    LEFT JOIN grant_server gs ON gs.organisation_id = g.organisation_id AND gs.grant_id = g.id AND gs.server_id = a.server
    LEFT JOIN server s ON s.organisation_id = gs.organisation_id AND s.id = gs.server_id
    LEFT JOIN policy p ON p.organisation_id = gs.organisation_id AND p.id = gs.policy_id
    LEFT JOIN baseline b ON b.organisation_id = g.organisation_id
    LEFT JOIN tool t ON t.organisation_id = s.organisation_id AND t.server_id = s.id AND t.name = a.tool
    LEFT JOIN facts_mark k ON k.organisation_id = g.organisation_id
    LEFT JOIN LATERAL holding_stop(a.organisation, g.id, s.id) h ON true
   WHERE a.place BETWEEN 1 AND ${MAX_PLACE}`

const FACTS = {
  pcg: factsBy({
    columns: '',
    token: 'JOIN "grant" g ON g.organisation_id = a.organisation AND g.token_digest = a.digest',
    ends: 'g.expires_at',
  }),
  // An access token is for one server. Shown to another one it is unknown.
  pco: factsBy({
    columns: 'g.token_digest AS grant_digest, o.expires_at::text AS access_ends,',
    token: `JOIN oauth_token o ON o.organisation_id = a.organisation AND o.digest = a.digest AND o.kind = 'access'
    JOIN oauth_grant og ON og.organisation_id = o.organisation_id AND og.grant_id = o.grant_id AND og.server_id = a.server
    JOIN "grant" g ON g.organisation_id = og.organisation_id AND g.id = og.grant_id`,
    ends: 'least(g.expires_at, o.expires_at)',
  }),
}

/** What somebody wants to know: a token's grant on a server, and a tool of it where one is named. */
export type Question = {
  readonly token: {
    readonly organisationId: string
    readonly digest: string
    /** An access token; else a grant's own. */
    readonly kind?: 'pco'
  }
  readonly serverId: string
  readonly toolName: string | null
}

/**
 * What is known of a token on a server, or null where the token was never issued (or was rotated away).
 * @param toolName the tool that is asked for, or null where the request names none
 * @throws {Fault} store-unavailable
 */
export async function findFacts(
  pool: pg.Pool,
  token: Question['token'],
  serverId: string,
  toolName: string | null,
): Promise<Facts | null> {
  return (await findAllFacts(pool, [{ token, serverId, toolName }]))[0] ?? null
}

/**
 * The same for many questions, in one statement.
 * @returns one answer for each question, in their order
 * @throws {Fault} store-unavailable
 */
export async function findAllFacts(
  pool: pg.Pool,
  questions: readonly Question[],
): Promise<readonly (Facts | null)[]> {
  const [own, signedIn] = [placesOf(questions, undefined), placesOf(questions, 'pco')]
  const answers = questions.map((): Facts | null => null)
  for (const [kind, places] of [
    ['pcg', own],
    ['pco', signedIn],
  ] as const) {
    if (places.length === 0) continue
    const asked = places.map((place) => questions[place] as Question)
    const values = [
      asked.map(({ token }) => token.organisationId),
      asked.map(({ token }) => token.digest),
      asked.map(({ serverId }) => serverId),
      // What cannot be stored names no tool, and must not fail the questions beside it.
      asked.map(({ toolName }) => (toolName !== null && isStorable(toolName) ? toolName : null)),
    ]
    const rows = await queryStanding<Row>(pool, `facts-${kind}`, { text: FACTS[kind], values })
    for (const row of rows) {
      const place = places[row.place - 1]
      const question = asked[row.place - 1]
      if (place !== undefined && question) answers[place] = factsOf(row, question)
    }
  }
  return answers
}

function placesOf(questions: readonly Question[], kind: Question['token']['kind']): number[] {
  return questions.flatMap(({ token }, place) => (token.kind === kind ? [place] : []))
}

function factsOf(row: Row, { token, toolName }: Question): Facts {
  const facts: Facts = {
    organisationId: token.organisationId,
    tokenDigest: row.grant_digest ?? token.digest,
    ...(row.access_ends !== undefined && { access: { digest: token.digest, ends: row.access_ends } }),
    state: stateOf(row),
    grant: {
      id: row.grant_id,
      label: row.label,
      tags: row.tags ?? [],
      revision: row.grant_revision,
      urlEnabled: row.url_enabled,
    },
    user: { id: row.user_id, email: row.email ?? '' },
    server:
      row.server_id === null
        ? null
        : {
            id: row.server_id,
            url: row.url,
            transport: row.transport,
            sealedHeaders: row.sealed_headers,
            oauth: row.oauth,
            revision: row.server_revision,
            recording:
              row.record === 'names' || row.value_salt === null
                ? null
                : { mode: row.record, salt: row.value_salt },
          },
    stop: stopOf(row),
    policyVersionId: row.policy_version_id,
    baselineVersionId: row.baseline_version_id,
    tool: toolOf(row),
    at: Number(row.at),
  }
  if (row.mark === null) return facts
  return { ...facts, mark: markOf(facts, toolName ?? '', row.mark, row.ends) }
}

/** Every tool that the server's lists ever named, by name. */
export async function listStoredTools(
  pool: pg.Pool,
  organisationId: string,
  serverId: string,
): Promise<ReadonlyMap<string, StoredTool>> {
  const text = `SELECT ${TOOL_COLUMNS} FROM tool t WHERE t.organisation_id = $1 AND t.server_id = $2`
  const rows = await queryStanding<ToolRow>(pool, 'tools', { text, values: [organisationId, serverId] })
  const tools = rows.map(toolOf).filter((tool) => tool !== null)
  return new Map(tools.map((tool) => [tool.name, tool]))
}

/** The canonical document of a published version. Immutable: an answer may be kept for ever. */
export async function findPolicyDocument(
  pool: pg.Pool,
  organisationId: string,
  versionId: string,
): Promise<string | null> {
  const text = 'SELECT canonical FROM policy_version WHERE organisation_id = $1 AND id = $2'
  return (await query<{ canonical: string }>(pool, text, [organisationId, versionId]))[0]?.canonical ?? null
}

/** The same of a published version of the organisation's baseline. */
export async function findBaselineDocument(
  pool: pg.Pool,
  organisationId: string,
  versionId: string,
): Promise<string | null> {
  const text = 'SELECT canonical FROM baseline_version WHERE organisation_id = $1 AND id = $2'
  return (await query<{ canonical: string }>(pool, text, [organisationId, versionId]))[0]?.canonical ?? null
}

/** The definition that a person accepted, as JSON text, if it still is the one with this hash. */
export async function findPinnedDefinition(
  pool: pg.Pool,
  organisationId: string,
  serverId: string,
  tool: { readonly name: string; readonly pinnedHash: string },
): Promise<string | null> {
  const text = `SELECT pinned_definition FROM tool
                 WHERE organisation_id = $1 AND server_id = $2 AND name = $3 AND pinned_hash = $4`
  const values = [organisationId, serverId, tool.name, tool.pinnedHash]
  return (await query<{ pinned_definition: string | null }>(pool, text, values))[0]?.pinned_definition ?? null
}

function stateOf(row: Row): Facts['state'] {
  if (row.revoked) return 'revoked'
  if (row.expired) return 'expired'
  return row.is_member && row.email !== null ? 'live' : 'orphaned'
}

function toolOf(row: ToolRow): StoredTool | null {
  if (row.tool === null) return null
  return {
    name: row.tool,
    state: toolState(row),
    hash: row.hash,
    pinnedHash: row.pinned_hash,
    category: row.category,
    severity: row.severity,
    revision: row.tool_revision,
  }
}

function toolState(row: ToolRow): ToolState {
  if (!row.present) return 'gone'
  if (row.pinned_hash === null) return 'new'
  return row.hash === row.pinned_hash ? 'pinned' : 'changed'
}

// The statement that reads what deciding a request needs. Each join is by a whole key that leads with the organisation, so
// another tenant's id never finds anything.
import type { StopRow } from './stops.ts'
import { TOOL_COLUMNS, type ToolRow } from './stored-tools.ts'

/** What is read for a question; its places count from 1, as they were asked. */
export type FactsRow = {
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

/** The statement for each kind of token: organisations, digests, servers and tools are its four lists. */
export const FACTS = {
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

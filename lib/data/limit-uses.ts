// What the limits of the policies in force are at: grants in use with the policy of each of their servers, and
// the counters that their calls take from.
import type { Draw } from '#lib/policy/index.ts'
import { counterKey, query } from './admission/index.ts'
import { pool } from './client.ts'
import type { Organisation } from './model.ts'

/** A grant that may call, one of its servers, and the policy that is in force there. */
export type PolicyInForce = {
  readonly grantId: string
  readonly grantLabel: string
  readonly userId: string
  readonly serverId: string
  readonly serverName: string
  readonly policyId: string
  readonly versionId: string
}
export type InForce = {
  readonly grants: readonly PolicyInForce[]
  /** The canonical documents, by the id of their version. */
  readonly documents: ReadonlyMap<string, string>
}

const GRANTS = `
  SELECT g.id AS "grantId", g.label AS "grantLabel", g.created_by_id AS "userId", s.id AS "serverId", s.name AS "serverName",
         p.id AS "policyId", p.published_version_id AS "versionId"
    FROM "grant" g
    JOIN grant_server gs ON gs.organisation_id = g.organisation_id AND gs.grant_id = g.id
    JOIN server s ON s.organisation_id = gs.organisation_id AND s.id = gs.server_id
    JOIN policy p ON p.organisation_id = gs.organisation_id AND p.id = gs.policy_id
   WHERE g.organisation_id = $1 AND g.revoked_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > clock_timestamp())
     AND p.published_version_id IS NOT NULL AND ($2::text IS NULL OR s.id = $2) AND ($3::text IS NULL OR g.id = $3)
   ORDER BY g.label, g.id, s.name, s.id`
const DOCUMENTS = 'SELECT id, canonical FROM policy_version WHERE organisation_id = $1 AND id = ANY ($2)'

/** The grants that may call, of one server or one grant where that is asked. @throws {Fault} store-unavailable */
export async function findInForce(
  { id }: Organisation,
  filter: { readonly serverId?: string | undefined; readonly grantId?: string | undefined },
): Promise<InForce> {
  const grants = await query<PolicyInForce>(pool(), GRANTS, [
    id,
    filter.serverId ?? null,
    filter.grantId ?? null,
  ])
  const versions = [...new Set(grants.map(({ versionId }) => versionId))]
  const documents = await query<{ id: string; canonical: string }>(pool(), DOCUMENTS, [id, versions])
  return { grants, documents: new Map(documents.map((each) => [each.id, each.canonical])) }
}

export type Count = {
  /** Decimal text. */
  readonly used: string
  /** When a fixed window ends, or the oldest call leaves a sliding one; null where nothing is taken. */
  readonly resetsAt: Date | null
}

// Of a sliding limit, what its window took is the running total less what had been taken before its first event.
const COUNTS = `
  SELECT w.place::int - 1 AS place, n.used::text AS used,
         CASE WHEN NOT w.slides THEN limit_window_end(w.span, k.window_start)
              ELSE e.at + limit_window_length(w.span) END AS "resetsAt"
    FROM unnest($2::text[], $3::text[], $4::boolean[]) WITH ORDINALITY AS w (key, span, slides, place)
    JOIN counter k ON k.organisation_id = $1 AND k.key = w.key
     AND k.window_start = CASE WHEN w.slides THEN 'epoch' ELSE limit_window_start(w.span, clock_timestamp()) END
    LEFT JOIN LATERAL (
         SELECT e.at, e.before FROM counter_event e
          WHERE w.slides AND e.organisation_id = k.organisation_id AND e.key = k.key
            AND e.at >= clock_timestamp() - limit_window_length(w.span) ORDER BY e.at LIMIT 1) e ON true
   CROSS JOIN LATERAL (SELECT CASE WHEN w.slides THEN coalesce(k.used - e.before, 0) ELSE k.used END AS used) n`

/** What each limit's counter holds for a grant now; nothing taken where it is left out. By place in the list. */
export async function countsOf(
  { id }: Organisation,
  limits: readonly { readonly of: PolicyInForce; readonly limit: Draw }[],
): Promise<ReadonlyMap<number, Count>> {
  const keys = limits.map(({ of, limit }) =>
    // Where the protocol has no session, a limit for each session counts for the grant.
    counterKey(
      { organisationId: id, grant: { id: of.grantId }, user: { id: of.userId }, server: { id: of.serverId } },
      limit,
      null,
    ),
  )
  const rows = await query<Count & { place: number }>(pool(), COUNTS, [
    id,
    keys,
    limits.map(({ limit }) => String(limit.window)),
    limits.map(({ limit }) => limit.algorithm === 'sliding'),
  ])
  return new Map(rows.map(({ place, used, resetsAt }) => [place, { used, resetsAt }]))
}

// What the inventory is made of: every tool of every server, who has it, and under which policy. Read whole: what each tool
// comes to is worked out from the documents, and can be asked of no index.
import type { Category, Severity, ToolState } from '#lib/policy/index.ts'
import { Prisma } from '../../prisma/generated/prisma/client.ts'
import { spanSql } from './call-spans.ts'
import { database } from './client.ts'
import type { Organisation, ToolRisk } from './model.ts'

export type InventoryTool = {
  readonly serverId: string
  readonly serverName: string
  readonly name: string
  readonly state: ToolState
  readonly risk: ToolRisk
}
/** One server of a live grant. */
export type Access = {
  readonly serverId: string
  readonly grantId: string
  readonly label: string
  readonly policyId: string | null
}
export type InventoryPolicy = {
  readonly id: string
  readonly name: string
  readonly canonical: string | null
}

export type ToolFilter = {
  readonly serverId?: string | undefined
  /** A part of the tool's name, in any case. */
  readonly search?: string | undefined
  readonly category?: Category | undefined
  readonly severity?: Severity | undefined
}

/** By server and name. */
export async function listInventoryTools(
  { id }: Organisation,
  { serverId, search, category, severity }: ToolFilter,
): Promise<InventoryTool[]> {
  const only = Prisma.sql`${serverId === undefined ? Prisma.empty : Prisma.sql` AND t.server_id = ${serverId}`}
    ${search === undefined ? Prisma.empty : Prisma.sql` AND strpos(lower(t.name), lower(${search})) > 0`}
    ${category === undefined ? Prisma.empty : Prisma.sql` AND coalesce(t.override_category, t.category) = ${category}`}
    ${severity === undefined ? Prisma.empty : Prisma.sql` AND coalesce(t.override_severity, t.severity) = ${severity}`}`
  return database().$queryRaw<InventoryTool[]>`
    SELECT t.server_id AS "serverId", s.name AS "serverName", t.name,
           CASE WHEN NOT t.present THEN 'gone' WHEN t.pinned_hash IS NULL THEN 'new'
                WHEN t.hash = t.pinned_hash THEN 'pinned' ELSE 'changed' END AS state,
           jsonb_build_object('category', coalesce(t.override_category, t.category),
                              'severity', coalesce(t.override_severity, t.severity),
                              'isSet', t.override_category IS NOT NULL) AS risk
      FROM tool t JOIN server s ON s.organisation_id = t.organisation_id AND s.id = t.server_id
     WHERE t.organisation_id = ${id}${only}
     ORDER BY lower(s.name), t.server_id, t.name COLLATE "C"`
}

/** The servers of the grants that are live now, by label. */
export async function listAccess({ id }: Organisation): Promise<Access[]> {
  return database().$queryRaw<Access[]>`
    SELECT gs.server_id AS "serverId", g.id AS "grantId", g.label, gs.policy_id AS "policyId"
      FROM grant_server gs
      JOIN "grant" g ON g.organisation_id = gs.organisation_id AND g.id = gs.grant_id
      JOIN member m ON m.organisation_id = g.organisation_id AND m.user_id = g.created_by_id
     WHERE gs.organisation_id = ${id} AND g.revoked_at IS NULL
       AND (g.expires_at IS NULL OR g.expires_at > clock_timestamp())
     ORDER BY lower(g.label), g.id`
}

/** Policies with the document that is in force; null where none was published. */
export async function listDocuments(
  { id }: Organisation,
  policyIds: readonly string[],
): Promise<InventoryPolicy[]> {
  return database().$queryRaw<InventoryPolicy[]>`
    SELECT p.id, p.name, v.canonical FROM policy p
      LEFT JOIN policy_version v ON v.organisation_id = p.organisation_id AND v.id = p.published_version_id
     WHERE p.organisation_id = ${id} AND p.id = ANY (${[...policyIds]})`
}

type NamedTool = { readonly serverId: string; readonly name: string }

/**
 * When each of these tools was last let through since an instant (ms): a look-up that answers null where it was not.
 * @param grantId by that grant alone, where it is given
 */
export async function findLastUses(
  { id }: Organisation,
  named: readonly NamedTool[],
  since: number,
  grantId?: string,
): Promise<(tool: NamedTool) => Date | null> {
  if (named.length === 0) return () => null
  const byGrant = grantId === undefined ? Prisma.empty : Prisma.sql` AND call.grant_id = ${grantId}`
  const rows = await database().$queryRaw<{ place: number; at: Date }[]>`
    SELECT w.place::int - 1 AS place, last.at
      FROM unnest(${named.map(({ serverId }) => serverId)}::text[], ${named.map(({ name }) => name)}::text[])
           WITH ORDINALITY AS w (server_id, tool, place)
     CROSS JOIN LATERAL (
       SELECT call.at FROM call
        WHERE call.organisation_id = ${id} AND call.tool = w.tool AND call.server_id = w.server_id
          AND call.decision = 'allow' AND ${spanSql(since, since + SPAN_MS)}${byGrant}
        ORDER BY call.at DESC LIMIT 1) last`
  const uses = new Map(rows.map(({ place, at }) => [keyOf(named[place]), at]))
  return (tool) => uses.get(keyOf(tool)) ?? null
}

// Longer than any look back, for clocks that differ.
const SPAN_MS = 400 * 86_400_000

function keyOf(tool: NamedTool | undefined): string {
  return `${tool?.serverId} ${tool?.name}`
}

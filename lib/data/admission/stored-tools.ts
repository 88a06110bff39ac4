// The tools of a server as they are stored: what its lists named last, beside what a person accepted.
import type pg from 'pg'
import type { Category, Severity, ToolState } from '#lib/policy/index.ts'
import { query, queryStanding } from './pool.ts'

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

/** What `TOOL_COLUMNS` reads; `tool` is null where a join found none. */
export type ToolRow = {
  tool: string | null
  present: boolean
  hash: string
  pinned_hash: string | null
  category: Category
  severity: Severity
  tool_revision: number
}

/** Of a table `t` of tools. */
export const TOOL_COLUMNS = `t.name AS tool, t.present, t.hash, t.pinned_hash, t.revision AS tool_revision,
   coalesce(t.override_category, t.category) AS category, coalesce(t.override_severity, t.severity) AS severity`

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

/** The tool of a row, or null where there is none. */
export function toolOf(row: ToolRow): StoredTool | null {
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

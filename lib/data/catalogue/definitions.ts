// The definitions of several tools at once, by their addresses.
import { pool } from '../client.ts'

export type ToolAddress = { readonly server: string; readonly tool: string }
/** `siblings` are the names of all tools that its server lists. */
export type ToolDefinition = ToolAddress & {
  readonly definition: string
  readonly siblings: readonly string[]
}

/** Of tools that are still listed; in no order. @param addresses slugs */
export async function definitionsAt(addresses: readonly ToolAddress[]): Promise<ToolDefinition[]> {
  const { rows } = await pool().query<ToolDefinition>(
    `SELECT s.slug AS server, t.slug AS tool, d.definition,
            (SELECT coalesce(array_agg(o.name ORDER BY o.position), '{}')
               FROM catalogue_tool o WHERE o.server_id = s.id AND o.removed_at IS NULL) AS siblings
       FROM unnest($1::text[], $2::text[]) AS wanted (server, tool)
       JOIN catalogue_server s ON s.slug = wanted.server
       JOIN catalogue_tool t ON t.server_id = s.id AND t.slug = wanted.tool AND t.removed_at IS NULL
       JOIN catalogue_definition d ON d.tool_id = t.id`,
    [addresses.map(({ server }) => server), addresses.map(({ tool }) => tool)],
  )
  return rows
}

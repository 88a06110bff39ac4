// What is known of tools by their names alone: records of calls, approvals and the audit name tools, and outlive them.
import { Prisma } from '../../prisma/generated/prisma/client.ts'
import { database } from './client.ts'
import type { Organisation, ToolRisk } from './model.ts'

export type RiskRow = {
  tool_category: string | null
  tool_severity: string | null
  tool_is_set: boolean | null
}

/** The columns of a RiskRow, from the table `joinRisk` joins. */
export const RISK_COLUMNS = Prisma.sql`risk.category AS tool_category, risk.severity AS tool_severity, risk.is_set AS tool_is_set`

/** Joins the tool of rows that name one, each by its whole key: whatever the statistics say of the tools. */
export function joinRisk(named: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`LEFT JOIN LATERAL (
    SELECT coalesce(t.override_category, t.category) AS category, coalesce(t.override_severity, t.severity) AS severity,
           t.override_category IS NOT NULL AS is_set
      FROM tool t
     WHERE t.organisation_id = ${named}.organisation_id AND t.server_id = ${named}.server_id AND t.name = ${named}.tool
    OFFSET 0) risk ON true`
}

/** null where the server, or the tool, is not there any more, or never was. */
export function riskOf({ tool_category, tool_severity, tool_is_set }: RiskRow): ToolRisk | null {
  if (tool_category === null || tool_severity === null) return null
  return {
    category: tool_category as ToolRisk['category'],
    severity: tool_severity as ToolRisk['severity'],
    isSet: tool_is_set === true,
  }
}

type NamedTool = { readonly serverId: string; readonly tool: string }

/** The risks of many tools in one question: a look-up that answers null for what is not known. */
export async function findRisks(
  { id }: Organisation,
  named: readonly NamedTool[],
): Promise<(of: NamedTool) => ToolRisk | null> {
  const asked = named.filter(({ tool }) => tool !== '' && !tool.includes('\0'))
  if (asked.length === 0) return () => null
  const rows = await database().$queryRaw<(RiskRow & { server_id: string; tool: string })[]>`
    SELECT asked.server_id, asked.tool, ${RISK_COLUMNS}
      FROM (SELECT DISTINCT ${id}::text AS organisation_id, server_id, tool
              FROM unnest(${asked.map(({ serverId }) => serverId)}::text[], ${asked.map(({ tool }) => tool)}::text[])
                AS named (server_id, tool)) asked
      ${joinRisk(Prisma.raw('asked'))}`
  const known = new Map(rows.map((row) => [keyOf({ serverId: row.server_id, tool: row.tool }), riskOf(row)]))
  return (of) => known.get(keyOf(of)) ?? null
}

function keyOf({ serverId, tool }: NamedTool): string {
  return `${serverId} ${tool}`
}

// The statements that write planned listings: a few for a whole batch.
import type pg from 'pg'
import type { ListingFacts } from './model.ts'
import type { Plan } from './plan.ts'
import { type ServerRow, type ToolRow, vectorText } from './rows.ts'

const SERVER_TYPES = `name text, title text, description text, version text, "sourceKind" text, "sourceUrl" text,
  homepage text, endpoint jsonb, "scannedAt" timestamptz, digest text, tools integer, reads integer, writes integer,
  executes integer, destroys integer, pays integer, others integer, severity text, "nameKey" text, weight integer, words text`
const TOOL_TYPES = `"position" integer, slug text, name text, category text, severity text, confidence real, hash text,
  "nameKey" text, weight integer, words text, summary text, definition text, at timestamptz, version text`

/** New listings. @returns their ids, by identity */
export async function insertServers(
  client: pg.ClientBase,
  servers: readonly { readonly slug: string; readonly row: ServerRow }[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ id: number; identity: string }>(
    `INSERT INTO catalogue_server (slug, identity, name, title, description, version, source_kind, source_url, homepage, endpoint,
            scanned_at, first_seen_at, first_version, changed_at, digest, tools, reads, writes, executes, destroys, pays,
            others, severity, name_key, weight, words)
     SELECT slug, identity, name, title, description, version, "sourceKind", "sourceUrl", homepage, endpoint,
            "scannedAt", "scannedAt", version, "scannedAt", digest, tools, reads, writes, executes, destroys, pays,
            others, severity, "nameKey", weight, words::tsvector
       FROM json_to_recordset($1::json) AS r (slug text, identity text, ${SERVER_TYPES})
     RETURNING id, identity`,
    [JSON.stringify(servers.map(({ slug, row }) => ({ slug, ...serverColumns(row) })))],
  )
  return new Map(rows.map(({ id, identity }) => [identity, id]))
}

export async function updateServers(
  client: pg.ClientBase,
  servers: readonly {
    readonly id: number
    readonly at: Date
    readonly row: ServerRow
    readonly isChanged: boolean
  }[],
): Promise<void> {
  if (servers.length === 0) return
  await client.query(
    `UPDATE catalogue_server s SET title = r.title, description = r.description, version = r.version,
            source_kind = r."sourceKind", source_url = r."sourceUrl", homepage = r.homepage, endpoint = r.endpoint,
            scanned_at = r."scannedAt", digest = r.digest, tools = r.tools, reads = r.reads, writes = r.writes,
            executes = r.executes, destroys = r.destroys, pays = r.pays, others = r.others, severity = r.severity,
            name_key = r."nameKey", weight = r.weight, words = r.words::tsvector,
            changed_at = CASE WHEN r."isChanged" THEN r.at ELSE s.changed_at END
       FROM json_to_recordset($1::json) AS r (id integer, at timestamptz, "isChanged" boolean, ${SERVER_TYPES}) WHERE s.id = r.id`,
    [
      JSON.stringify(
        servers.map(({ id, at, row, isChanged }) => ({ id, at, isChanged, ...serverColumns(row) })),
      ),
    ],
  )
}

/** Listings of which nothing differs but the day that somebody looked. */
export async function touchServers(
  client: pg.ClientBase,
  servers: readonly { readonly id: number; readonly facts: ListingFacts }[],
): Promise<void> {
  if (servers.length === 0) return
  await client.query(
    `UPDATE catalogue_server s SET scanned_at = r.at FROM json_to_recordset($1::json) AS r (id integer, at timestamptz)
      WHERE s.id = r.id AND s.scanned_at < r.at`,
    [JSON.stringify(servers.map(({ id, facts }) => ({ id, at: facts.scannedAt })))],
  )
}

export type PlacedTool = {
  readonly serverId: number
  readonly at: Date
  readonly version: string
  readonly row: ToolRow
}

export async function insertTools(client: pg.ClientBase, tools: readonly PlacedTool[]): Promise<void> {
  if (tools.length === 0) return
  await client.query(
    `WITH given AS MATERIALIZED (SELECT * FROM json_to_recordset($1::json) AS r ("serverId" integer, ${TOOL_TYPES})),
     written AS (
       INSERT INTO catalogue_tool (server_id, position, slug, name, category, severity, confidence, hash, first_seen_at,
              first_version, changed_at, name_key, weight, words)
       SELECT "serverId", "position", slug, name, category, severity, confidence, hash, at, version, at, "nameKey", weight,
              words::tsvector FROM given
       RETURNING id, server_id, name)
     INSERT INTO catalogue_definition (tool_id, summary, definition)
     SELECT w.id, g.summary, g.definition FROM written w JOIN given g ON g."serverId" = w.server_id AND g.name = w.name`,
    [JSON.stringify(tools.map(({ serverId, ...tool }) => ({ serverId, ...toolColumns(tool) })))],
  )
}

export async function updateTools(
  client: pg.ClientBase,
  tools: readonly (Omit<PlacedTool, 'serverId'> & { readonly id: number; readonly isOther: boolean })[],
): Promise<void> {
  if (tools.length === 0) return
  await client.query(
    `WITH given AS MATERIALIZED (
       SELECT * FROM json_to_recordset($1::json) AS r (id integer, "isOther" boolean, ${TOOL_TYPES})),
     written AS (
       UPDATE catalogue_tool t SET position = g."position", category = g.category, severity = g.severity,
              confidence = g.confidence, hash = g.hash, name_key = g."nameKey", weight = g.weight,
              words = g.words::tsvector, removed_at = NULL,
              changed_at = CASE WHEN g."isOther" THEN g.at ELSE t.changed_at END
         FROM given g WHERE t.id = g.id)
     UPDATE catalogue_definition d SET summary = g.summary, definition = g.definition FROM given g WHERE d.tool_id = g.id`,
    [JSON.stringify(tools.map(({ id, isOther, ...tool }) => ({ id, isOther, ...toolColumns(tool) })))],
  )
}

/** No search finds them any more; their address says that they are gone. */
export async function removeTools(
  client: pg.ClientBase,
  tools: readonly { readonly id: number; readonly at: Date }[],
): Promise<void> {
  if (tools.length === 0) return
  await client.query(
    `UPDATE catalogue_tool t SET removed_at = r.at, changed_at = r.at, words = ''
       FROM json_to_recordset($1::json) AS r (id integer, at timestamptz) WHERE t.id = r.id`,
    [JSON.stringify(tools)],
  )
}

export async function insertChanges(
  client: pg.ClientBase,
  plans: readonly { readonly id: number; readonly facts: ListingFacts; readonly plan: Plan }[],
): Promise<void> {
  const changes = plans.flatMap(({ id, facts, plan }) =>
    plan.changes.map(({ kind, tool, fields }) => ({
      serverId: id,
      tool,
      at: facts.scannedAt,
      version: plan.server.version,
      kind,
      fields: JSON.stringify(fields),
    })),
  )
  if (changes.length === 0) return
  await client.query(
    `INSERT INTO catalogue_change (server_id, tool_id, at, version, kind, fields)
     SELECT r."serverId", t.id, r.at, r.version, r.kind, r.fields
       FROM ROWS FROM (json_to_recordset($1::json)
              AS ("serverId" integer, tool text, at timestamptz, version text, kind text, fields text)) WITH ORDINALITY
         AS r ("serverId", tool, at, version, kind, fields, place)
       LEFT JOIN catalogue_tool t ON t.server_id = r."serverId" AND t.name = r.tool
      ORDER BY r.place`,
    [JSON.stringify(changes)],
  )
}

function serverColumns(row: ServerRow) {
  return { ...row, words: vectorText(row.words) }
}

function toolColumns({
  row,
  ...rest
}: {
  readonly at: Date
  readonly version: string
  readonly row: ToolRow
}) {
  return { ...rest, ...row, words: vectorText(row.words) }
}

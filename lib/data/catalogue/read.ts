// Reading listings and their tools.
import { pool } from '../client.ts'
import { LISTING_COLUMNS, type ListingRow, listingOf } from './listing-row.ts'
import type { FoundTool, ListedTool, Listing, ListingChange, ToolHead } from './model.ts'

export const TOOLS_A_PAGE = 200
const MAX_CHANGES = 100
const MAX_RELATED = 6

type Placed = { readonly id: number; readonly listing: Listing }
/** A tool as its page shows it. */
export type ToolInListing = {
  readonly tool: ListedTool
  /** When a scan no longer found it; null while it is listed. */
  readonly removedAt: Date | null
  /** Names of all tools that its server lists: what classification looks at beside it. */
  readonly siblings: readonly string[]
  /** Tools of other servers by the same name, then those of this server that do the same kind of thing. */
  readonly related: readonly FoundTool[]
  readonly changes: readonly ListingChange[]
}

export async function findServer(slug: string): Promise<Placed | null> {
  const { rows } = await pool().query<ListingRow & { id: number }>(
    `SELECT id, ${LISTING_COLUMNS} FROM catalogue_server WHERE slug = $1`,
    [slug],
  )
  return rows[0] ? { id: rows[0].id, listing: listingOf(rows[0]) } : null
}

const HEAD = `t.slug, t.name, d.summary, t.category, t.severity, t.confidence`
const WHOLE = `${HEAD}, d.definition, t.first_seen_at AS "firstSeenAt", t.changed_at AS "changedAt"`

/** In the order that the server lists them. @param after the id and place of the last one of the page before */
export async function toolsOf(
  serverId: number,
  after: number,
  limit: number,
): Promise<(ListedTool & { readonly position: number })[]> {
  const { rows } = await pool().query<ListedTool & { position: number }>(
    `SELECT ${WHOLE}, t.position FROM catalogue_tool t JOIN catalogue_definition d ON d.tool_id = t.id
      WHERE t.server_id = $1 AND t.removed_at IS NULL AND t.position > $2 ORDER BY t.position LIMIT $3`,
    [serverId, after, limit],
  )
  return rows
}

/** A tool by its address, also one that is gone; null where there never was one. */
export async function toolOf(server: Placed, slug: string): Promise<ToolInListing | null> {
  const { rows } = await pool().query<
    ListedTool & { id: number; removedAt: Date | null; firstVersion: string; nameKey: string }
  >(
    `SELECT ${WHOLE}, t.id, t.removed_at AS "removedAt", t.first_version AS "firstVersion", t.name_key AS "nameKey"
       FROM catalogue_tool t JOIN catalogue_definition d ON d.tool_id = t.id WHERE t.server_id = $1 AND t.slug = $2`,
    [server.id, slug],
  )
  const [row] = rows
  if (!row) return null
  const { id, removedAt, firstVersion, nameKey, ...tool } = row
  const [siblings, related, changes] = await Promise.all([
    siblingsOf(server.id),
    relatedTo(server.id, id, nameKey, tool),
    changesOf(server.id, id),
  ])
  const { name, firstSeenAt } = tool
  const first = {
    kind: 'listed',
    at: firstSeenAt,
    version: firstVersion,
    tool: { slug, name },
    fields: [],
  } as const
  // Where it came later, its own entry says so.
  const isListed = !changes.some(({ kind }) => kind === 'added')
  return { tool, removedAt, siblings, related, changes: isListed ? [...changes, first] : changes }
}

/** What scans found different: the newest 100 first. @param toolId of one tool alone */
export async function changesOf(serverId: number, toolId: number | null = null): Promise<ListingChange[]> {
  const { rows } = await pool().query<
    Omit<ListingChange, 'tool' | 'fields'> & { fields: string; slug: string | null; name: string | null }
  >(
    `SELECT c.kind, c.at, c.version, c.fields, t.slug, t.name
       FROM catalogue_change c LEFT JOIN catalogue_tool t ON t.id = c.tool_id
      WHERE ${toolId === null ? 'c.server_id = $1' : 'c.tool_id = $1'} ORDER BY c.id DESC LIMIT $2`,
    [toolId ?? serverId, MAX_CHANGES],
  )
  return rows.map(({ slug, name, fields, ...change }) => ({
    ...change,
    tool: slug === null || name === null ? null : { slug, name },
    // We wrote it.
    fields: JSON.parse(fields) as ListingChange['fields'],
  }))
}

async function siblingsOf(serverId: number): Promise<string[]> {
  const { rows } = await pool().query<{ name: string }>(
    'SELECT name FROM catalogue_tool WHERE server_id = $1 AND removed_at IS NULL ORDER BY position',
    [serverId],
  )
  return rows.map(({ name }) => name)
}

async function relatedTo(
  serverId: number,
  id: number,
  nameKey: string,
  { category }: ToolHead,
): Promise<FoundTool[]> {
  const { rows } = await pool().query<FoundRow>(
    `SELECT * FROM (
       (SELECT ${HEAD}, s.slug AS "serverSlug", s.name AS "serverName", s.title AS "serverTitle"
          FROM catalogue_tool t JOIN catalogue_server s ON s.id = t.server_id JOIN catalogue_definition d ON d.tool_id = t.id
         WHERE t.removed_at IS NULL AND t.name_key = $3 AND t.server_id <> $1 ORDER BY t.id LIMIT $5)
       UNION ALL
       (SELECT ${HEAD}, s.slug, s.name, s.title
          FROM catalogue_tool t JOIN catalogue_server s ON s.id = t.server_id JOIN catalogue_definition d ON d.tool_id = t.id
         WHERE t.server_id = $1 AND t.removed_at IS NULL AND t.id <> $2 AND t.category = $4 ORDER BY t.position LIMIT $5)) r`,
    [serverId, id, nameKey, category, MAX_RELATED],
  )
  return rows.map(foundOf)
}

export type FoundRow = ToolHead & {
  readonly serverSlug: string
  readonly serverName: string
  readonly serverTitle: string
}

export function foundOf({
  serverSlug,
  serverName,
  serverTitle,
  slug,
  name,
  summary,
  category,
  severity,
  confidence,
}: FoundRow): FoundTool {
  const listing = { slug: serverSlug, name: serverName, title: serverTitle }
  return { slug, name, summary, category, severity, confidence, listing }
}

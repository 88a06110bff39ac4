// What the tables hold of listings that are about to be saved again.
import type pg from 'pg'
import type { Category, Severity } from '#lib/policy/index.ts'
import { LISTING_COLUMNS, type ListingRow, listingOf } from './listing-row.ts'
import type { Listing } from './model.ts'

export type StoredServer = { readonly id: number; readonly digest: string; readonly listing: Listing }
export type StoredTool = {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly position: number
  readonly weight: number
  readonly hash: string
  readonly category: Category
  readonly severity: Severity
  readonly confidence: number
  readonly isRemoved: boolean
  readonly definition: string
  readonly words: readonly string[]
}

/** By identity. */
export async function storedServers(
  client: pg.ClientBase,
  identities: readonly string[],
): Promise<Map<string, StoredServer>> {
  const { rows } = await client.query<ListingRow & { id: number; identity: string; digest: string }>(
    `SELECT id, identity, digest, ${LISTING_COLUMNS} FROM catalogue_server WHERE identity = ANY ($1)`,
    [identities],
  )
  return new Map(
    rows.map((row) => [row.identity, { id: row.id, digest: row.digest, listing: listingOf(row) }]),
  )
}

/** By the server's id; tools that are gone are among them. */
export async function storedTools(
  client: pg.ClientBase,
  serverIds: readonly number[],
): Promise<Map<number, StoredTool[]>> {
  const found = new Map<number, StoredTool[]>(serverIds.map((id) => [id, []]))
  if (serverIds.length === 0) return found
  const { rows } = await client.query<StoredTool & { serverId: number }>(
    `SELECT t.server_id AS "serverId", t.id, t.slug, t.name, t.position, t.weight, t.hash, t.category, t.severity, t.confidence,
            t.removed_at IS NOT NULL AS "isRemoved", d.definition, tsvector_to_array(t.words) AS words
       FROM catalogue_tool t JOIN catalogue_definition d ON d.tool_id = t.id
      WHERE t.server_id = ANY ($1) ORDER BY t.server_id, t.position, t.id`,
    [serverIds],
  )
  for (const { serverId, ...tool } of rows) found.get(serverId)?.push(tool)
  return found
}

/** The words of listings themselves, by the server's id. */
export async function storedWords(
  client: pg.ClientBase,
  serverIds: readonly number[],
): Promise<Map<number, readonly string[]>> {
  if (serverIds.length === 0) return new Map()
  const { rows } = await client.query<{ id: number; words: string[] }>(
    'SELECT id, tsvector_to_array(words) AS words FROM catalogue_server WHERE id = ANY ($1)',
    [serverIds],
  )
  return new Map(rows.map(({ id, words }) => [id, words]))
}

/** Which of these slugs are given. */
export async function takenSlugs(client: pg.ClientBase, slugs: readonly string[]): Promise<Set<string>> {
  const { rows } = await client.query<{ slug: string }>(
    'SELECT slug FROM catalogue_server WHERE slug = ANY ($1)',
    [slugs],
  )
  return new Set(rows.map(({ slug }) => slug))
}

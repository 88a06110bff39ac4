// The public catalogue, read: it belongs to nobody, so no member is asked for.
import * as rows from '#lib/data/catalogue/index.ts'
import { Fault } from '#lib/fault.ts'

export type ToolPage = { readonly listing: rows.Listing } & rows.ToolInListing
export type ToolsPage = { readonly items: readonly rows.ListedTool[]; readonly nextCursor: string | null }

/** A server by its address; null where there is none. */
export async function findListing(slug: string): Promise<rows.Listing | null> {
  return (await found(slug))?.listing ?? null
}

/** Its tools in the order that it lists them, 200 a page; none where there is no such server. @throws Fault invalid-input */
export async function listListedTools(
  slug: string,
  { cursor }: { readonly cursor?: string | undefined } = {},
): Promise<ToolsPage> {
  const server = await found(slug)
  if (!server) return { items: [], nextCursor: null }
  const after = cursor === undefined ? -1 : Number(/^\d{1,6}$/.exec(cursor)?.[0] ?? Number.NaN)
  if (Number.isNaN(after))
    throw new Fault('invalid-input', 'This cursor is not one that a page gave. Start again without a cursor.')
  const tools = await rows.toolsOf(server.id, after, rows.TOOLS_A_PAGE + 1)
  const page = tools.slice(0, rows.TOOLS_A_PAGE)
  return {
    items: page.map(({ position: _, ...tool }) => tool),
    nextCursor: tools.length > page.length ? String(page.at(-1)?.position) : null,
  }
}

/** A tool by its address, with what its page shows; one that is gone is found too, and says when. */
export async function findListedTool(serverSlug: string, toolSlug: string): Promise<ToolPage | null> {
  const server = isSlug(toolSlug) ? await found(serverSlug) : null
  const tool = server ? await rows.toolOf(server, toolSlug) : null
  return server && tool ? { listing: server.listing, ...tool } : null
}

const MOST_DEFINITIONS = 200

/** The definitions (JSON texts) of tools by their addresses, at most 200; those that are gone are left out. In no order. */
export function listDefinitions(addresses: readonly rows.ToolAddress[]): Promise<rows.ToolDefinition[]> {
  return rows.definitionsAt(addresses.slice(0, MOST_DEFINITIONS))
}

/** What scans found different in a listing and its tools, the newest 100 first. */
export async function listListingChanges(slug: string): Promise<readonly rows.ListingChange[]> {
  const server = await found(slug)
  return server ? rows.changesOf(server.id) : []
}

async function found(slug: string) {
  return isSlug(slug) ? rows.findServer(slug) : null
}

function isSlug(text: string): boolean {
  return /^[a-z0-9-]{1,120}$/.test(text)
}

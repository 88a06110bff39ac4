// Public pages as values, from what the catalogue holds.
import { cache } from 'react'
import {
  type FoundTool,
  findListedTool,
  findListing,
  type ListedTool,
  type Listing,
  listListedTools,
  listListingChanges,
} from '#lib/listings/index.ts'
import {
  type AsOf,
  type PageLink,
  type ServerPage,
  serverPageOf,
  type ToolPage,
  toolPageOf,
  toolPath,
} from '#lib/pages/index.ts'

/** Null where the catalogue never had it. Read once for a page, whoever asks. */
export const readToolPage = cache(async (server: string, tool: string): Promise<ToolPage | null> => {
  const found = await findListedTool(server, tool)
  if (!found) return null
  const { listing, siblings, removedAt, changes } = found
  const { slug, name, definition } = found.tool
  return toolPageOf({
    server: serverOf(listing),
    asOf: asOfOf(listing),
    tool: { slug, name, definition },
    siblings,
    removedAt,
    related: found.related.map(linkOf),
    changes,
  })
})

/** Null where the catalogue never had it. */
export const readServerPage = cache(async (slug: string): Promise<ServerPage | null> => {
  const listing = await findListing(slug)
  if (!listing) return null
  const [tools, changes] = await Promise.all([allTools(slug), listListingChanges(slug)])
  const { description, homepage, endpoint, severity, counts } = listing
  return serverPageOf({
    server: {
      ...serverOf(listing),
      description,
      homepage,
      endpoint: endpoint === null ? '' : endpoint.kind === 'stdio' ? endpoint.command : endpoint.url,
      severity,
      counts,
    },
    asOf: asOfOf(listing),
    changes,
    tools,
  })
})

export function linkOf({ slug, name, summary, category, severity, listing }: FoundTool): PageLink {
  return {
    path: toolPath(listing.slug, slug),
    name,
    server: titleOf(listing),
    summary,
    category,
    severity,
  }
}

export function titleOf({ title, name }: Pick<Listing, 'title' | 'name'>): string {
  return title === '' ? name : title
}

async function allTools(slug: string): Promise<ListedTool[]> {
  const tools: ListedTool[] = []
  let cursor: string | undefined
  do {
    const page = await listListedTools(slug, { cursor })
    tools.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return tools
}

function serverOf(listing: Listing) {
  return { slug: listing.slug, name: listing.name, title: titleOf(listing), tools: listing.tools }
}

function asOfOf({ scannedAt, version, source }: Listing): AsOf {
  return { scannedAt, version, source: source.kind, sourceUrl: source.url }
}

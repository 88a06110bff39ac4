// Searching and counting the public catalogue.
import * as rows from '#lib/data/catalogue/index.ts'

export type CatalogueSearch = rows.SearchFilter & { readonly kind: 'tools' | 'servers' }

/**
 * The best matches first, 25 a page: the whole name, its beginning, words of names, words anywhere, then near misses.
 * Without words all of it is browsed. @throws Fault invalid-input (a cursor that no page gave)
 */
export function searchCatalogue(
  search: rows.SearchFilter & { readonly kind: 'tools' },
): Promise<rows.Found<rows.FoundTool>>
export function searchCatalogue(
  search: rows.SearchFilter & { readonly kind: 'servers' },
): Promise<rows.Found<rows.Listing>>
export function searchCatalogue({ kind, ...filter }: CatalogueSearch) {
  return kind === 'tools' ? rows.searchTools(filter) : rows.searchServers(filter)
}

/** How much the catalogue holds, and of when its newest scan is. */
export function countCatalogue(): Promise<rows.Totals> {
  return rows.countAll()
}

/** How many shards the site map has of either kind. */
export function countSitemapShards(): Promise<{ servers: number; tools: number }> {
  return rows.countShards()
}

/** Addresses of a shard, at most 40,000; none beyond the last shard. */
export async function listingsForSitemap(kind: 'servers' | 'tools', shard: number): Promise<rows.Address[]> {
  return Number.isInteger(shard) && shard >= 0 && shard < 10_000 ? rows.addressesOf(kind, shard) : []
}

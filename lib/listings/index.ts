export type {
  Address,
  ChangedField,
  Endpoint,
  Found,
  FoundTool,
  ListedTool,
  Listing,
  ListingChange,
  ListingSource,
  Match,
  SourceKind,
  ToolAddress,
  ToolDefinition,
  Totals,
} from '#lib/data/catalogue/index.ts'
export { type Given, type GivenListing, MAX_TOOLS, type RefusedTool } from './given.ts'
export {
  findListedTool,
  findListing,
  listDefinitions,
  listListedTools,
  listListingChanges,
  type ToolPage,
  type ToolsPage,
} from './listings.ts'
export { type Saved, saveListing, saveListings } from './save.ts'
export {
  type CatalogueSearch,
  countCatalogue,
  countSitemapShards,
  listingsForSitemap,
  searchCatalogue,
} from './search.ts'

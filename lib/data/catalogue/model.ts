// The public catalogue as values. Its rows belong to no organisation: everybody reads the same.
import type { Category, Severity } from '#lib/policy/index.ts'

/** Where a listing was found, the most carefully kept first: among equals a search shows it in this order. */
export const SOURCES = ['seed', 'docker', 'registry', 'capture', 'client-file', 'live'] as const
export type SourceKind = (typeof SOURCES)[number]
export type ListingSource = { readonly kind: SourceKind; readonly url: string | null }
export type Endpoint =
  | { readonly kind: 'http' | 'sse'; readonly url: string }
  | { readonly kind: 'stdio'; readonly command: string }

/** What a source says of a server, beside its tools. */
export type ListingFacts = {
  /** Its name at its source: what a later import finds it by, whatever the case of its letters. */
  readonly name: string
  readonly title: string
  readonly description: string
  readonly version: string
  readonly source: ListingSource
  readonly homepage: string | null
  readonly endpoint: Endpoint | null
  /** When its tools were read, or where nobody read them, when its source said so. */
  readonly scannedAt: Date
}
/** One server of the catalogue. */
export type Listing = ListingFacts & {
  /** Once given, it stays. */
  readonly slug: string
  readonly firstSeenAt: Date
  /** When a scan last found something different. */
  readonly changedAt: Date
  readonly tools: number
  readonly counts: Readonly<Record<Category, number>>
  /** The worst of its tools; null where it has none, or nobody has read them. */
  readonly severity: Severity | null
}
/** One tool of a listing, without its definition. */
export type ToolHead = {
  readonly slug: string
  readonly name: string
  /** The beginning of its description. */
  readonly summary: string
  readonly category: Category
  readonly severity: Severity
  /** 0 to 1. */
  readonly confidence: number
}
export type ListedTool = ToolHead & {
  /** JSON text, every digit kept. */
  readonly definition: string
  readonly firstSeenAt: Date
  readonly changedAt: Date
}
/** A tool with the server that has it. */
export type FoundTool = ToolHead & { readonly listing: Pick<Listing, 'slug' | 'name' | 'title'> }

/** One place that differed. `before` and `after` are JSON texts, cut where they are long; null where there was nothing. */
export type ChangedField = {
  /** RFC 6901, from the top of the definition, or of the listing. */
  readonly pointer: string
  readonly before: string | null
  readonly after: string | null
}
export type ListingChange = {
  /** `listed` is the first scan that had it; `server` is a change of the listing itself. */
  readonly kind: 'listed' | 'added' | 'removed' | 'returned' | 'changed' | 'server'
  /** The date of the scan that found it. */
  readonly at: Date
  /** The server's version then. */
  readonly version: string
  /** Null for the listing itself. */
  readonly tool: { readonly slug: string; readonly name: string } | null
  readonly fields: readonly ChangedField[]
}

// A row of catalogue_server as a listing.
import type { Category, Severity } from '#lib/policy/index.ts'
import type { Endpoint, Listing, SourceKind } from './model.ts'

/** The columns that make a listing. */
export const LISTING_COLUMNS = `slug, name, title, description, version, source_kind AS "sourceKind", source_url AS "sourceUrl",
  homepage, endpoint, scanned_at AS "scannedAt", first_seen_at AS "firstSeenAt", changed_at AS "changedAt",
  tools, reads, writes, executes, destroys, pays, others, severity`

/** In which column the tools of a category are counted. */
export const COUNTED: Readonly<Record<Category, string>> = {
  Read: 'reads',
  Write: 'writes',
  Execute: 'executes',
  Destructive: 'destroys',
  Financial: 'pays',
  Other: 'others',
}

export type ListingRow = {
  readonly slug: string
  readonly name: string
  readonly title: string
  readonly description: string
  readonly version: string
  readonly sourceKind: SourceKind
  readonly sourceUrl: string | null
  readonly homepage: string | null
  readonly endpoint: Endpoint | null
  readonly scannedAt: Date
  readonly firstSeenAt: Date
  readonly changedAt: Date
  readonly tools: number
  readonly reads: number
  readonly writes: number
  readonly executes: number
  readonly destroys: number
  readonly pays: number
  readonly others: number
  readonly severity: Severity | null
}

export function listingOf(row: ListingRow): Listing {
  return {
    slug: row.slug,
    name: row.name,
    title: row.title,
    description: row.description,
    version: row.version,
    source: { kind: row.sourceKind, url: row.sourceUrl },
    homepage: row.homepage,
    endpoint: row.endpoint,
    scannedAt: row.scannedAt,
    firstSeenAt: row.firstSeenAt,
    changedAt: row.changedAt,
    tools: row.tools,
    counts: {
      Read: row.reads,
      Write: row.writes,
      Execute: row.executes,
      Destructive: row.destroys,
      Financial: row.pays,
      Other: row.others,
    },
    severity: row.severity,
  }
}

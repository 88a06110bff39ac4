// The search and its filters as the address holds them.
import { CATEGORIES, type Category, SEVERITIES, type Severity } from '#lib/policy/index.ts'
import { one } from '../../search-params.ts'

export type BrowseView = {
  readonly q: string | undefined
  readonly kind: 'servers' | 'tools'
  readonly category: Category | undefined
  readonly severity: Severity | undefined
  readonly cursor: string | undefined
}

const MAX_QUERY = 200

/** What an address asks for; what it says wrongly counts as not said. */
export function browseViewOf(query: Readonly<Record<string, string | string[] | undefined>>): BrowseView {
  const q = one(query.q)?.trim().slice(0, MAX_QUERY) || undefined
  const kind = one(query.kind)
  const category = CATEGORIES.find((each) => each.toLowerCase() === one(query.category)?.toLowerCase())
  const severity = SEVERITIES.find((each) => each.toLowerCase() === one(query.severity)?.toLowerCase())
  const isAboutTools = q !== undefined || category !== undefined || severity !== undefined
  return {
    q,
    kind: kind === 'servers' || kind === 'tools' ? kind : isAboutTools ? 'tools' : 'servers',
    category,
    severity,
    cursor: one(query.cursor),
  }
}

/** The address of a view. Another view than the one that is shown begins at its first page. */
export function browseHref({ q, kind, category, severity, cursor }: BrowseView): string {
  const query = new URLSearchParams()
  const set = (name: string, value: string | undefined) => value !== undefined && query.set(name, value)
  set('q', q)
  const usual = browseViewOf({ q, category, severity }).kind
  set('kind', kind === usual ? undefined : kind)
  set('category', category?.toLowerCase())
  set('severity', severity?.toLowerCase())
  set('cursor', cursor)
  return query.size === 0 ? '/mcp-servers' : `/mcp-servers?${query}`
}

/** Whether it is more than the catalogue's front. */
export function isFiltered({ q, category, severity, cursor }: BrowseView): boolean {
  return [q, category, severity, cursor].some((each) => each !== undefined)
}

// Searching the catalogue: the best kind of match first, and each kind in an order that never changes, so that a page
// goes on exactly where the one before ended (decision 0042).
import type { Category, Severity } from '#lib/policy/index.ts'
import { pool } from '../client.ts'
import { COUNTED, LISTING_COLUMNS, type ListingRow, listingOf } from './listing-row.ts'
import type { FoundTool, Listing } from './model.ts'
import { placeText, readPlace, type SearchPlace } from './place.ts'
import { anywhere, inNames, meantBy, nearly, type Query, readQuery } from './query.ts'
import { type FoundRow, foundOf } from './read.ts'

export type SearchFilter = {
  readonly q?: string | undefined
  readonly category?: Category | undefined
  readonly severity?: Severity | undefined
  readonly cursor?: string | undefined
}
/** How a row fits: by its whole name, its name's beginning, the words of its name, of anything, or nearly. */
export type Match = 'name' | 'beginning' | 'words' | 'text' | 'near' | 'all'
export type Found<T> = {
  readonly items: readonly (T & { readonly match: Match })[]
  readonly nextCursor: string | null
  /** Of the first page: how many there are, at most 1,000, which then means 1,000 or more. Null on others. */
  readonly total: number | null
}

export const PAGE = 25
export const MOST_COUNTED = 1_000

type Kind = 'tools' | 'servers'
type Step = { readonly match: Match; readonly where: string; readonly values: readonly string[] }
type Row = { readonly id: number; readonly weight: number }

/** Tools that fit, 25 a page. @throws Fault invalid-input (a cursor that no page gave) */
export function searchTools(filter: SearchFilter): Promise<Found<FoundTool>> {
  return search('tools', filter, async (ids) => {
    const { rows } = await pool().query<FoundRow & { id: number }>(
      `SELECT t.id, t.slug, t.name, d.summary, t.category, t.severity, t.confidence, s.slug AS "serverSlug",
              s.name AS "serverName", s.title AS "serverTitle"
         FROM catalogue_tool t JOIN catalogue_server s ON s.id = t.server_id JOIN catalogue_definition d ON d.tool_id = t.id
        WHERE t.id = ANY ($1)`,
      [ids],
    )
    return new Map(rows.map((row) => [row.id, foundOf(row)]))
  })
}

/** Servers that fit, 25 a page. With a category: those that have such a tool; with a severity: whose worst tool has it. */
export function searchServers(filter: SearchFilter): Promise<Found<Listing>> {
  return search('servers', filter, async (ids) => {
    const { rows } = await pool().query<ListingRow & { id: number }>(
      `SELECT id, ${LISTING_COLUMNS} FROM catalogue_server WHERE id = ANY ($1)`,
      [ids],
    )
    return new Map(rows.map((row) => [row.id, listingOf(row)]))
  })
}

async function search<T>(
  kind: Kind,
  filter: SearchFilter,
  read: (ids: readonly number[]) => Promise<Map<number, T>>,
): Promise<Found<T>> {
  const place = readPlace(filter.cursor)
  const query = readQuery(filter.q ?? '')
  // Nothing that could be a word was typed: nothing has it.
  if (!query && (filter.q ?? '').trim() !== '') return { items: [], nextCursor: null, total: 0 }
  const steps = query ? stepsOf(query) : [{ match: 'all', where: 'true', values: [] } as const]
  const found: (Row & { readonly step: number; readonly match: Match })[] = []
  let step = place?.step ?? 0
  for (; found.length <= PAGE; step++) {
    const current = steps[step] ?? (query && step === steps.length ? await nearStep(query) : null)
    if (!current) break
    const after = place?.step === step ? place : null
    const rows = await rowsOf(kind, filter, current, after, PAGE + 1 - found.length)
    found.push(...rows.map((row) => ({ ...row, step, match: current.match })))
  }
  const page = found.slice(0, PAGE)
  const values = await read(page.map(({ id }) => id))
  const last = found.length > PAGE ? page.at(-1) : undefined
  return {
    items: page.flatMap(({ id, match }) => {
      const value = values.get(id)
      return value ? [{ ...value, match }] : []
    }),
    nextCursor: last ? placeText(last) : null,
    total: place ? null : found.length <= PAGE ? found.length : await countUpTo(kind, filter, query),
  }
}

function stepsOf(query: Query): Step[] {
  const { key } = query
  const [named, said] = [inNames(query), anywhere(query)]
  // In the C collation this is every key that begins so.
  const begins = 'name_key >= $1 AND name_key < $2'
  const range = [key, `${key}\u{10FFFF}`]
  return [
    { match: 'name', where: 'name_key = $1', values: [key] },
    { match: 'beginning', where: `${begins} AND name_key <> $1`, values: range },
    { match: 'words', where: `words @@ $3::tsquery AND NOT (${begins})`, values: [...range, named] },
    {
      match: 'text',
      where: `words @@ $4::tsquery AND NOT words @@ $3::tsquery AND NOT (${begins})`,
      values: [...range, named, said],
    },
  ]
}

async function nearStep(query: Query): Promise<Step | null> {
  const meant = await meantBy(query)
  if (!meant) return null
  return {
    match: 'near',
    where: 'words @@ $4::tsquery AND NOT words @@ $3::tsquery AND NOT (name_key >= $1 AND name_key < $2)',
    values: [query.key, `${query.key}\u{10FFFF}`, anywhere(query), nearly(meant)],
  }
}

async function rowsOf(
  kind: Kind,
  filter: SearchFilter,
  { where, values }: Step,
  after: SearchPlace | null,
  limit: number,
): Promise<Row[]> {
  const given: unknown[] = [...values]
  const bind = (value: unknown) => `$${given.push(value)}`
  const conditions = [where, ...filtersOf(kind, filter, bind)]
  if (after) conditions.push(`(weight, id) > (${bind(after.weight)}, ${bind(after.id)})`)
  const { rows } = await pool().query<Row>(
    `SELECT id, weight FROM catalogue_${kind === 'tools' ? 'tool' : 'server'} WHERE ${conditions.join(' AND ')}
      ORDER BY weight, id LIMIT ${bind(limit)}`,
    given,
  )
  return rows
}

async function countUpTo(kind: Kind, filter: SearchFilter, query: Query | null): Promise<number> {
  const given: unknown[] = query ? [query.key, `${query.key}\u{10FFFF}`, anywhere(query)] : []
  const bind = (value: unknown) => `$${given.push(value)}`
  const fits = query ? '(words @@ $3::tsquery OR (name_key >= $1 AND name_key < $2))' : 'true'
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM (
       SELECT FROM catalogue_${kind === 'tools' ? 'tool' : 'server'}
        WHERE ${[fits, ...filtersOf(kind, filter, bind)].join(' AND ')} LIMIT ${MOST_COUNTED}) found`,
    given,
  )
  return rows[0]?.count ?? 0
}

function filtersOf(
  kind: Kind,
  { category, severity }: SearchFilter,
  bind: (value: unknown) => string,
): string[] {
  const counted = category === undefined ? undefined : COUNTED[category]
  return [
    ...(kind === 'tools' ? ['removed_at IS NULL'] : []),
    ...(counted === undefined ? [] : [kind === 'tools' ? `category = ${bind(category)}` : `${counted} > 0`]),
    ...(severity === undefined ? [] : [`severity = ${bind(severity)}`]),
  ]
}

// Searching the catalogue: the best kind of match first, and each kind in an order that never changes, so that a page
// goes on exactly where the one before ended (decision 0042).
import { pool } from '../client.ts'
import { countRows, type Filter, findAll, findRows, type Kind, type PlacedRow } from './find-rows.ts'
import { LISTING_COLUMNS, type ListingRow, listingOf } from './listing-row.ts'
import type { FoundTool, Listing } from './model.ts'
import { placeText, readPlace, type SearchPlace } from './place.ts'
import { type Query, readQuery, usesOf } from './query.ts'
import { foundOf, type FoundRow as ToolRow } from './read.ts'
import { ALL, MATCHES, type Match, NEAR, nearStep, type Step, stepsOf } from './steps.ts'

export type SearchFilter = Filter & { readonly q?: string | undefined; readonly cursor?: string | undefined }
export type Found<T> = {
  readonly items: readonly (T & { readonly match: Match })[]
  readonly nextCursor: string | null
  /** Of the first page: how many there are, at most 1,000, which then means 1,000 or more. Null on others. */
  readonly total: number | null
}
type FoundRow = PlacedRow & { readonly match: Match }
type FoundRows = { readonly rows: readonly FoundRow[]; readonly total: number | null }

const PAGE = 25
/** Where there are fewer than this, what is only near is shown behind them. */
const FEW = 5
/** Words that so many rows have are met soon by walking. */
const COMMON = 6_000

/** Tools that fit, 25 a page. @throws Fault invalid-input (a cursor that no page gave) */
export function searchTools(filter: SearchFilter): Promise<Found<FoundTool>> {
  return search('tools', filter, async (ids) => {
    const { rows } = await pool().query<ToolRow & { id: number }>(
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
  const { rows: found, total } = await rowsOf(kind, filter, query, place)
  const page = found.slice(0, PAGE)
  const last = found.length > PAGE ? page.at(-1) : undefined
  const values = await read(page.map(({ id }) => id))
  return {
    items: page.flatMap(({ id, match }) => {
      const value = values.get(id)
      return value ? [{ ...value, match }] : []
    }),
    nextCursor: last ? placeText(last) : null,
    total: place ? null : last ? (total ?? (await countRows(kind, filter, query))) : found.length,
  }
}

/** A page, and one more where there is one; with how many there are, where that came along. */
async function rowsOf(
  kind: Kind,
  filter: SearchFilter,
  query: Query | null,
  place: SearchPlace | null,
): Promise<FoundRows> {
  const limit = PAGE + 1
  if (!query) return { rows: await inSteps(kind, filter, [ALL], place, limit, false), total: null }
  if (place?.step === NEAR) return { rows: await nearRows(kind, filter, query, place, limit), total: null }
  if (kind === 'tools' && (await usesOf(query)) >= COMMON)
    return { rows: await inSteps(kind, filter, stepsOf(query), place, limit, true), total: null }
  const { rows, total } = await findAll(kind, filter, query, place, limit)
  const found = rows.map((row) => ({ ...row, match: MATCHES[row.step] ?? 'text' }))
  // A page before this one was full, so there are not few.
  if (place || found.length >= FEW) return { rows: found, total }
  return {
    rows: [...found, ...(await nearRows(kind, filter, query, null, limit - found.length))],
    total: null,
  }
}

async function nearRows(kind: Kind, filter: Filter, query: Query, after: SearchPlace | null, limit: number) {
  const step = await nearStep(query)
  const rows = step ? await findRows(kind, filter, step, after, limit, false) : []
  return rows.map((row) => ({ ...row, step: NEAR, match: 'near' as const }))
}

/** Kind after kind, until there are enough. */
async function inSteps(
  kind: Kind,
  filter: Filter,
  steps: readonly Step[],
  place: SearchPlace | null,
  limit: number,
  isCommon: boolean,
): Promise<FoundRow[]> {
  const found: FoundRow[] = []
  for (let step = place?.step ?? 0; found.length < limit; step++) {
    const current = steps[step]
    if (!current) break
    const after = place?.step === step ? place : null
    const rows = await findRows(kind, filter, current, after, limit - found.length, isCommon)
    found.push(...rows.map((row) => ({ ...row, step, match: current.match })))
  }
  return found
}

// Searching the catalogue: the best kind of match first, and each kind in an order that never changes, so that a page
// goes on exactly where the one before ended (decision 0042).
import { pool } from '../client.ts'
import { countRows, type Filter, findRows, type Kind, type Row } from './find-rows.ts'
import { LISTING_COLUMNS, type ListingRow, listingOf } from './listing-row.ts'
import type { FoundTool, Listing } from './model.ts'
import { placeText, readPlace } from './place.ts'
import { type Query, readQuery, usesOf } from './query.ts'
import { type FoundRow, foundOf } from './read.ts'
import { ALL, type Match, NEAR, nearStep, stepsOf } from './steps.ts'

export type SearchFilter = Filter & { readonly q?: string | undefined; readonly cursor?: string | undefined }
export type Found<T> = {
  readonly items: readonly (T & { readonly match: Match })[]
  readonly nextCursor: string | null
  /** Of the first page: how many there are, at most 1,000, which then means 1,000 or more. Null on others. */
  readonly total: number | null
}
type FoundRows = readonly (Row & { readonly step: number; readonly match: Match })[]

const PAGE = 25
/** Where there are fewer than this, what is only near is shown behind them. */
const FEW = 5
/** Words that so many rows have are met soon by walking. */
const COMMON = 6_000

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
  const isFirst = readPlace(filter.cursor) === null
  const query = readQuery(filter.q ?? '')
  // Nothing that could be a word was typed: nothing has it.
  if (!query && (filter.q ?? '').trim() !== '') return { items: [], nextCursor: null, total: 0 }
  const found = await rowsOf(kind, filter, query)
  const page = found.slice(0, PAGE)
  const last = found.length > PAGE ? page.at(-1) : undefined
  const values = await read(page.map(({ id }) => id))
  const counted = last && isFirst ? await countRows(kind, filter, query) : found.length
  return {
    items: page.flatMap(({ id, match }) => {
      const value = values.get(id)
      return value ? [{ ...value, match }] : []
    }),
    nextCursor: last ? placeText(last) : null,
    total: isFirst ? counted : null,
  }
}

/** A page, and one more where there is one. */
async function rowsOf(kind: Kind, filter: SearchFilter, query: Query | null): Promise<FoundRows> {
  const place = readPlace(filter.cursor)
  const steps = query ? stepsOf(query) : [ALL]
  const isCommon = query !== null && kind === 'tools' && (await usesOf(query)) >= COMMON
  const found: (Row & { readonly step: number; readonly match: Match })[] = []
  for (let step = place?.step ?? 0; found.length <= PAGE; step++) {
    // A page before this one was full, so there are not few.
    const isNear = query !== null && step === NEAR && (place ? place.step === NEAR : found.length < FEW)
    const current = steps[step] ?? (isNear ? await nearStep(query) : null)
    if (!current) break
    const after = place?.step === step ? place : null
    // Of several words the beginning of a name is a place in an index, however many have each of them.
    const isWalked = isCommon && (current.match !== 'beginning' || query.words.length === 1)
    const rows = await findRows(kind, filter, current, after, PAGE + 1 - found.length, isWalked)
    found.push(...rows.map((row) => ({ ...row, step, match: current.match })))
  }
  return found
}

// One kind of match as a statement. What many rows have is met soon on a walk in the order of the answer; what few have
// is looked up and sorted. The planner cannot know which it is for words that come together, so it is told here.

import { severityOf } from '#lib/catalogue/index.ts'
import { CATEGORIES, type Category, type Severity } from '#lib/policy/index.ts'
import { pool } from '../client.ts'
import { COUNTED } from './listing-row.ts'
import type { SearchPlace } from './place.ts'
import { CLASSED } from './prepared.ts'
import { anywhere, inNames, mostUsedTools, type Query } from './query.ts'
import type { Step } from './steps.ts'

export type Kind = 'tools' | 'servers'
export type Filter = { readonly category?: Category | undefined; readonly severity?: Severity | undefined }
export type Row = { readonly id: number; readonly weight: number }
type Bind = (value: unknown) => string

export const MOST_COUNTED = 1_000
/** How many rows a walk looks at before it gives up. */
const WALK = 3_000
// Behind every text that begins with a key, in the C collation.
const BEHIND = '\u{10FFFF}'

/** The next rows of one kind. @param isCommon so many rows have its words that a walk meets enough of them */
export async function findRows(
  kind: Kind,
  filter: Filter,
  step: Step,
  after: SearchPlace | null,
  limit: number,
  isCommon: boolean,
): Promise<Row[]> {
  if (isEmpty(kind, filter)) return []
  if (step.match === 'all') return ordered(kind, filter, step, after, limit)
  if (isCommon && step.match !== 'name') {
    const rows = await walked(kind, filter, step, after, limit)
    if (rows.length >= limit) return rows
  }
  return lookedUp(kind, filter, step, after, limit)
}

/** A row with the step that finds it. */
export type PlacedRow = Row & { readonly step: number }

/**
 * The next rows of all kinds but near misses, in one lookup: for words that few rows have together.
 * @returns also how many there are, at most 1,000
 */
export async function findAll(
  kind: Kind,
  filter: Filter,
  query: Query,
  after: SearchPlace | null,
  limit: number,
): Promise<{ readonly rows: readonly PlacedRow[]; readonly total: number }> {
  if (isEmpty(kind, filter)) return { rows: [], total: 0 }
  const { given, bind } = values()
  const [key, behind] = [bind(query.key), bind(query.key + BEHIND)]
  const begins = `name_key >= ${key} AND name_key < ${behind}`
  const fits = `(words @@ ${bind(withClasses(anywhere(query), kind, filter))}::tsquery OR (${begins}))`
  const { rows } = await pool().query<PlacedRow & { total: number }>(
    `WITH fits AS MATERIALIZED (
       SELECT id, weight, CASE WHEN name_key = ${key} THEN 0 WHEN ${begins} THEN 1
                               WHEN words @@ ${bind(inNames(query))}::tsquery THEN 2 ELSE 3 END AS step
         FROM ${table(kind)} WHERE ${[fits, ...filtersOf(kind, filter, bind)].join(' AND ')})
     SELECT id, weight, step, (SELECT least(count(*), ${MOST_COUNTED})::integer FROM fits) AS total
       FROM fits WHERE (step, weight, id) > (${bind(after?.step ?? -1)}, ${bind(after?.weight ?? 0)}, ${bind(after?.id ?? 0)})
      ORDER BY step, weight, id LIMIT ${bind(limit)}`,
    given,
  )
  return { rows, total: rows[0]?.total ?? 0 }
}

/** How many rows have the words, at most 1,000. */
export async function countRows(kind: Kind, filter: Filter, query: Query | null): Promise<number> {
  if (isEmpty(kind, filter)) return 0
  // A word that very many have is counted already.
  const isOneWord = kind === 'tools' && query?.words.length === 1 && classesOf(filter) === null
  if (isOneWord && (await mostUsedTools(query)) >= MOST_COUNTED) return MOST_COUNTED
  const { given, bind } = values()
  const key = query && `name_key >= ${bind(query.key)} AND name_key < ${bind(query.key + BEHIND)}`
  const fits = query
    ? `(words @@ ${bind(withClasses(anywhere(query), kind, filter))}::tsquery OR (${key}))`
    : 'true'
  const { rows } = await pool().query<{ count: number }>(
    `WITH fits AS MATERIALIZED (SELECT FROM ${table(kind)} WHERE ${[fits, ...filtersOf(kind, filter, bind)].join(' AND ')})
     SELECT count(*)::integer AS count FROM (SELECT FROM fits LIMIT ${MOST_COUNTED}) counted`,
    given,
  )
  return rows[0]?.count ?? 0
}

async function ordered(kind: Kind, filter: Filter, step: Step, after: SearchPlace | null, limit: number) {
  const { given, bind } = values()
  const conditions = [...stepOf(step, bind), ...filtersOf(kind, filter, bind), ...afterOf(after, bind)]
  return query(
    `SELECT id, weight FROM ${table(kind)} WHERE ${conditions.join(' AND ')} ORDER BY weight, id LIMIT ${bind(limit)}`,
    given,
  )
}

// The first of those that a walk meets are the first there are.
async function walked(kind: Kind, filter: Filter, step: Step, after: SearchPlace | null, limit: number) {
  const { given, bind } = values()
  const passed = [...filtersOf(kind, filter, bind), ...afterOf(after, bind)]
  return query(
    `SELECT id, weight FROM (
       SELECT id, weight, name_key, words FROM ${table(kind)} WHERE ${passed.join(' AND ')} ORDER BY weight, id LIMIT ${WALK}) walk
      WHERE ${stepOf(step, bind).join(' AND ')} ORDER BY weight, id LIMIT ${bind(limit)}`,
    given,
  )
}

async function lookedUp(kind: Kind, filter: Filter, step: Step, after: SearchPlace | null, limit: number) {
  const { given, bind } = values()
  const has = step.has === null ? null : withClasses(step.has, kind, filter)
  const conditions = [...stepOf({ ...step, has }, bind), ...filtersOf(kind, filter, bind)]
  return query(
    `WITH fits AS MATERIALIZED (SELECT id, weight FROM ${table(kind)} WHERE ${conditions.join(' AND ')})
     SELECT id, weight FROM fits WHERE ${['true', ...afterOf(after, bind)].join(' AND ')}
      ORDER BY weight, id LIMIT ${bind(limit)}`,
    given,
  )
}

async function query(text: string, given: unknown[]): Promise<Row[]> {
  const { rows } = await pool().query<Row>(text, given)
  return rows
}

function stepOf({ key, has, hasNot }: Step, bind: Bind): string[] {
  const conditions = ['true']
  if (key?.rule === 'is') conditions.push(`name_key = ${bind(key.text)}`)
  else if (key) {
    const [from, to] = [bind(key.text), bind(key.text + BEHIND)]
    const begins = `name_key >= ${from} AND name_key < ${to}`
    conditions.push(key.rule === 'begins' ? `${begins} AND name_key <> ${from}` : `NOT (${begins})`)
  }
  if (has !== null) conditions.push(`words @@ ${bind(has)}::tsquery`)
  if (hasNot !== null) conditions.push(`NOT words @@ ${bind(hasNot)}::tsquery`)
  return conditions
}

function filtersOf(kind: Kind, { category, severity }: Filter, bind: Bind): string[] {
  const counted = category === undefined ? undefined : COUNTED[category]
  return [
    ...(kind === 'tools' ? ['removed_at IS NULL'] : ['true']),
    ...(counted === undefined ? [] : [kind === 'tools' ? `category = ${bind(category)}` : `${counted} > 0`]),
    ...(severity === undefined ? [] : [`severity = ${bind(severity)}`]),
  ]
}

function afterOf(after: SearchPlace | null, bind: Bind): string[] {
  return after ? [`(weight, id) > (${bind(after.weight)}, ${bind(after.id)})`] : []
}

function withClasses(has: string, kind: Kind, filter: Filter): string {
  const classes = kind === 'tools' ? classesOf(filter) : null
  return classes === null ? has : `(${has}) & ${classes}`
}

// The categories that a filter lets through, among the words of a tool.
function classesOf({ category, severity }: Filter): string | null {
  if (category === undefined && severity === undefined) return null
  const classes = CATEGORIES.filter((each) => category === undefined || each === category)
    .filter((each) => severity === undefined || severityOf(each) === severity)
    .map((each) => `'${CLASSED}${each}'`)
  return `(${classes.join(' | ')})`
}

// No tool of a category has another severity than the category's.
function isEmpty(kind: Kind, { category, severity }: Filter): boolean {
  const both = category !== undefined && severity !== undefined
  return kind === 'tools' && both && severityOf(category) !== severity
}

function table(kind: Kind): string {
  return kind === 'tools' ? 'catalogue_tool' : 'catalogue_server'
}

function values(): { given: unknown[]; bind: Bind } {
  const given: unknown[] = []
  return { given, bind: (value) => `$${given.push(value)}` }
}

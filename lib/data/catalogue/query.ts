// What somebody typed, as conditions on the words of rows.
import { pool } from '../client.ts'
import { lookedUpForms, slipsAllowed, slipsBetween } from './near.ts'
import { NAMED } from './prepared.ts'
import { nameKey, STOP_WORDS, wordsOf } from './words.ts'

const MAX_WORDS = 8
const MAX_QUERY = 200
const MAX_ALTERNATIVES = 4
const SHORTEST_BEGINNING = 2

export type Query = {
  /** All of it in one, as names are compared. */
  readonly key: string
  readonly words: readonly string[]
}

/** Null where there is nothing to look for. */
export function readQuery(text: string): Query | null {
  const all = [...new Set(wordsOf(text.slice(0, MAX_QUERY)))]
  const telling = all.filter((word) => !STOP_WORDS.has(word))
  const words = (telling.length > 0 ? telling : all).slice(0, MAX_WORDS)
  return words.length === 0 ? null : { key: nameKey(text.slice(0, MAX_QUERY)), words }
}

/** The last word may be the beginning of one: somebody is still typing. */
export function inNames({ words }: Query): string {
  return words.map((word, index) => anyOf(formsOf(word), isOpen(words, index), [NAMED])).join(' & ')
}

export function anywhere({ words }: Query): string {
  return words.map((word, index) => anyOf(formsOf(word), isOpen(words, index), [NAMED, ''])).join(' & ')
}

/** The same with each word as it may have been meant. */
export function nearly(alternatives: readonly (readonly string[])[]): string {
  return alternatives.map((words) => anyOf(words.flatMap(formsOf), false, [NAMED, ''])).join(' & ')
}

/**
 * About how many rows have all of the words, as if one said nothing of another; of the last one, all words that begin so.
 * Too many where a row has several of those.
 */
export async function usesOf({ words }: Query): Promise<number> {
  const ranges = words.map((word, index) => rangeOf(word, isOpen(words, index)))
  const { rows } = await pool().query<{ uses: number; all: number }>(
    `SELECT (SELECT coalesce(sum(w.uses), 0) FROM catalogue_word w WHERE w.word >= asked.low AND w.word < asked.high)::float8 AS uses,
            (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'catalogue_tool'::regclass)::float8 AS all
       FROM json_to_recordset($1::json) AS asked (low text, high text)`,
    [JSON.stringify(ranges)],
  )
  const shares = rows.reduce((product, { uses, all }) => product * Math.min(1, uses / all), 1)
  return shares * (rows[0]?.all ?? 0)
}

/** The word that most rows have of those that the last one may be, and how many of them are tools. */
export async function mostUsedTools({ words }: Query): Promise<number> {
  const last = words.at(-1) ?? ''
  const { low, high } = rangeOf(last, isOpen(words, words.length - 1))
  const { rows } = await pool().query<{ tools: number }>(
    `SELECT uses - (SELECT count(*) FROM catalogue_server s WHERE s.words @@ format('''%1$s'' | ''=%1$s''', top.word)::tsquery)::integer AS tools
       FROM (SELECT word, uses FROM catalogue_word WHERE word >= $1 AND word < $2 ORDER BY uses DESC LIMIT 1) top`,
    [low, high],
  )
  return rows[0]?.tools ?? 0
}

// Words are letters and digits: the first of these lies right behind the word, the second behind all that begin so.
function rangeOf(word: string, isBeginning: boolean): { readonly low: string; readonly high: string } {
  return { low: word, high: word + (isBeginning ? '\u{10FFFF}' : '\u0001') }
}

/**
 * For each word those of the catalogue that are a slip or two away, itself first where it is one.
 * Words that nothing is near to are left out.
 * @returns null where that leaves nothing, or nothing new
 */
export async function meantBy({ words }: Query): Promise<string[][] | null> {
  const { rows } = await pool().query<{ place: number; word: string; uses: number }>(
    `SELECT asked.place::integer, w.word, w.uses
       FROM json_to_recordset($1::json) AS asked (place integer, forms text)
       CROSS JOIN LATERAL (
         SELECT word, uses FROM catalogue_word WHERE near && string_to_array(asked.forms, ' ')
          ORDER BY uses DESC LIMIT 300) w`,
    [
      JSON.stringify(
        words.map((word, place) => ({ place, forms: [word, ...lookedUpForms(word)].join(' ') })),
      ),
    ],
  )
  const { rows: known } = await pool().query<{ word: string }>(
    'SELECT word FROM catalogue_word WHERE word = ANY ($1)',
    [words],
  )
  const exact = new Set(known.map(({ word }) => word))
  const meant = words.map((word, place) => [
    ...(exact.has(word) ? [word] : []),
    ...nearest(
      word,
      rows.filter((row) => row.place === place),
    ),
  ])
  const found = meant.filter((alternatives) => alternatives.length > 0)
  const isNew =
    found.length < words.length || found.some((each, place) => each.length > 1 || each[0] !== words[place])
  return found.length > 0 && isNew ? found : null
}

function nearest(
  word: string,
  candidates: readonly { readonly word: string; readonly uses: number }[],
): string[] {
  return candidates
    .map((each) => ({ ...each, slips: slipsBetween(word, each.word) }))
    .filter(({ slips }) => slips > 0 && slips <= slipsAllowed(word))
    .sort(
      (a, b) =>
        a.slips - b.slips || Number(b.word[0] === word[0]) - Number(a.word[0] === word[0]) || b.uses - a.uses,
    )
    .slice(0, MAX_ALTERNATIVES)
    .map((each) => each.word)
}

// One thing and several of it are one word to whoever looks for it.
function formsOf(word: string): string[] {
  if (word.length < 3 || /\P{ASCII}/u.test(word)) return [word]
  if (word.endsWith('ies')) return [word, `${word.slice(0, -3)}y`]
  if (word.endsWith('ss')) return [word, `${word}es`]
  if (word.endsWith('s')) return [word, word.slice(0, -1)]
  return word.endsWith('y') ? [word, `${word.slice(0, -1)}ies`] : [word, `${word}s`]
}

function isOpen(words: readonly string[], index: number): boolean {
  return index === words.length - 1 && (words[index] ?? '').length >= SHORTEST_BEGINNING
}

// Words are letters and digits: nothing in them means anything to Postgres inside of quotes.
function anyOf(words: readonly string[], isBeginning: boolean, marks: readonly string[]): string {
  const all = [...new Set(words)].flatMap((word, index) =>
    marks.map((mark) => `'${mark}${word}'${isBeginning && index === 0 ? ':*' : ''}`),
  )
  return `(${all.join(' | ')})`
}

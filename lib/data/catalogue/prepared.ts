// A listing that was checked and classified, as it will stand in the tables.
import { createHash } from 'node:crypto'
import type { Category, Severity } from '#lib/policy/index.ts'
import { type ListingFacts, SOURCES } from './model.ts'
import { nameKey, STOP_WORDS, wordsOf } from './words.ts'

/** Before a word of a name: a word that only a description has stands bare. */
export const NAMED = '='
/** Before a tool's category, so that words and category are looked up together. */
export const CLASSED = '@'

export type PreparedTool = {
  readonly name: string
  /** The description, or nothing. */
  readonly description: string
  /** JSON text, as it came. */
  readonly definition: string
  /** Of that text. */
  readonly hash: string
  readonly category: Category
  readonly severity: Severity
  readonly confidence: number
}
export type PreparedListing = {
  /** The slug it would like to have, where that is free. */
  readonly slug: string
  readonly facts: ListingFacts
  /** Null where nobody has read them: what is stored of them stays. */
  readonly tools: readonly PreparedTool[] | null
}

const SUMMARY_LENGTH = 300
const SEARCHED_LENGTH = 600
const MAX_WORDS = 48
const MAX_SERVER_WORDS = 400

/** What a listing is found by again. */
export function identityOf(facts: Pick<ListingFacts, 'name'>): string {
  return facts.name.normalize('NFC').toLowerCase()
}

/** One text for all that was given: two imports with the same one are the same import. */
export function digestOf({ facts, tools }: PreparedListing): string {
  const { scannedAt: _, ...rest } = facts
  const listed = tools?.map(({ name, hash, category, severity, confidence }) => [
    name,
    hash,
    category,
    severity,
    confidence,
  ])
  return createHash('sha256')
    .update(JSON.stringify([rest, listed ?? null]))
    .digest('base64url')
}

/** The columns of a tool that a search reads. */
export function searchedTool(facts: ListingFacts, tool: PreparedTool) {
  const own = wordsOf(tool.name)
  // The server's title may change without its tools; its name never does.
  const named = new Set([...own, ...wordsOf(lastPart(facts.name))])
  return {
    nameKey: nameKey(tool.name),
    weight: sourceWeight(facts) + Math.min(15, own.length),
    words: [
      CLASSED + tool.category,
      ...lexemes(named, wordsOf(tool.description.slice(0, SEARCHED_LENGTH)), MAX_WORDS),
    ],
    summary: shortened(tool.description),
  }
}

/** The columns of a listing that a search reads: its tools' names are among its words. */
export function searchedServer(facts: ListingFacts, toolNames: readonly string[]) {
  const named = new Set([...wordsOf(lastPart(facts.name)), ...wordsOf(facts.title)])
  const said = [...wordsOf(facts.description.slice(0, SEARCHED_LENGTH)), ...toolNames.flatMap(wordsOf)]
  return {
    nameKey: nameKey(facts.title === '' ? lastPart(facts.name) : facts.title),
    weight: sourceWeight(facts) + (toolNames.length > 0 ? 0 : 8),
    words: lexemes(named, said, MAX_SERVER_WORDS),
  }
}

/** `issues` of `io.github.somebody/issues`. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** Sixteen places for each source. */
export function sourceWeight(facts: Pick<ListingFacts, 'source'>): number {
  return SOURCES.indexOf(facts.source.kind) * 16
}

function lexemes(named: ReadonlySet<string>, said: readonly string[], most: number): string[] {
  const all = new Set<string>()
  for (const word of named) if (all.size < most) all.add(NAMED + word)
  for (const word of said) if (all.size < most && !named.has(word) && !STOP_WORDS.has(word)) all.add(word)
  return [...all]
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= SUMMARY_LENGTH) return line
  // Never between the halves of one character.
  return `${line.slice(0, SUMMARY_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

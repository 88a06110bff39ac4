// Listings as rows that are about to be written.
import { SEVERITIES, type Severity } from '#lib/policy/index.ts'
import { COUNTED } from './listing-row.ts'
import type { ChangedField, ListingChange, ListingFacts } from './model.ts'
import {
  digestOf,
  identityOf,
  NAMED,
  type PreparedListing,
  type PreparedTool,
  searchedServer,
  searchedTool,
} from './prepared.ts'

export type ToolRow = ReturnType<typeof toolRow>
export type ServerRow = ReturnType<typeof serverRow>
export type ChangeRow = {
  readonly kind: Exclude<ListingChange['kind'], 'listed'>
  /** A tool's name; null for the listing itself. */
  readonly tool: string | null
  readonly fields: readonly ChangedField[]
}
/** What of a tool a listing counts, and finds it by. */
export type Counted = Pick<PreparedTool, 'name' | 'category' | 'severity'>

export function toolRow(facts: ListingFacts, tool: PreparedTool, slug: string, position: number) {
  const { description: _, ...columns } = tool
  return { ...columns, ...searchedTool(facts, tool), slug, position }
}

/** @param tools those that stand there when it is written */
export function serverRow(prepared: PreparedListing, facts: ListingFacts, tools: readonly Counted[]) {
  const { source, scannedAt, ...rest } = facts
  const count = (column: string) => tools.filter(({ category }) => COUNTED[category] === column).length
  return {
    ...rest,
    identity: identityOf(facts),
    sourceKind: source.kind,
    sourceUrl: source.url,
    scannedAt: scannedAt.toISOString(),
    digest: digestOf(prepared),
    tools: tools.length,
    ...Object.fromEntries(Object.values(COUNTED).map((column) => [column, count(column)])),
    severity: worstOf(tools),
    ...searchedServer(
      facts,
      tools.map(({ name }) => name),
    ),
  }
}

/** Lexemes as Postgres reads a tsvector: they are letters and digits, so nothing in them is quoted. */
export function vectorText(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(' ')
}

/** A lexeme as the word that it is. */
export function bareWord(lexeme: string): string {
  return lexeme.startsWith(NAMED) ? lexeme.slice(NAMED.length) : lexeme
}

function worstOf(tools: readonly Counted[]): Severity | null {
  return (
    [...SEVERITIES].reverse().find((severity) => tools.some((tool) => tool.severity === severity)) ?? null
  )
}

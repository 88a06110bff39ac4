// Which cards are shown.
import type { Category, Severity } from '#lib/policy/index.ts'
import { type BoardCard, isGhost, isPattern } from './board.ts'

export const MARKS = ['changed', 'new', 'gone', 'ruled', 'default', 'unused', 'edited'] as const
/**
 * changed/new/gone: as the server last listed it · ruled: the policy names it, or a pattern does · default:
 * nothing does · unused: not called in 7 days · edited: differs from the published version
 */
export type Mark = (typeof MARKS)[number]

export type Filter = {
  readonly query: string
  readonly severities: readonly Severity[]
  readonly categories: readonly Category[]
  /** One of a group is enough, and every group counts: changed or new, and unused. */
  readonly marks: readonly Mark[]
}

/** What a filter asks beside the card itself. */
export type Known = {
  /** Names of the tools whose placement differs from the published version. */
  readonly edited: ReadonlySet<string>
  /** Calls in 7 days; null until they are counted. */
  readonly calls: ReadonlyMap<string, number> | null
  /** Null until the descriptions are here: meanwhile only names are searched. */
  readonly descriptionOf: ((name: string) => string) | null
}

export const NO_FILTER: Filter = { query: '', severities: [], categories: [], marks: [] }
const GROUPS: readonly (readonly Mark[])[] = [
  ['changed', 'new', 'gone'],
  ['ruled', 'default'],
  ['unused'],
  ['edited'],
]

export function isFiltering(filter: Filter): boolean {
  return filter.query.trim() !== '' || countChosen(filter) > 0
}

/** How many boxes are ticked. */
export function countChosen({ severities, categories, marks }: Filter): number {
  return severities.length + categories.length + marks.length
}

/** A test for cards; made once a filter, asked once a card. */
export function acceptor(filter: Filter, known: Known): (card: BoardCard) => boolean {
  if (!isFiltering(filter)) return () => true
  const words = filter.query.toLowerCase().split(/\s+/).filter(Boolean)
  const { severities, categories } = filter
  const groups = GROUPS.map((group) => group.filter((mark) => filter.marks.includes(mark)))
  const asked = groups.filter((group) => group.length > 0)
  return (card) => {
    const { tool, name } = card
    if (severities.length > 0 && !(tool && severities.includes(tool.severity))) return false
    if (categories.length > 0 && !(tool && categories.includes(tool.category))) return false
    if (!asked.every((group) => group.some((mark) => bears(card, mark, known)))) return false
    if (words.length === 0) return true
    const text = `${name} ${known.descriptionOf?.(name) ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
}

function bears(card: BoardCard, mark: Mark, { edited, calls }: Known): boolean {
  switch (mark) {
    case 'changed':
    case 'new':
      return card.tool?.state === mark
    case 'gone':
      return isGhost(card)
    case 'ruled':
      return !card.placement.byDefault
    case 'default':
      return card.placement.byDefault
    case 'unused':
      return !isPattern(card) && calls !== null && !calls.has(card.name)
    case 'edited':
      return edited.has(card.name)
  }
}

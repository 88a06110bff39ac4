// Which cards are shown, and in what order they stand in a lane.
import { type Category, SEVERITIES, type Severity } from '#lib/policy/index.ts'
import type { EditorTool } from '../model.ts'
import { type Card, isGhost } from './board.ts'

export const ONLY = ['changed', 'new', 'ruled', 'default', 'edited'] as const
/** changed/new: as the server last listed it · ruled: an entry names it · default: none does · edited: differs from the published version */
export type Only = (typeof ONLY)[number]
export const ORDERS = ['severity', 'name', 'server'] as const
export type Order = (typeof ORDERS)[number]

export type Filter = {
  readonly query: string
  readonly severities: readonly Severity[]
  readonly categories: readonly Category[]
  readonly only: Only | null
}

export const NO_FILTER: Filter = { query: '', severities: [], categories: [], only: null }

export function isFiltering(filter: Filter): boolean {
  return (
    filter.query.trim() !== '' ||
    filter.severities.length > 0 ||
    filter.categories.length > 0 ||
    filter.only !== null
  )
}

/**
 * A test for cards; made once a filter, asked once a card.
 * @param edited names of the tools whose placement differs from the published version
 */
export function acceptor(filter: Filter, edited: ReadonlySet<string>): (card: Card) => boolean {
  const words = filter.query.toLowerCase().split(/\s+/).filter(Boolean)
  return (card) => {
    const { tool, name } = card
    if (filter.severities.length > 0 && !(tool && filter.severities.includes(tool.severity))) return false
    if (filter.categories.length > 0 && !(tool && filter.categories.includes(tool.category))) return false
    if (filter.only !== null && !isOnly(filter.only, card, edited)) return false
    if (words.length === 0) return true
    const text = `${name} ${tool?.description ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
}

/** The tools in the order in which their cards stand: worst first, by name, or as the server lists them. */
export function inOrder(tools: readonly EditorTool[], order: Order): readonly EditorTool[] {
  if (order === 'server') return tools
  const byName = (one: EditorTool, other: EditorTool) => (one.name < other.name ? -1 : 1)
  if (order === 'name') return [...tools].sort(byName)
  const rank = (tool: EditorTool) => SEVERITIES.indexOf(tool.severity)
  return [...tools].sort((one, other) => rank(other) - rank(one) || byName(one, other))
}

function isOnly(only: Only, card: Card, edited: ReadonlySet<string>): boolean {
  switch (only) {
    case 'changed':
      return card.tool?.state === 'changed' || isGhost(card)
    case 'new':
      return card.tool?.state === 'new'
    case 'ruled':
      return !card.placement.byDefault
    case 'default':
      return card.placement.byDefault
    case 'edited':
      return edited.has(card.name)
  }
}

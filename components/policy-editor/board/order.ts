// In what order tools stand: in each lane of the board, and as rows of the table.
import { CATEGORIES, SEVERITIES, type ToolState } from '#lib/policy/index.ts'
import type { ToolSummary } from '../model.ts'
import { type BoardCard, isPattern } from './board.ts'

export const BOARD_ORDERS = ['severity', 'name', 'calls', 'server'] as const
export const ORDERS = [...BOARD_ORDERS, 'lane', 'category', 'state'] as const
export type OrderBy = (typeof ORDERS)[number]
/** Each has a direction of its own, which `reversed` turns: worst first, A to Z, most calls first. */
export type Order = { readonly by: OrderBy; readonly reversed: boolean }

export const USUAL_ORDER: Order = { by: 'severity', reversed: false }

const STATES: readonly ToolState[] = ['new', 'changed', 'gone', 'pinned']

type Compare = (one: ToolSummary, other: ToolSummary) => number

/**
 * The tools in order; equal ones by name. By lane is the lanes' own business: there the worst come first.
 * @param calls in 7 days; null until they are counted
 */
export function inOrder(
  tools: readonly ToolSummary[],
  { by, reversed }: Order,
  calls: ReadonlyMap<string, number> | null,
): readonly ToolSummary[] {
  if (by === 'server') return reversed ? tools.toReversed() : tools
  const compare = comparison(by, calls)
  const turn = reversed && by !== 'lane' ? -1 : 1
  return tools.toSorted((one, other) => turn * compare(one, other) || byName(one, other))
}

function byName(one: ToolSummary, other: ToolSummary): number {
  if (one.name === other.name) return 0
  return one.name < other.name ? -1 : 1
}

function comparison(by: Exclude<OrderBy, 'server'>, calls: ReadonlyMap<string, number> | null): Compare {
  switch (by) {
    case 'name':
      return byName
    case 'calls':
      return (one, other) => (calls?.get(other.name) ?? 0) - (calls?.get(one.name) ?? 0)
    case 'category':
      return (one, other) => CATEGORIES.indexOf(one.category) - CATEGORIES.indexOf(other.category)
    case 'state':
      return (one, other) => STATES.indexOf(one.state) - STATES.indexOf(other.state)
    case 'severity':
    case 'lane':
      return (one, other) => SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity)
  }
}

/** A card's calls in 7 days; null for a pattern, and while nothing is counted. */
export function callsOf(card: BoardCard, calls: ReadonlyMap<string, number> | null): number | null {
  return calls === null || isPattern(card) ? null : (calls.get(card.name) ?? 0)
}

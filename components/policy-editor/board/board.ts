// The board: each tool's lane, computed from the policy and never stored. Cards and lanes keep their
// identity while nothing about them changes, so that one move redraws two lanes and one card.
import { LANES, type Lane, type Placement, type Policy, placementIn } from '#lib/policy/index.ts'
import type { EditorTool } from '../model.ts'

/** One tool on the board. `tool` is null for a ghost: the policy names it, the server does not have it. */
export type Card = {
  readonly name: string
  readonly tool: EditorTool | null
  readonly placement: Placement
}
export type Lanes = Readonly<Record<Lane, readonly Card[]>>
export type Board = {
  readonly cards: ReadonlyMap<string, Card>
  readonly lanes: Lanes
}

/**
 * @param tools in the order in which cards stand in each lane
 * @param previous the board before, whose unchanged cards and lanes are used again
 */
export function deriveBoard(policy: Policy, tools: readonly EditorTool[], previous: Board | null): Board {
  const cards = new Map<string, Card>()
  const placed = placementIn(policy)
  const place = (name: string, tool: EditorTool | null) => {
    const placement = placed(name)
    const old = previous?.cards.get(name)
    const same = old !== undefined && old.tool === tool && samePlacement(old.placement, placement)
    cards.set(name, same ? old : { name, tool, placement })
  }
  for (const tool of tools) place(tool.name, tool)
  for (const name of ghostsOf(policy, cards)) place(name, null)
  return { cards, lanes: intoLanes([...cards.values()], previous?.lanes ?? null) }
}

/** The same lanes with only the cards that `accepts` wants. */
export function filterLanes(lanes: Lanes, accepts: (card: Card) => boolean, previous: Lanes | null): Lanes {
  return eachLane((lane) => reuse(lanes[lane].filter(accepts), previous?.[lane]))
}

export function eachLane<T>(make: (lane: Lane) => T): Record<Lane, T> {
  return {
    allow: make('allow'),
    limit: make('limit'),
    approve: make('approve'),
    deny: make('deny'),
    hide: make('hide'),
  }
}

/** True where the server does not offer the tool now: it left, or the policy alone names it. */
export function isGhost(card: Card): boolean {
  return card.tool === null || card.tool.state === 'gone'
}

export function countCards(lanes: Lanes): number {
  return LANES.reduce((sum, lane) => sum + lanes[lane].length, 0)
}

function ghostsOf(policy: Policy, known: ReadonlyMap<string, Card>): string[] {
  const named = new Set([...policy.tools.keys(), ...policy.hide])
  return [...named].filter((name) => !name.includes('*') && !known.has(name)).sort()
}

function intoLanes(cards: readonly Card[], previous: Lanes | null): Lanes {
  const made = eachLane((): Card[] => [])
  for (const card of cards) made[card.placement.lane].push(card)
  return eachLane((lane) => reuse(made[lane], previous?.[lane]))
}

function reuse(cards: readonly Card[], previous: readonly Card[] | undefined): readonly Card[] {
  if (previous === undefined || previous.length !== cards.length) return cards
  return previous.every((card, index) => card === cards[index]) ? previous : cards
}

function samePlacement(one: Placement, other: Placement): boolean {
  return (
    one.lane === other.lane &&
    one.byDefault === other.byDefault &&
    one.entry === other.entry &&
    one.summary === other.summary &&
    one.custom === other.custom
  )
}

// The board: each tool's lane, computed from the policy and never stored. Cards and lanes keep their
// identity while nothing about them changes, so that one move redraws two lanes and one card.
import { LANES, type Lane, type Placement, type Policy, placementIn } from '#lib/policy/index.ts'
import type { EditorTool, ToolSummary } from '../model.ts'

/** One tool on the board, or one pattern. `tool` is null for a pattern and where the server never had it. */
export type BoardCard = {
  readonly name: string
  readonly tool: ToolSummary | null
  readonly placement: Placement
  /** How many tools of the server a pattern governs; null for a tool. */
  readonly governs: number | null
}
/** The same with everything that the server says of the tool, as the inspector shows it. */
export type Card = BoardCard & { readonly tool: EditorTool | null }

export type Lanes = Readonly<Record<Lane, readonly BoardCard[]>>
export type Board = {
  /** Patterns first, then the tools in order, then what only the policy names. */
  readonly cards: ReadonlyMap<string, BoardCard>
  readonly lanes: Lanes
}

/**
 * @param tools in the order in which cards stand in each lane
 * @param previous the board before, whose unchanged cards and lanes are used again
 */
export function deriveBoard(policy: Policy, tools: readonly ToolSummary[], previous: Board | null): Board {
  const placed = placementIn(policy)
  const cards = new Map<string, BoardCard>()
  const reused = (card: BoardCard) => {
    const old = previous?.cards.get(card.name)
    return old !== undefined && sameCard(old, card) ? old : card
  }
  const governed = new Map<string, number>()
  const ofTools: BoardCard[] = []
  for (const tool of tools) {
    const placement = placed(tool.name)
    const { entry } = placement
    // A tool that left is shown where the policy still speaks of it by name.
    if (tool.state === 'gone' && entry !== tool.name) continue
    if (entry !== null && entry !== tool.name && tool.state !== 'gone')
      governed.set(entry, (governed.get(entry) ?? 0) + 1)
    ofTools.push(reused({ name: tool.name, tool, placement, governs: null }))
  }
  const onServer = new Set(tools.map((tool) => tool.name))
  const { patterns, names } = namedBeside(policy, onServer)
  const add = (name: string, governs: number | null) =>
    cards.set(name, reused({ name, tool: null, placement: placed(name), governs }))
  for (const name of patterns) add(name, governed.get(name) ?? 0)
  for (const card of ofTools) cards.set(card.name, card)
  for (const name of names) add(name, null)
  return { cards, lanes: intoLanes([...cards.values()], previous?.lanes ?? null) }
}

/** The same lanes with only the cards that `accepts` wants. */
export function filterLanes(
  lanes: Lanes,
  accepts: (card: BoardCard) => boolean,
  previous: Lanes | null,
): Lanes {
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

/** True for an entry whose name holds a `*`: it stands for tools and is none. */
export function isPattern(card: BoardCard): boolean {
  return card.governs !== null
}

/** True where the policy names a tool that the server does not offer now: it left, or was never there. */
export function isGhost(card: BoardCard): boolean {
  return card.governs === null && (card.tool === null || card.tool.state === 'gone')
}

/** The pattern that decides for this tool; null where its own entry does, or nothing. */
export function patternOf({ name, placement: { entry } }: BoardCard): string | null {
  return entry === name ? null : entry
}

export function countCards(lanes: Lanes): number {
  return LANES.reduce((sum, lane) => sum + lanes[lane].length, 0)
}

/** What the policy names and the server does not have. */
function namedBeside(
  policy: Policy,
  onServer: ReadonlySet<string>,
): { patterns: readonly string[]; names: readonly string[] } {
  const all = new Set([...policy.tools.keys(), ...policy.hide])
  const named = [...all].filter((name) => !onServer.has(name)).sort()
  return {
    patterns: named.filter((name) => name.includes('*')),
    names: named.filter((name) => !name.includes('*')),
  }
}

function intoLanes(cards: readonly BoardCard[], previous: Lanes | null): Lanes {
  const made = eachLane((): BoardCard[] => [])
  for (const card of cards) made[card.placement.lane].push(card)
  return eachLane((lane) => reuse(made[lane], previous?.[lane]))
}

function reuse(
  cards: readonly BoardCard[],
  previous: readonly BoardCard[] | undefined,
): readonly BoardCard[] {
  if (previous === undefined || previous.length !== cards.length) return cards
  return previous.every((card, index) => card === cards[index]) ? previous : cards
}

function sameCard(one: BoardCard, other: BoardCard): boolean {
  return (
    one.tool === other.tool && one.governs === other.governs && samePlacement(one.placement, other.placement)
  )
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

'use client'

import { useDeferredValue, useMemo, useState } from 'react'
import { diffPolicies, LANES, type Policy } from '#lib/policy/index.ts'
import type { ToolDetails, ToolSummary } from '../model.ts'
import {
  type Board,
  type BoardCard,
  deriveBoard,
  eachLane,
  filterLanes,
  isPattern,
  type Lanes,
} from './board.ts'
import { acceptor, type Filter } from './filter.ts'
import { inOrder, type Order } from './order.ts'
import type { Shown } from './selection.ts'

export type Change = ReturnType<typeof diffPolicies>[number]

export type BoardModel = {
  readonly board: Board
  /** What the filter leaves, lane by lane and as one list in order. */
  readonly lanes: Lanes
  readonly rows: readonly BoardCard[]
  /** The same names, lane by lane. */
  readonly shown: Shown
  /** What “select all” takes: a pattern would be moved beside the tools it governs, so it is left out. */
  readonly selectable: readonly string[]
  /** How the draft differs from the published version, tool by tool. */
  readonly changes: readonly Change[]
}

type Sources = {
  policy: Policy | null
  published: Policy | null
  tools: readonly ToolSummary[]
  calls: ReadonlyMap<string, number> | null
  details: ReadonlyMap<string, ToolDetails> | null
  filter: Filter
  order: Order
}

const EMPTY: Board = { cards: new Map(), lanes: eachLane(() => []) }

/** The board of a policy, computed from the last one so that what stayed the same is the same object. */
export function useBoardModel(sources: Sources): BoardModel {
  const { policy, published, tools, calls, details, filter, order } = sources
  const [derive] = useState(boardMemory)
  const [narrow] = useState(lanesMemory)
  // Figures that come in late move no card unless they decide the order.
  const ranking = order.by === 'calls' ? calls : null
  const ordered = useMemo(() => inOrder(tools, order, ranking), [tools, order, ranking])
  const board = useMemo(() => derive(policy, ordered), [derive, policy, ordered])
  // The comparison with the published version may lag behind a move; the card may not.
  const settled = useDeferredValue(policy)
  const changes = useMemo(() => changesOf(published, settled, tools), [published, settled, tools])
  const edited = useMemo(() => new Set(changes.map((change) => change.tool)), [changes])
  const accepts = useMemo(() => {
    const descriptionOf = details && ((name: string) => details.get(name)?.description ?? '')
    return acceptor(filter, { edited, calls, descriptionOf })
  }, [filter, edited, calls, details])
  const lanes = useMemo(() => narrow(board.lanes, accepts), [narrow, board, accepts])
  const rows = useMemo(() => rowsOf(board, lanes, order, accepts), [board, lanes, order, accepts])
  const shown = useMemo(() => LANES.map((lane) => lanes[lane].map((card) => card.name)), [lanes])
  const selectable = useMemo(
    () => LANES.flatMap((lane) => lanes[lane].filter((card) => !isPattern(card)).map((card) => card.name)),
    [lanes],
  )
  return { board, lanes, rows, shown, selectable, changes }
}

function rowsOf(board: Board, lanes: Lanes, { by, reversed }: Order, accepts: (card: BoardCard) => boolean) {
  if (by !== 'lane') return [...board.cards.values()].filter(accepts)
  return (reversed ? LANES.toReversed() : LANES).flatMap((lane) => lanes[lane])
}

/** How two policies differ, over the tools of the server and whatever else they name. */
export function changesOf(
  published: Policy | null,
  policy: Policy | null,
  tools: readonly { readonly name: string }[],
): readonly Change[] {
  if (policy === null || policy === published) return []
  const names = new Set(tools.map((tool) => tool.name))
  for (const side of [published, policy]) {
    for (const name of [...(side?.tools.keys() ?? []), ...(side?.hide ?? [])]) {
      if (!name.includes('*')) names.add(name)
    }
  }
  return diffPolicies(published, policy, [...names])
}

function boardMemory(): (policy: Policy | null, tools: readonly ToolSummary[]) => Board {
  let last: Board | null = null
  return (policy, tools) => {
    if (policy === null) return EMPTY
    last = deriveBoard(policy, tools, last)
    return last
  }
}

function lanesMemory(): (lanes: Lanes, accepts: (card: BoardCard) => boolean) => Lanes {
  let last: Lanes | null = null
  return (lanes, accepts) => {
    last = filterLanes(lanes, accepts, last)
    return last
  }
}

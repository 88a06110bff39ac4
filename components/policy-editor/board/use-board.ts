'use client'

import { useMemo, useState } from 'react'
import { LANES, type Policy } from '#lib/policy/index.ts'
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
import type { Change } from './changes.ts'
import { acceptor, type Filter } from './filter.ts'
import { inOrder, type Order } from './order.ts'
import type { Shown } from './selection.ts'
import { useChanges } from './use-changes.ts'

export type BoardModel = {
  readonly board: Board
  /** What the filter leaves. */
  readonly lanes: Lanes
  /** The same names. */
  readonly shown: Shown
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
  const changes = useChanges(published, policy, tools)
  // What a filter does not ask for is not given to it, so that it stays the same filter.
  const edited = filter.marks.includes('edited') ? changes : null
  const counted = filter.marks.includes('unused') ? calls : null
  const described = filter.query.trim() === '' ? null : details
  const accepts = useMemo(
    () =>
      acceptor(filter, {
        edited: new Set(edited?.map((change) => change.tool)),
        calls: counted,
        descriptionOf: described && ((name) => described.get(name)?.description ?? ''),
      }),
    [filter, edited, counted, described],
  )
  const lanes = useMemo(() => narrow(board.lanes, accepts), [narrow, board, accepts])
  const shown = useMemo(() => LANES.map((lane) => lanes[lane].map((card) => card.name)), [lanes])
  return useMemo(() => ({ board, lanes, shown, changes }), [board, lanes, shown, changes])
}

/** The same cards as rows in order. */
export function rowsOf({ board, lanes }: BoardModel, { by, reversed }: Order): readonly BoardCard[] {
  if (by === 'lane') return (reversed ? LANES.toReversed() : LANES).flatMap((lane) => lanes[lane])
  if (lanes === board.lanes) return [...board.cards.values()]
  const left = new Set(LANES.flatMap((lane) => lanes[lane]))
  return [...board.cards.values()].filter((card) => left.has(card))
}

/** What “select all” takes: a pattern would be moved beside the tools it governs, so it is left out. */
export function selectableIn({ lanes }: BoardModel): readonly string[] {
  return LANES.flatMap((lane) => lanes[lane].filter((card) => !isPattern(card)).map((card) => card.name))
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

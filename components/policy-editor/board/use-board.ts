'use client'

import { useDeferredValue, useMemo, useState } from 'react'
import { diffPolicies, type Policy } from '#lib/policy/index.ts'
import type { EditorTool } from '../model.ts'
import { type Board, type Card, deriveBoard, eachLane, filterLanes, type Lanes } from './board.ts'
import { acceptor, type Filter, inOrder, type Order } from './filter.ts'
import type { Shown } from './selection.ts'

export type Change = ReturnType<typeof diffPolicies>[number]

export type BoardModel = {
  readonly board: Board
  /** What the filter leaves. */
  readonly lanes: Lanes
  readonly shown: Shown
  /** How the draft differs from the published version, tool by tool. */
  readonly changes: readonly Change[]
}

const EMPTY: Board = { cards: new Map(), lanes: eachLane(() => []) }

/** The board of a policy, computed from the last one so that what stayed the same is the same object. */
export function useBoardModel(
  policy: Policy | null,
  published: Policy | null,
  tools: readonly EditorTool[],
  filter: Filter,
  order: Order,
): BoardModel {
  const [derive] = useState(boardMemory)
  const [narrow] = useState(lanesMemory)
  const ordered = useMemo(() => inOrder(tools, order), [tools, order])
  const board = useMemo(() => derive(policy, ordered), [derive, policy, ordered])
  // The comparison with the published version may lag behind a move; the card may not.
  const settled = useDeferredValue(policy)
  const changes = useMemo(() => changesOf(published, settled, tools), [published, settled, tools])
  const edited = useMemo(() => new Set(changes.map((change) => change.tool)), [changes])
  const lanes = useMemo(() => narrow(board.lanes, acceptor(filter, edited)), [narrow, board, filter, edited])
  const shown = useMemo(() => eachLane((lane) => lanes[lane].map((card) => card.name)), [lanes])
  return { board, lanes, shown, changes }
}

/** How two policies differ, over the tools of the server and whatever else they name. */
export function changesOf(
  published: Policy | null,
  policy: Policy | null,
  tools: readonly EditorTool[],
): readonly Change[] {
  if (policy === null) return []
  const names = new Set(tools.map((tool) => tool.name))
  for (const side of [published, policy]) {
    for (const name of [...(side?.tools.keys() ?? []), ...(side?.hide ?? [])]) {
      if (!name.includes('*')) names.add(name)
    }
  }
  return diffPolicies(published, policy, [...names])
}

function boardMemory(): (policy: Policy | null, tools: readonly EditorTool[]) => Board {
  let last: Board | null = null
  return (policy, tools) => {
    if (policy === null) return EMPTY
    last = deriveBoard(policy, tools, last)
    return last
  }
}

function lanesMemory(): (lanes: Lanes, accepts: (card: Card) => boolean) => Lanes {
  let last: Lanes | null = null
  return (lanes, accepts) => {
    last = filterLanes(lanes, accepts, last)
    return last
  }
}

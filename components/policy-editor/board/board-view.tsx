'use client'

import { LANES, type Lane as LaneName } from '#lib/policy/index.ts'
import { useTouch } from '../use-media.ts'
import { BoardContext } from './board-context.ts'
import { Lane } from './lane.tsx'
import { LeaveBefore } from './leave-before.tsx'
import type { Selection } from './selection.ts'
import type { BoardModel } from './use-board.ts'
import { useGrid } from './use-grid.ts'

type BoardViewProps = {
  model: BoardModel
  calls: ReadonlyMap<string, number> | null
  selection: Selection
  /** The inspector is open on the focused card. */
  inspecting: boolean
  editable: boolean
  activeLane: LaneName
  onActiveLane: (lane: LaneName) => void
}

/** The five lanes; arrows walk over all of them as over one list. */
export function BoardView(props: BoardViewProps) {
  const { model, selection } = props
  const touch = useTouch()
  const { cards } = model.board
  const { place, controls, stop } = useGrid({
    shown: model.shown,
    selection,
    inspecting: props.inspecting,
    cards,
    onGo: (name) => {
      const lane = cards.get(name)?.placement.lane
      if (lane !== undefined) props.onActiveLane(lane)
    },
  })
  const laneOfStop = stop === null ? undefined : cards.get(stop)?.placement.lane

  return (
    <BoardContext value={controls}>
      <LeaveBefore place={place} standsIn={laneOfStop} />
      <div ref={place} data-board className="grid min-h-0 flex-1 grid-cols-1 gap-2 lg:grid-cols-5">
        {LANES.map((lane) => {
          const here = lane === laneOfStop ? stop : null
          return (
            <Lane
              key={lane}
              lane={lane}
              cards={model.lanes[lane]}
              total={model.board.lanes[lane].length}
              calls={props.calls}
              selected={selection.selected}
              tabStop={here}
              inspected={props.inspecting ? here : null}
              editable={props.editable}
              touch={touch}
              active={lane === props.activeLane}
            />
          )
        })}
      </div>
    </BoardContext>
  )
}

'use client'

import { useMemo, useRef } from 'react'
import { BoardContext } from '../board/board-context.ts'
import { gridRole, groupRole } from '../board/grid-roles.ts'
import { callsOf, type Order } from '../board/order.ts'
import type { Selection } from '../board/selection.ts'
import { type BoardModel, rowsOf, selectableIn } from '../board/use-board.ts'
import { useGrid } from '../board/use-grid.ts'
import { useRows } from '../rows/use-rows.ts'
import { useTouch } from '../use-media.ts'
import { COLUMNS, TWO_LINES_BELOW_PX } from './columns.ts'
import { TableHead } from './table-head.tsx'
import { TableRow } from './table-row.tsx'
import { useNarrow } from './use-narrow.ts'

type TableViewProps = {
  model: BoardModel
  calls: ReadonlyMap<string, number> | null
  selection: Selection
  order: Order
  onOrder: (order: Order) => void
  /** The inspector is open on the focused row. */
  inspecting: boolean
  editable: boolean
}

const HEAD_PX = 32
/** Up to this many rows all are mounted, so that the browser's own search finds them. */
const ALL_MOUNTED = 200

/** Every tool as a row: for servers of hundreds, where lanes grow longer than the eye. */
export function TableView(props: TableViewProps) {
  const { model, selection } = props
  const rows = useMemo(() => rowsOf(model, props.order), [model, props.order])
  const selectable = useMemo(() => selectableIn(model).length, [model])
  const scroller = useRef<HTMLDivElement>(null)
  const twoLines = useNarrow(scroller, TWO_LINES_BELOW_PX)
  const touch = useTouch()
  const rowPx = twoLines ? 56 : touch ? 44 : 36
  const shown = useMemo(() => [rows.map((card) => card.name)], [rows])
  const { place, controls, stop } = useGrid({
    shown,
    selection,
    inspecting: props.inspecting,
    cards: model.board.cards,
  })
  const focusedRow = stop === null ? -1 : rows.findIndex((card) => card.name === stop)

  const { rows: mounted, total } = useRows({
    scroller,
    count: rows.length,
    pitch: rowPx,
    size: rowPx,
    // What the head covers is not seen.
    covered: HEAD_PX,
    beyond: rows.length <= ALL_MOUNTED ? ALL_MOUNTED : 8,
    focused: focusedRow,
  })

  return (
    <BoardContext value={controls}>
      <div
        ref={place}
        data-board
        data-table
        className="min-h-0 flex-1 rounded-md border border-line bg-surface"
      >
        <div ref={scroller} className="@container h-full overflow-y-auto overflow-x-hidden rounded-md">
          <table {...gridRole('Tools', rows.length + 1, COLUMNS.length)} className="block">
            <TableHead
              order={props.order}
              onOrder={props.onOrder}
              selected={selection.selected.size}
              selectable={selectable}
              editable={props.editable}
            />
            <tbody {...groupRole} className="relative block" style={{ height: total }}>
              {mounted.map((row) => {
                const card = rows[row]
                return card === undefined ? null : (
                  <TableRow
                    key={card.name}
                    card={card}
                    calls={callsOf(card, props.calls)}
                    row={row}
                    top={row * rowPx}
                    height={rowPx}
                    selected={selection.selected.has(card.name)}
                    tabbable={card.name === stop}
                    inspected={props.inspecting && card.name === stop}
                    editable={props.editable}
                  />
                )
              })}
            </tbody>
          </table>
          {rows.length === 0 ? (
            <p className="px-4 py-6 text-13 text-ink-3">
              {model.board.cards.size === 0 ? 'There are no tools yet.' : 'No tool matches.'}
            </p>
          ) : null}
        </div>
      </div>
    </BoardContext>
  )
}

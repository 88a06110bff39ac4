'use client'

import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { BoardContext } from '../board/board-context.ts'
import { gridRole, groupRole } from '../board/grid-roles.ts'
import { isInSight } from '../board/in-sight.ts'
import { callsOf, type Order } from '../board/order.ts'
import type { Selection } from '../board/selection.ts'
import { type BoardModel, rowsOf, selectableIn } from '../board/use-board.ts'
import { useGrid } from '../board/use-grid.ts'
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

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: rows.length <= ALL_MOUNTED ? ALL_MOUNTED : 8,
    useFlushSync: false,
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
    initialRect: { width: 1000, height: 720 },
    getItemKey: (row) => rows[row]?.name ?? row,
    rangeExtractor: (range) => {
      const kept = new Set(defaultRangeExtractor(range))
      if (focusedRow !== -1) kept.add(focusedRow)
      return [...kept].sort((one, other) => one - other)
    },
  })
  useEffect(() => {
    if (rowPx > 0) virtual.measure()
  }, [rowPx, virtual])
  useEffect(() => {
    if (focusedRow === -1) return
    // What the head covers is not seen.
    const top = focusedRow * rowPx
    if (!isInSight(virtual, top, top + rowPx + HEAD_PX)) virtual.scrollToIndex(focusedRow, { align: 'auto' })
  }, [focusedRow, rowPx, virtual])

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
            <tbody {...groupRole} className="relative block" style={{ height: virtual.getTotalSize() }}>
              {virtual.getVirtualItems().map((item) => {
                const card = rows[item.index]
                return card === undefined ? null : (
                  <TableRow
                    key={card.name}
                    card={card}
                    calls={callsOf(card, props.calls)}
                    row={item.index}
                    top={item.start - HEAD_PX}
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

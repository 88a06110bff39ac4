'use client'

import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { clsx } from 'clsx'
import { memo, useEffect, useRef } from 'react'
import { EFFECTS } from '#components/effect.tsx'
import type { Lane as LaneName } from '#lib/policy/index.ts'
import { dropLane } from '../drag.ts'
import { figure } from '../words.ts'
import type { BoardCard } from './board.ts'
import { gridRole, groupRole } from './grid-roles.ts'
import { isInSight } from './in-sight.ts'
import { callsOf } from './order.ts'
import { ToolCard } from './tool-card.tsx'

type LaneProps = {
  lane: LaneName
  cards: readonly BoardCard[]
  /** All cards of the lane, before filters. */
  total: number
  /** In 7 days, by tool; null where there is nothing to show. */
  calls: ReadonlyMap<string, number> | null
  selected: ReadonlySet<string>
  /** The card with the tab stop, where it stands in this lane. */
  tabStop: string | null
  /** The card that the inspector shows, where it stands in this lane. */
  inspected: string | null
  editable: boolean
  touch: boolean
  /** The one lane that a narrow screen shows. */
  active: boolean
}

const CARD_PX = 44
const GAP_PX = 4
/** Selected cards stay mounted when scrolled away, up to this many: a thousand of them would be the whole list. */
const SELECTED_KEPT = 40

/** One of the five lanes: a drop target with a heading, and a list of which only the part in sight exists. */
export const Lane = memo(function Lane(props: LaneProps) {
  const { lane, cards, tabStop, selected } = props
  const { word, icon: Icon, says } = EFFECTS[lane]
  const section = useRef<HTMLElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const focusedRow = tabStop === null ? -1 : cards.findIndex((card) => card.name === tabStop)

  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_PX,
    gap: GAP_PX,
    overscan: 3,
    // A scroll may wait for the frame; a synchronous render inside a move may not.
    useFlushSync: false,
    initialRect: { width: 200, height: 720 },
    getItemKey: (row) => cards[row]?.name ?? row,
    rangeExtractor: (range) => keptRows(range, cards, selected, focusedRow),
  })

  useEffect(() => {
    if (section.current === null || scroller.current === null) return
    const target = section.current
    const over = (isOver: boolean) => target.toggleAttribute('data-over', isOver)
    return dropLane(target, lane, over, scroller.current)
  }, [lane])

  useEffect(() => {
    if (focusedRow === -1) return
    const top = focusedRow * (CARD_PX + GAP_PX)
    if (!isInSight(virtual, top, top + CARD_PX)) virtual.scrollToIndex(focusedRow, { align: 'auto' })
  }, [focusedRow, virtual])

  return (
    <section
      ref={section}
      aria-labelledby={`lane-${lane}`}
      data-lane={lane}
      className={clsx(
        'flex min-h-0 min-w-0 flex-col rounded-md bg-sunken data-over:bg-hover data-over:ring-2 data-over:ring-focus',
        !props.active && 'max-lg:hidden',
      )}
    >
      <h2
        id={`lane-${lane}`}
        title={says}
        className="flex h-8 shrink-0 items-center gap-1.5 px-3 font-medium text-13"
      >
        <Icon aria-hidden className="size-3.5 text-ink-3" strokeWidth={2.25} />
        {word}
        <span className="font-normal text-ink-3">{countText(cards.length, props.total)}</span>
      </h2>
      <div
        ref={scroller}
        className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden p-1 @container xl:px-1.5 xl:pb-1.5"
      >
        {cards.length === 0 ? (
          <p className="px-2 py-3 text-12 text-ink-3">{props.total === 0 ? says : 'No tool here matches.'}</p>
        ) : (
          <table
            {...gridRole(`${word} lane`, cards.length)}
            className="relative block"
            style={{ height: virtual.getTotalSize() }}
          >
            <tbody {...groupRole} className="block">
              {virtual.getVirtualItems().map((item) => {
                const card = cards[item.index]
                return card === undefined ? null : (
                  <ToolCard
                    key={card.name}
                    card={card}
                    calls={callsOf(card, props.calls)}
                    row={item.index}
                    top={item.start}
                    selected={selected.has(card.name)}
                    tabbable={card.name === tabStop}
                    inspected={card.name === props.inspected}
                    editable={props.editable}
                    touch={props.touch}
                  />
                )
              })}
            </tbody>
          </table>
        )}
      </div>
    </section>
  )
})

function keptRows(
  range: Range,
  cards: readonly BoardCard[],
  selected: ReadonlySet<string>,
  focusedRow: number,
): number[] {
  const rows = new Set(defaultRangeExtractor(range))
  if (focusedRow !== -1) rows.add(focusedRow)
  if (selected.size > 0 && selected.size <= SELECTED_KEPT) {
    cards.forEach((card, row) => {
      if (selected.has(card.name)) rows.add(row)
    })
  }
  return [...rows].sort((one, other) => one - other)
}

function countText(shown: number, total: number): string {
  const of = figure(total)
  return shown === total ? of : `${figure(shown)} of ${of}`
}

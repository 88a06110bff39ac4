'use client'

import { clsx } from 'clsx'
import { memo, useEffect, useRef } from 'react'
import { EFFECTS } from '#components/effect.tsx'
import type { Lane as LaneName } from '#lib/policy/index.ts'
import { dropLane } from '../drag.ts'
import { useRows } from '../rows/use-rows.ts'
import { figure } from '../words.ts'
import type { BoardCard } from './board.ts'
import { gridRole, groupRole } from './grid-roles.ts'
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
/** Above and below the cards, at most. */
const PADDING_PX = 10
const NO_ROWS: readonly number[] = []
/** Selected cards stay mounted when scrolled away, up to this many: a thousand of them would be the whole list. */
const SELECTED_KEPT = 40

/** One of the five lanes: a drop target with a heading, and a list of which only the part in sight exists. */
export const Lane = memo(function Lane(props: LaneProps) {
  const { lane, cards, tabStop, selected } = props
  const { word, icon: Icon, says } = EFFECTS[lane]
  const section = useRef<HTMLElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const focusedRow = tabStop === null ? -1 : cards.findIndex((card) => card.name === tabStop)

  const { rows, total } = useRows({
    scroller,
    count: cards.length,
    pitch: CARD_PX + GAP_PX,
    size: CARD_PX,
    covered: PADDING_PX,
    beyond: 3,
    focused: focusedRow,
    kept: selectedRows(cards, selected),
  })

  useEffect(() => {
    if (section.current === null || scroller.current === null) return
    const target = section.current
    const over = (isOver: boolean) => target.toggleAttribute('data-over', isOver)
    return dropLane(target, lane, over, scroller.current)
  }, [lane])

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
            style={{ height: total }}
          >
            <tbody {...groupRole} className="block">
              {rows.map((row) => {
                const card = cards[row]
                return card === undefined ? null : (
                  <ToolCard
                    key={card.name}
                    card={card}
                    calls={callsOf(card, props.calls)}
                    row={row}
                    top={row * (CARD_PX + GAP_PX)}
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

function selectedRows(cards: readonly BoardCard[], selected: ReadonlySet<string>): readonly number[] {
  if (selected.size === 0 || selected.size > SELECTED_KEPT) return NO_ROWS
  return cards.flatMap((card, row) => (selected.has(card.name) ? row : []))
}

function countText(shown: number, total: number): string {
  const of = figure(total)
  return shown === total ? of : `${figure(shown)} of ${of}`
}

'use client'

import { clsx } from 'clsx'
import { useEffect, useRef } from 'react'
import { EFFECTS } from '#components/effect.tsx'
import { LANES, type Lane } from '#lib/policy/index.ts'
import { dropLane } from '../drag.ts'
import { figure } from '../words.ts'

type LaneTabsProps = {
  counts: Readonly<Record<Lane, number>>
  active: Lane
  onActive: (lane: Lane) => void
}

/** Narrow screens show one lane at a time; its tab is also where a card can be dropped. */
export function LaneTabs({ counts, active, onActive }: LaneTabsProps) {
  return (
    <nav aria-label="Lanes" className="flex shrink-0 gap-0.5 rounded-md bg-hover p-0.5 lg:hidden">
      {LANES.map((lane) => (
        <LaneTab key={lane} lane={lane} count={counts[lane]} active={lane === active} onActive={onActive} />
      ))}
    </nav>
  )
}

type LaneTabProps = { lane: Lane; count: number; active: boolean; onActive: (lane: Lane) => void }

function LaneTab({ lane, count, active, onActive }: LaneTabProps) {
  const element = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const tab = element.current
    if (tab === null) return
    return dropLane(tab, lane, (isOver) => tab.toggleAttribute('data-over', isOver))
  }, [lane])
  const { word, icon: Icon } = EFFECTS[lane]
  return (
    <button
      ref={element}
      type="button"
      aria-pressed={active}
      onClick={() => onActive(lane)}
      className={clsx(
        'flex h-11 min-w-0 flex-1 flex-col items-center justify-center rounded-sm font-medium text-12 data-over:ring-2 data-over:ring-focus sm:h-9 sm:flex-row sm:gap-1.5 sm:text-13 coarse:h-11',
        active ? 'bg-surface text-ink ring-1 ring-line' : 'text-ink-2',
      )}
    >
      <span className="flex items-center gap-1">
        <Icon aria-hidden className="size-3.5 max-sm:hidden" strokeWidth={2.25} />
        {word}
      </span>
      <span className="font-normal text-ink-3">{figure(count)}</span>
    </button>
  )
}

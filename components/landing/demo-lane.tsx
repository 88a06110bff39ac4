'use client'

import { clsx } from 'clsx'
import { EFFECTS } from '#components/effect.tsx'
import type { Lane } from '#lib/policy/index.ts'
import { DemoCard } from './demo-card.tsx'
import { useDropLane } from './demo-drag.ts'
import type { DemoLane as LaneState } from './demo-state.ts'

type DemoLaneProps = {
  state: LaneState
  /** On a phone one lane is in sight at a time. */
  shown: boolean
  onMove: (tool: string, to: Lane) => void
  onCall: (tool: string, times: number) => void
}

export function DemoLane({ state, shown, onMove, onCall }: DemoLaneProps) {
  const { lane, cards } = state
  const { ref, over } = useDropLane(lane, onMove)
  const { word, icon: Icon, says } = EFFECTS[lane]
  return (
    <section
      ref={ref}
      aria-label={`${word}, ${cards.length} ${cards.length === 1 ? 'tool' : 'tools'}`}
      className={clsx(
        'min-w-0 flex-col gap-1.5 rounded-md p-1.5 transition-colors',
        shown ? 'flex' : 'hidden md:flex',
        over ? 'bg-pressed' : 'bg-sunken',
      )}
    >
      <h3 className="flex h-7 items-center gap-1.5 px-1 font-medium text-13" title={says}>
        <Icon aria-hidden className="size-3.5" strokeWidth={2.25} />
        {word}
        <span className="font-normal text-ink-3">{cards.length}</span>
      </h3>
      <ul className="flex min-h-11 flex-1 flex-col gap-1.5">
        {cards.map((card) => (
          <DemoCard key={card.tool.name} card={card} lane={lane} onMove={onMove} onCall={onCall} />
        ))}
        {cards.length === 0 ? (
          <li className="flex min-h-11 items-center justify-center rounded-md border border-line border-dashed px-2 text-center text-12 text-ink-3">
            Drop a tool here
          </li>
        ) : null}
      </ul>
    </section>
  )
}

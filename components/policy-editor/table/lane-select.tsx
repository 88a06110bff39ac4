'use client'

import { clsx } from 'clsx'
import { ChevronDown } from 'lucide-react'
import { EFFECTS } from '#components/effect.tsx'
import { LANES, type Lane } from '#lib/policy/index.ts'

type LaneSelectProps = {
  name: string
  lane: Lane
  byDefault: boolean
  editable: boolean
  /** In the row that has the focus, Tab leads here. */
  tabbable: boolean
  onMove: (to: Lane) => void
}

/** The lane as the browser's own select: hundreds of rows have one each, and a phone knows what to do with it. */
export function LaneSelect({ name, lane, byDefault, editable, tabbable, onMove }: LaneSelectProps) {
  const { word, icon: Icon } = EFFECTS[lane]
  if (!editable) {
    return (
      <span className="flex items-center gap-1.5 text-13">
        <Icon aria-hidden className="size-3.5 text-ink-3" strokeWidth={2.25} />
        {word}
      </span>
    )
  }
  return (
    <span
      className={clsx(
        'relative flex h-7 w-full items-center rounded-sm border focus-within:border-focus hover:border-line-strong coarse:h-10',
        byDefault ? 'border-line-strong border-dashed' : 'border-line bg-surface',
      )}
    >
      <Icon
        aria-hidden
        className="pointer-events-none absolute left-2 size-3.5 text-ink-3"
        strokeWidth={2.25}
      />
      <select
        aria-label={`Lane of ${name}`}
        value={lane}
        tabIndex={tabbable ? 0 : -1}
        onChange={({ target }) => {
          const to = LANES.find((each) => each === target.value)
          if (to !== undefined) onMove(to)
        }}
        className="size-full appearance-none rounded-sm bg-transparent pr-6 pl-7 text-13 text-ink outline-offset-0 coarse:text-16"
      >
        {LANES.map((each) => (
          <option key={each} value={each} className="bg-raised text-ink">
            {EFFECTS[each].word}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute right-1.5 size-3.5 text-ink-3" />
    </span>
  )
}

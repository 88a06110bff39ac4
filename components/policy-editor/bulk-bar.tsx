'use client'

import { Trash2, X } from 'lucide-react'
import { EFFECTS } from '#components/effect.tsx'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { LANES, type Lane } from '#lib/policy/index.ts'

type BulkBarProps = {
  count: number
  onMove: (to: Lane) => void
  onClear: () => void
  /** Where tools that are gone are among them. */
  onForget?: () => void
}

/** What can be done with the selected tools, at hand while there are any. */
export function BulkBar({ count, onMove, onClear, onForget }: BulkBarProps) {
  if (count === 0) return null
  return (
    <div
      role="toolbar"
      aria-label="Selected tools"
      className="pointer-events-auto flex max-w-full animate-appear items-center gap-1 overflow-x-auto rounded-md bg-raised p-1.5 shadow-float forced-colors:border"
    >
      <span className="shrink-0 whitespace-nowrap px-2 font-medium text-13">
        {count.toLocaleString('en')}
        <span className="max-sm:sr-only"> selected</span>
      </span>
      {LANES.map((lane, index) => {
        const { word, icon: Icon } = EFFECTS[lane]
        return (
          <Button
            key={lane}
            variant="quiet"
            size="sm"
            title={`Move to ${word} (${index + 1})`}
            onClick={() => onMove(lane)}
          >
            <Icon aria-hidden className="max-sm:hidden" />
            {word}
          </Button>
        )
      })}
      {onForget ? (
        <Button variant="quiet" size="sm" onClick={onForget}>
          <Trash2 aria-hidden className="max-sm:hidden" />
          Remove those gone
        </Button>
      ) : null}
      <IconButton label="Clear the selection" size="sm" onClick={onClear}>
        <X aria-hidden />
      </IconButton>
    </div>
  )
}

'use client'

import { useEffect } from 'react'
import type { Lane } from '#lib/policy/index.ts'
import { watchDrags } from './drag.ts'
import type { Announce } from './use-announcer.ts'
import { cancelledSentence, draggingSentence } from './words.ts'

type Dragging = {
  /** Where a card stands now. */
  laneOf: (tool: string) => Lane | null
  move: (tools: readonly string[], to: Lane) => void
  announce: Announce
}

/** A drop is a move like any other; what is dropped where it was stays as it was. `dragging` must be stable. */
export function useDrags({ laneOf, move, announce }: Dragging): void {
  useEffect(
    () =>
      watchDrags({
        started: (tools) => {
          mark(tools)
          announce('drag', draggingSentence(tools.length, null))
        },
        moved: (tools, lane) => announce('drag', draggingSentence(tools.length, lane)),
        ended: (tools, lane) => {
          mark([])
          const moving = tools.filter((tool) => laneOf(tool) !== lane)
          const from = laneOf(tools[0] ?? '')
          if (lane !== null && moving.length > 0) {
            announce('drag', 'Dropped.')
            move(moving, lane)
          } else if (from !== null) announce('drag', cancelledSentence(from))
        },
      }),
    [laneOf, move, announce],
  )
}

// Straight on the elements: a drag must not draw a board again.
function mark(tools: readonly string[]): void {
  const dragged = new Set(tools)
  for (const element of document.querySelectorAll<HTMLElement>('[data-tool]')) {
    element.toggleAttribute('data-dragging', dragged.has(element.dataset.tool ?? ''))
  }
}

'use client'

// The only file of the landing page that knows the drag library.
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { LANES, type Lane } from '#lib/policy/index.ts'

/** Makes an element draggable as the card of `tool`. */
export function useDraggable(tool: string): { ref: RefObject<HTMLLIElement | null>; dragging: boolean } {
  const ref = useRef<HTMLLIElement>(null)
  const [dragging, setDragging] = useState(false)
  useEffect(() => {
    if (!ref.current) return
    return draggable({
      element: ref.current,
      getInitialData: () => ({ tool }),
      onDragStart: () => setDragging(true),
      onDrop: () => setDragging(false),
    })
  }, [tool])
  return { ref, dragging }
}

/** Makes an element take cards for `lane`. */
export function useDropLane(
  lane: Lane,
  drop: (tool: string, to: Lane) => void,
): { ref: RefObject<HTMLElement | null>; over: boolean } {
  const ref = useRef<HTMLElement>(null)
  const [over, setOver] = useState(false)
  useEffect(() => {
    if (!ref.current) return
    return dropTargetForElements({
      element: ref.current,
      getData: () => ({ lane }),
      canDrop: ({ source }) => typeof source.data.tool === 'string',
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false)
        if (typeof source.data.tool === 'string') drop(source.data.tool, lane)
      },
    })
  }, [lane, drop])
  return { ref, over }
}

/** The lane of a digit key, 1 to 5. */
export function laneOfKey(key: string): Lane | null {
  return /^[1-5]$/.test(key) ? (LANES[Number(key) - 1] ?? null) : null
}

'use client'

import { type RefObject, useEffect, useState } from 'react'
import { useRoomy } from '../use-media.ts'

/** Whether an element is narrower than `px`; until it is measured, as the window's width suggests. */
export function useNarrow(element: RefObject<HTMLElement | null>, px: number): boolean {
  const roomy = useRoomy()
  const [narrow, setNarrow] = useState<boolean | null>(null)
  useEffect(() => {
    const observed = element.current
    if (observed === null) return
    const watcher = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setNarrow(entry.contentRect.width < px)
    })
    watcher.observe(observed)
    return () => watcher.disconnect()
  }, [element, px])
  return narrow ?? !roomy
}

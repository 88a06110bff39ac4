'use client'

import { useSyncExternalStore } from 'react'

const QUERY = '(pointer: coarse)'

/** True where the main pointer is a finger, which cannot hover. */
export function useTouch(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(QUERY)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(QUERY).matches,
    () => false,
  )
}

'use client'

import { useSyncExternalStore } from 'react'

/** Whether a media query holds; `onServer` stands in until the browser can say. */
export function useMedia(query: string, onServer: boolean): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = listOf(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => listOf(query).matches,
    () => onServer,
  )
}

// Asked on every render, so each query is read by the browser once.
const LISTS = new Map<string, MediaQueryList>()

function listOf(query: string): MediaQueryList {
  const list = LISTS.get(query) ?? matchMedia(query)
  LISTS.set(query, list)
  return list
}

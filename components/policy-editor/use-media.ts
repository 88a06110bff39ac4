'use client'

import { useSyncExternalStore } from 'react'

/** Whether a media query holds; `onServer` stands in until the browser can say. */
function useMedia(query: string, onServer: boolean): boolean {
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

/** True where the main pointer is a finger, which cannot hover. */
export function useTouch(): boolean {
  return useMedia('(pointer: coarse)', false)
}

/** True on anything wider than a phone. */
export function useRoomy(): boolean {
  return useMedia('(min-width: 40rem)', true)
}

/** True where the five lanes stand side by side, and a panel beside them. */
export function useWide(): boolean {
  return useMedia('(min-width: 64rem)', true)
}

/** True where the inspector and the code pane both fit beside the lanes. */
export function useVeryWide(): boolean {
  return useMedia('(min-width: 108rem)', false)
}

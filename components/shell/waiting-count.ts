'use client'
// How many calls wait for a person, in the navigation and before the tab's title.
import { useEffect, useSyncExternalStore } from 'react'
import { useLive } from '#components/live/index.ts'

let count: number | null = null
const listeners = new Set<() => void>()

function set(next: number): void {
  if (next === count) return
  count = next
  for (const tell of listeners) tell()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The newest count: that of the page's making until the first one is told. */
export function useWaitingCount(initial: number): number {
  return useSyncExternalStore(
    subscribe,
    () => count ?? initial,
    () => initial,
  )
}

/** Takes the count as it changes, and writes it before the tab's title. */
export function useCountInTitle(initial: number): void {
  const waiting = useWaitingCount(initial)
  useLive('waiting', (event) => set(event.count))
  useEffect(() => {
    const write = () => {
      const bare = document.title.replace(/^\(\d+\) /, '')
      const wanted = waiting > 0 ? `(${waiting}) ${bare}` : bare
      if (document.title !== wanted) document.title = wanted
    }
    write()
    // The router writes a page's own title when it comes.
    const observer = new MutationObserver(write)
    observer.observe(document.head, { childList: true, subtree: true, characterData: true })
    return () => observer.disconnect()
  }, [waiting])
}

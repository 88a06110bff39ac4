'use client'
// How many calls wait for a person: one clock for the page, in the navigation and in the tab's title.
import { useEffect, useSyncExternalStore } from 'react'

const PERIOD_MS = 5000
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

/** The newest count: that of the page's making until the first answer. */
export function useWaitingCount(initial: number): number {
  return useSyncExternalStore(
    subscribe,
    () => count ?? initial,
    () => initial,
  )
}

/** Asks every few seconds while the page is in sight, and writes the count before the tab's title. */
export function useCountInTitle(initial: number): void {
  const waiting = useWaitingCount(initial)
  useEffect(() => {
    const read = async () => {
      if (document.visibilityState !== 'visible') return
      const answer = await fetch('/approvals/count', { cache: 'no-store' }).catch(() => null)
      const told: unknown = answer?.ok ? await answer.json().catch(() => null) : null
      if (typeof told === 'object' && told !== null && 'waiting' in told) set(Number(told.waiting))
    }
    const timer = setInterval(() => void read(), PERIOD_MS)
    return () => clearInterval(timer)
  }, [])
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

'use client'

import { useSyncExternalStore } from 'react'
import { exact, relative } from './relative.ts'

type RelativeTimeProps = { at: Date | string | number; className?: string }

/** "3 min ago", with the exact time in the title. The server says it in English and UTC; the browser then in its own way. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const instant = new Date(at)
  const shared = useSyncExternalStore(subscribe, clock, () => null)
  const inBrowser = shared !== null
  return (
    <time
      dateTime={instant.toISOString()}
      title={inBrowser ? exact(instant) : exact(instant, 'en', 'UTC')}
      className={className}
      suppressHydrationWarning
    >
      {relative(instant.getTime(), nowFor(instant.getTime(), shared), inBrowser ? undefined : 'en')}
    </time>
  )
}

const TICK_MS = 15_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = 0

// One clock for all times on the page: each with a look of its own, and an older row says a smaller figure.
function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) now = Date.now()
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const tell of listeners) tell()
  }, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

function clock(): number | null {
  return now
}

// What has come since the clock was looked at is new, not yet to come.
function nowFor(at: number, shared: number | null): number {
  if (!shared) return Date.now()
  return at > shared && at <= shared + TICK_MS ? at : shared
}

'use client'

import { useSyncExternalStore } from 'react'
import { exact, relative } from './relative.ts'

type RelativeTimeProps = { at: Date | string | number; className?: string }

/** "3 min ago", with the exact time in the title. The server writes UTC; the browser then says it its own way. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const instant = new Date(at)
  const now = useSyncExternalStore(subscribe, minute, () => null)
  return (
    <time
      dateTime={instant.toISOString()}
      title={now === null ? instant.toISOString() : exact(instant)}
      className={className}
      suppressHydrationWarning
    >
      {now === null ? utc(instant) : relative(instant.getTime(), Date.now())}
    </time>
  )
}

function utc(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

const TICK_MS = 15_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

// One clock for all times on the page.
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
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

function minute(): number | null {
  return Math.floor(Date.now() / TICK_MS)
}

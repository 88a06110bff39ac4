'use client'

import { useSyncExternalStore } from 'react'
import { exact, relative } from './relative.ts'

type RelativeTimeProps = { at: Date | string | number; className?: string }

/** "3 min ago", with the exact time in the title. The server says it in English and UTC; the browser then in its own way. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const instant = new Date(at)
  const inBrowser = useSyncExternalStore(subscribe, tick, () => null) !== null
  return (
    <time
      dateTime={instant.toISOString()}
      title={inBrowser ? exact(instant) : exact(instant, 'en', 'UTC')}
      className={className}
      suppressHydrationWarning
    >
      {relative(instant.getTime(), Date.now(), inBrowser ? undefined : 'en')}
    </time>
  )
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

function tick(): number | null {
  return Math.floor(Date.now() / TICK_MS)
}

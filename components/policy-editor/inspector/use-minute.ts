'use client'

import { useSyncExternalStore } from 'react'

const MINUTE_MS = 60_000

/** The minute that has begun, in ms since the epoch; null on the server, whose clock is not the reader's. */
export function useMinute(): number | null {
  return useSyncExternalStore(
    (changed) => {
      const timer = setInterval(changed, MINUTE_MS / 4)
      return () => clearInterval(timer)
    },
    () => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS,
    () => null,
  )
}

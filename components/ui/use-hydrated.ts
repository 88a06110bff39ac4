'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** False on the server and where its markup is taken over, true right after. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

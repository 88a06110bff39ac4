'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef } from 'react'

// What was put on its way is tried within seconds; the page looks a few times and then leaves it be.
const LOOKS_MS = [1_500, 4_000, 9_000]

/** Looks at the page again a few times, for what is about to change. */
export function useSoon(): () => void {
  const router = useRouter()
  const timers = useRef<ReturnType<typeof setTimeout>[]>([])
  useEffect(() => () => timers.current.forEach(clearTimeout), [])
  return useCallback(() => {
    timers.current.forEach(clearTimeout)
    timers.current = LOOKS_MS.map((ms) => setTimeout(() => router.refresh(), ms))
  }, [router])
}

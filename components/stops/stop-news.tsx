'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'

const PERIOD_MS = 3000

/** Reads the page again when a stop was set or lifted since it was made, while it is in sight. */
export function StopNews({ stamp }: { stamp: string }) {
  const router = useRouter()
  const known = useRef(stamp)
  known.current = stamp
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState !== 'visible') return
      const answer = await fetch('/stops/holding', { cache: 'no-store' }).catch(() => null)
      const told: unknown = answer?.ok ? await answer.json().catch(() => null) : null
      if (typeof told !== 'object' || told === null || !('stamp' in told)) return
      if (told.stamp !== known.current) router.refresh()
    }
    const timer = setInterval(() => void look(), PERIOD_MS)
    return () => clearInterval(timer)
  }, [router])
  return null
}

'use client'

import { Pause, Play } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState, useTransition } from 'react'
import { dropBars } from '#components/shell/live-mark.tsx'
import { Button } from '#components/ui/button.tsx'

const PERIOD_MS = 3000

/**
 * Reads the page again every three seconds while it is in sight, and lets the mark close on a new refusal.
 * @param newestDenied the id of the newest refused call shown, or null
 */
export function LiveRefresh({ newestDenied }: { newestDenied: string | null }) {
  const router = useRouter()
  const [live, setLive] = useState(true)
  const [pending, startTransition] = useTransition()
  const known = useRef(newestDenied)
  const busy = useRef(false)
  busy.current = pending

  useEffect(() => {
    if (!live) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && !busy.current) startTransition(() => router.refresh())
    }, PERIOD_MS)
    return () => clearInterval(timer)
  }, [live, router])

  useEffect(() => {
    if (newestDenied !== null && newestDenied !== known.current) dropBars()
    known.current = newestDenied
  }, [newestDenied])

  return (
    <Button aria-pressed={live} onClick={() => setLive(!live)}>
      {live ? <Pause aria-hidden /> : <Play aria-hidden />}
      {live ? 'Pause' : 'Resume'}
    </Button>
  )
}

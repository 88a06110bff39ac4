'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useTransition } from 'react'

/** Reads the page again every few seconds while it is in sight and nobody is typing in it. */
export function PageRefresh({ everyMs = 3000 }: { everyMs?: number }) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const busy = useRef(false)
  busy.current = pending
  useEffect(() => {
    const timer = setInterval(() => {
      const isTyping = /^(TEXTAREA|INPUT)$/.test(document.activeElement?.tagName ?? '')
      if (document.visibilityState !== 'visible' || busy.current || isTyping) return
      startTransition(() => router.refresh())
    }, everyMs)
    return () => clearInterval(timer)
  }, [router, everyMs])
  return null
}

'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent } from 'react'
import { openStream } from '#components/live/index.ts'

/** Draws the page again when a client arrives or makes a call, so that the checklist ticks itself. */
export function ChecklistNews() {
  const router = useRouter()
  const refresh = useEffectEvent(() => router.refresh())
  useEffect(() => {
    const stream = openStream('/live?attempts=1&calls=1', null, {
      onEvent: ({ type }) => {
        if (type === 'attempts' || type === 'calls') refresh()
      },
    })
    return () => void stream.close()
  }, [])
  return null
}

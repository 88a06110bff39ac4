'use client'

import { useEffect, useEffectEvent, useReducer, useState } from 'react'
import { openStream, type StreamState } from '#components/live/index.ts'
import { dropBars } from '#components/shell/live-mark.tsx'
import type { LiveEvent } from '#lib/live/index.ts'
import { activityUrl, type CallFilters, type CallLine, lineOf } from '../call-view.ts'
import { type Rows, release, rowsOf, take } from './rows.ts'

type Step =
  | { readonly type: 'told'; readonly calls: readonly CallLine[]; readonly isHolding: boolean }
  | { readonly type: 'release' }

function step(rows: Rows, taken: Step): Rows {
  return taken.type === 'told' ? take(rows, taken.calls, taken.isHolding) : release(rows)
}

type TailProps = {
  /** What the page was made with. */
  readonly calls: readonly CallLine[]
  /** The position that it was made at. */
  readonly position: string
  readonly filters: CallFilters
  /** The list stands still: paused, scrolled, or under the pointer. */
  readonly isHolding: boolean
}

/** The newest calls as they come. Its stream is open while the page is in sight, and takes up where it was. */
export function useTail({ calls, position, filters, isHolding }: TailProps) {
  const [rows, dispatch] = useReducer(step, calls, rowsOf)
  const [state, setState] = useState<StreamState>('connecting')
  const [isGap, setIsGap] = useState(false)
  // Drawn again by the server (a call is opened, say), the list goes on from where it is.
  const [begin] = useState(position)
  const path = activityUrl(filters).replace(/^\/activity\??/, '/live?calls=1&')

  const onEvent = useEffectEvent((event: LiveEvent) => {
    if (event.type === 'gap') setIsGap(true)
    if (event.type !== 'calls') return
    const told = event.calls.map(lineOf)
    const known = new Set([...rows.shown, ...rows.held].map(({ id }) => id))
    if (told.some((call) => call.decision === 'deny' && !known.has(call.id))) dropBars()
    dispatch({ type: 'told', calls: told, isHolding })
  })

  useEffect(() => {
    let stream: ReturnType<typeof openStream> | null = null
    let known: string | null = begin
    const follow = () => {
      const isSeen = document.visibilityState === 'visible'
      if (isSeen) stream ??= openStream(path, known, { onEvent, onState: setState })
      else {
        known = stream?.close() ?? known
        stream = null
      }
    }
    follow()
    document.addEventListener('visibilitychange', follow)
    return () => {
      document.removeEventListener('visibilitychange', follow)
      stream?.close()
    }
  }, [path, begin])

  useEffect(() => {
    if (!isHolding) dispatch({ type: 'release' })
  }, [isHolding])

  return { rows, state, isGap, showHeld: () => dispatch({ type: 'release' }) }
}

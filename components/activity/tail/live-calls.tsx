'use client'

import { Pause, Play } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { activityUrl, type CallFilters, type CallLine } from '../call-view.ts'
import { CallsTable } from '../calls-table.tsx'
import { NewsOfRows } from './news-of-rows.tsx'
import { cursorAfter, heldText } from './rows.ts'
import { useStill } from './use-still.ts'
import { useTail } from './use-tail.ts'

type LiveCallsProps = {
  calls: readonly CallLine[]
  position: string
  filters: CallFilters
  /** The page after these; null where there is none. */
  nextCursor: string | null
  /** Shown while there is no call. */
  empty: ReactNode
}

const STATES = { connecting: 'Connecting', live: 'Live', over: 'Not live' } as const

/** The newest calls, live. Rows never move while the reader is at them: what comes is counted above. */
export function LiveCalls({ calls, position, filters, nextCursor, empty }: LiveCallsProps) {
  const top = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [isPaused, setIsPaused] = useState(false)
  const isStill = useStill(list, top)
  const isHolding = isPaused || isStill
  const { rows, state, isGap, showHeld } = useTail({ calls, position, filters, isHolding })
  const after = cursorAfter(rows) ?? nextCursor

  function showNewest() {
    showHeld()
    top.current?.scrollIntoView({ block: 'center' })
  }

  return (
    <>
      <div ref={top} className="flex min-h-8 flex-wrap items-center gap-2">
        <Button size="sm" aria-pressed={isPaused} onClick={() => setIsPaused(!isPaused)}>
          {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
        <span className="text-13 text-ink-3" data-live={state}>
          {isPaused ? 'Paused' : STATES[state]}
        </span>
        {isGap ? (
          <span className="text-13 text-ink-2">
            More calls came than are shown.{' '}
            <a href={activityUrl(filters)} className="link">
              Load the page again
            </a>
          </span>
        ) : null}
      </div>
      <div className="pointer-events-none sticky top-2 z-20 -my-2 flex h-0 justify-center">
        {rows.held.length > 0 ? (
          <Button
            size="sm"
            variant="primary"
            className="pointer-events-auto rounded-full shadow-float"
            onClick={showNewest}
          >
            {heldText(rows)}
          </Button>
        ) : null}
      </div>
      <NewsOfRows
        newest={rows.held[0]?.id ?? rows.shown[0]?.id}
        count={(since) => [...rows.held, ...rows.shown].findIndex(({ id }) => id === since)}
      />
      <div ref={list}>
        {rows.shown.length === 0 ? (
          empty
        ) : (
          <CallsTable
            calls={rows.shown}
            fresh={rows.fresh}
            hrefOf={(call) => activityUrl({ ...filters, call: call.id })}
          />
        )}
      </div>
      {after === null ? null : (
        <nav aria-label="Pages" className="flex justify-center gap-2">
          <LinkButton href={activityUrl({ ...filters, cursor: after })}>Older</LinkButton>
        </nav>
      )}
    </>
  )
}

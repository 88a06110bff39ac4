'use client'

import { OctagonX } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { LiftStop } from './lift-stop.tsx'
import { coveredText, type LiftStop as Lift, type StopView, stopUrl } from './stop-view.ts'
import { StopWords } from './stop-words.tsx'

const MOST = 3

type StopBannerProps = {
  /** Those that hold now, and whether the reader may lift each. */
  stops: readonly (StopView & { readonly mayLift: boolean })[]
  lift: Lift
}

/** On every page while an emergency stop holds: what is stopped, why, who did it, until when. */
export function StopBanner({ stops, lift }: StopBannerProps) {
  const box = useRef<HTMLElement>(null)
  const shown = stops.slice(0, MOST)
  const more = stops.length - shown.length

  // The editor takes the whole window, less this.
  useEffect(() => {
    const { current } = box
    if (!current) return
    const root = document.documentElement
    const observer = new ResizeObserver(() =>
      root.style.setProperty('--stops', `${current.getBoundingClientRect().height}px`),
    )
    observer.observe(current)
    return () => {
      observer.disconnect()
      root.style.removeProperty('--stops')
    }
  }, [])

  return (
    <section ref={box} aria-label="Emergency stops" className="border-ink border-b-2 bg-sunken">
      <ul className="divide-y divide-line">
        {shown.map((stop) => (
          <li key={stop.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2 sm:px-6">
            <OctagonX aria-hidden className="size-4 shrink-0 max-sm:self-start max-sm:mt-0.5" />
            <div className="min-w-0 flex-1 text-14">
              <p className="break-words font-medium">
                <Link href={stopUrl(stop)} className="link text-ink">
                  {coveredText(stop)}
                </Link>{' '}
                is stopped: {stop.reason}
              </p>
              <p className="break-words text-13 text-ink-2">
                <StopWords stop={stop} />
              </p>
            </div>
            {stop.mayLift ? <LiftStop stop={stop} lift={lift} /> : null}
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <p className="border-line border-t px-4 py-2 text-13 text-ink-2 sm:px-6">
          And {more} more:{' '}
          <Link href="/settings" className="link">
            see all of them
          </Link>
          .
        </p>
      ) : null}
    </section>
  )
}

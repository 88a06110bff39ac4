'use client'

import { useSyncExternalStore } from 'react'
import { exact } from '#components/ui/relative.ts'
import { repeatsText } from './call-view.ts'

type RepeatsProps = { repeats: number; lastAt: Date | null; className?: string }

/** "×37 until 12:03:22", for a row that stands for several equal refusals; nothing for a single call. */
export function Repeats({ repeats, lastAt, className }: RepeatsProps) {
  // The reader's own hour is known in the browser only.
  const inBrowser = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  )
  if (repeats < 2 || lastAt === null) return null
  const [locale, zone] = inBrowser ? [undefined, undefined] : ['en', 'UTC']
  return (
    <span
      className={className}
      title={`${repeats} equal refusals, the last one on ${exact(lastAt, locale, zone)}`}
      suppressHydrationWarning
    >
      {repeatsText(repeats, lastAt, locale, zone)}
    </span>
  )
}

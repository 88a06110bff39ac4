'use client'

import { useHydrated } from '#components/ui/use-hydrated.ts'
import { stepText } from './usage-view.ts'

/** When a step is: in UTC and English until the browser says it in its own way. */
export function StepTime({ from, until }: { from: Date; until: Date }) {
  const isHydrated = useHydrated()
  return (
    <time dateTime={from.toISOString()} suppressHydrationWarning>
      {isHydrated ? stepText({ from, until }) : stepText({ from, until }, 'en', 'UTC')}
    </time>
  )
}

/** The zone that the times of the page are in. */
export function ZoneNote() {
  const isHydrated = useHydrated()
  const zone = isHydrated ? Intl.DateTimeFormat().resolvedOptions().timeZone : 'UTC'
  return (
    <span suppressHydrationWarning>
      Times in {zone.replaceAll('_', ' ')}. Days are those of UTC, as limits count them.
    </span>
  )
}

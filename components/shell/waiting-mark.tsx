import { clsx } from 'clsx'
import type { NavEntry } from './nav-entries.ts'

/** How many calls wait, beside the entry's name; on its corner where there is no room for one. */
export function WaitingMark({ count, isSmall }: { count: number; isSmall: boolean }) {
  return (
    <span
      className={clsx(
        'rounded-full bg-ink px-1.5 text-center font-medium text-12 text-on-ink tabular-nums leading-4.5',
        isSmall ? 'absolute top-0.5 left-1/2 ml-1 min-w-4.5' : 'ml-auto min-w-5',
      )}
    >
      {count > 99 ? '99+' : count}
      <span className="sr-only"> waiting</span>
    </span>
  )
}

export function labelOf(entry: NavEntry, waiting: number): string {
  return entry.counts && waiting > 0 ? `${entry.label}, ${waiting} waiting` : entry.label
}

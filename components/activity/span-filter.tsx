'use client'

import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { useHydrated } from '#components/ui/use-hydrated.ts'

type SpanFilterProps = { from: string | undefined; to: string | undefined; clear: () => void }

/** The time that the calls shown lie in, where the address names one: in the reader's zone once there is one. */
export function SpanFilter({ from, to, clear }: SpanFilterProps) {
  const isHydrated = useHydrated()
  if (from === undefined && to === undefined) return null
  const text = (at: string) =>
    new Intl.DateTimeFormat(isHydrated ? undefined : 'en', {
      dateStyle: 'medium',
      timeStyle: 'short',
      ...(isHydrated ? {} : { timeZone: 'UTC' }),
    }).format(new Date(at))
  const span = [from && `from ${text(from)}`, to && `to ${text(to)}`].filter(Boolean).join(' ')
  return <FilterChip label={`Time ${span}`} clear={clear} />
}

type FilterChipProps = { label: string; clear: () => void; mono?: boolean }

/** A filter that came with a link: said in words, and cleared by its button. */
export function FilterChip({ label, clear, mono }: FilterChipProps) {
  return (
    <span className="inline-flex h-8 max-w-full items-center gap-1 rounded-md border border-line bg-surface pl-2.5 text-13">
      <span className={clsx('truncate', mono && 'code')} title={label} suppressHydrationWarning>
        {label}
      </span>
      <button
        type="button"
        aria-label={`Clear filter: ${label}`}
        onClick={clear}
        className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-ink-3 hover:text-ink coarse:size-11 [&_svg]:size-3.5"
      >
        <X aria-hidden />
      </button>
    </span>
  )
}

import { clsx } from 'clsx'
import { CircleHelp } from 'lucide-react'
import { Effect } from '#components/effect.tsx'
import { FATES, type Fate } from '#lib/policy/index.ts'

/** What becomes of a call, as shape and word. */
export function FateMark({ fate, stacked = false }: { fate: Fate; stacked?: boolean }) {
  const way = stacked ? 'flex-col gap-0.5' : ''
  if (fate !== 'unknown') return <Effect effect={fate} className={way} />
  return (
    <span className={clsx('inline-flex items-center gap-1.5 whitespace-nowrap', way)}>
      <CircleHelp aria-hidden className="size-3.5 shrink-0" strokeWidth={2.25} />
      Unknown
    </span>
  )
}

/** A word of the store as a fate; what is none is unknown. */
export function fateOf(word: string): Fate {
  return FATES.find((fate) => fate === word) ?? 'unknown'
}

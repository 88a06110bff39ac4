import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Spinner } from '#components/ui/spinner.tsx'

/** A step of work that a page watches: under way, or done. */
export function Stage({ done, children }: { done: boolean; children: ReactNode }) {
  return (
    <li className="flex items-center gap-2.5">
      <span aria-hidden className="flex size-4 shrink-0 items-center justify-center text-ink-2">
        {done ? <Check className="size-4" /> : <Spinner />}
      </span>
      <span className="min-w-0">{children}</span>
    </li>
  )
}

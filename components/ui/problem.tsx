import { clsx } from 'clsx'
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

type ProblemProps = {
  title?: string
  /** What happened, why, and what to do next. */
  children: ReactNode
  /** Quoted to whoever helps. */
  requestId?: string
  className?: string
}

/** Something did not work. Shape and words say so; colour is kept for severity. */
export function Problem({ title, children, requestId, className }: ProblemProps) {
  return (
    <div
      role="alert"
      className={clsx(
        'flex items-start gap-2.5 rounded-md border border-ink bg-sunken px-3 py-2.5',
        className,
      )}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 text-14">
        {title ? <p className="font-medium">{title}</p> : null}
        <div className={title ? 'text-ink-2' : undefined}>{children}</div>
        {requestId ? <p className="code mt-1 text-12 text-ink-3">Request {requestId}</p> : null}
      </div>
    </div>
  )
}

import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

type ErrorStateProps = {
  title: string
  children?: ReactNode
  requestId?: string
  /** Retry, and what else helps. */
  action?: ReactNode
}

/** A whole view that could not be shown: what happened, what to quote, and a way on. */
export function ErrorState({ title, children, requestId, action }: ErrorStateProps) {
  return (
    <div
      role="alert"
      className="flex flex-col items-center rounded-md border border-line px-6 py-14 text-center"
    >
      <CircleAlert aria-hidden className="mb-3 size-6 stroke-[1.5]" />
      <h1 className="font-medium text-14">{title}</h1>
      {children ? <div className="mt-1 max-w-md text-13 text-ink-2">{children}</div> : null}
      {requestId ? (
        <p className="mt-2 text-12 text-ink-3">
          Request <span className="code select-all">{requestId}</span>
        </p>
      ) : null}
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  )
}

import { clsx } from 'clsx'
import { Info } from 'lucide-react'
import type { ReactNode } from 'react'

type NoticeProps = { title?: string; children: ReactNode; icon?: ReactNode; className?: string }

/** Something to know, where nothing is wrong. */
export function Notice({ title, children, icon, className }: NoticeProps) {
  return (
    <div
      className={clsx(
        'flex items-start gap-2.5 rounded-md border border-line bg-sunken px-3 py-2.5',
        className,
      )}
    >
      <span aria-hidden className="mt-0.5 text-ink-3 [&_svg]:size-4">
        {icon ?? <Info />}
      </span>
      <div className="min-w-0 text-14 text-ink-2">
        {title ? <p className="font-medium text-ink">{title}</p> : null}
        {children}
      </div>
    </div>
  )
}

import { clsx } from 'clsx'
import type { ReactNode } from 'react'

type BadgeProps = {
  children: ReactNode
  icon?: ReactNode
  dashed?: boolean
  title?: string
  className?: string
}

/** A small neutral mark. Severity has its own: RiskBadge. */
export function Badge({ children, icon, dashed, title, className }: BadgeProps) {
  return (
    <span
      title={title}
      className={clsx(
        'inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-sm border border-line px-1.5 font-medium text-12 text-ink-2 [&_svg]:size-3',
        dashed && 'border-dashed',
        className,
      )}
    >
      {icon}
      {children}
    </span>
  )
}

import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { NavLink } from './nav-link.tsx'

export type Crumb = { label: string; href: string }

type PageHeaderProps = {
  title: ReactNode
  /** The pages above this one; the title itself is not among them. */
  breadcrumb?: readonly Crumb[]
  description?: ReactNode
  /** Badges beside the title. */
  meta?: ReactNode
  /** The page's one primary action, and quieter ones before it. */
  actions?: ReactNode
}

export function PageHeader({ title, breadcrumb, description, meta, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-1.5 pt-5 pb-5 sm:pt-6">
      {breadcrumb && breadcrumb.length > 0 ? <Breadcrumb crumbs={breadcrumb} /> : null}
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-40">
          <div className="flex min-h-8 flex-wrap items-center gap-x-2.5 gap-y-1">
            <h1 className="min-w-0 break-words font-semibold text-20">{title}</h1>
            {meta}
          </div>
          {description ? <div className="mt-0.5 max-w-2xl text-14 text-ink-2">{description}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </header>
  )
}

function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex min-w-0 items-center gap-1 text-13 text-ink-3">
        {crumbs.map((crumb) => (
          <li key={crumb.href} className="flex min-w-0 items-center gap-1">
            <NavLink href={crumb.href} className="truncate rounded-sm hover:text-ink">
              {crumb.label}
            </NavLink>
            <ChevronRight aria-hidden className="size-3.5 shrink-0" />
          </li>
        ))}
      </ol>
    </nav>
  )
}

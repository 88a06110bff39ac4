import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { Mark } from '#components/shell/mark.tsx'

/** Where one is without an account: nothing of the dashboard is behind it. */
export function TrialPlace({ server }: { server: string }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1 text-14 text-ink-2">
        <li className="shrink-0">
          <Link href="/" prefetch={false} aria-label="Portcullis, home" className="flex rounded-sm">
            <Mark className="size-6" />
          </Link>
        </li>
        <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        <li className="max-sm:hidden">
          <Link href="/try" prefetch={false} className="rounded-sm hover:text-ink">
            Try
          </Link>
        </li>
        <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-3 max-sm:hidden" />
        <li className="min-w-0">
          <h1 className="truncate font-semibold text-14 text-ink" title={server}>
            {server}
          </h1>
        </li>
      </ol>
    </nav>
  )
}

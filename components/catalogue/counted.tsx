import Link from 'next/link'
import { count, dayWords } from '#lib/pages/index.ts'

type CountedProps = {
  totals: { readonly servers: number; readonly tools: number; readonly asOf: Date | null }
  /** Other forms of this page. */
  twins: readonly { readonly href: string; readonly label: string }[]
}

/** The foot of a public page: how much there is, of when, and the same page for machines. */
export function Counted({ totals, twins }: CountedProps) {
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 border-line border-t py-6 text-13 text-ink-3">
      <span>
        {count(totals.tools, 'tool')} of {count(totals.servers, 'server')} in the catalogue
        {totals.asOf ? `, as of ${dayWords(totals.asOf)}` : ''}
      </span>
      <span className="flex flex-wrap gap-x-4 sm:ml-auto">
        {twins.map(({ href, label }) => (
          <Link key={href} href={href} prefetch={false} className="link">
            {label}
          </Link>
        ))}
      </span>
    </p>
  )
}

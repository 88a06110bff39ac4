import { ArrowLeft, ArrowRight } from 'lucide-react'
import Link from 'next/link'
import type { ManualPage } from '#lib/manual/index.ts'

/** The way on, and back, in the order of the contents. */
export function Neighbours({ before, after }: { before?: ManualPage; after?: ManualPage }) {
  return (
    <nav
      aria-label="Next and previous page"
      className="mt-12 grid gap-3 border-line border-t pt-6 sm:grid-cols-2"
    >
      {before ? (
        <Link
          href={`/docs/${before.slug}`}
          prefetch={false}
          rel="prev"
          className="flex items-center gap-3 rounded-md border border-line px-4 py-3 transition-colors hover:bg-hover"
        >
          <ArrowLeft aria-hidden className="size-4 shrink-0 text-ink-3" />
          <span className="min-w-0">
            <span className="block text-12 text-ink-3">Previous</span>
            <span className="font-medium">{before.title}</span>
          </span>
        </Link>
      ) : null}
      {after ? (
        <Link
          href={`/docs/${after.slug}`}
          prefetch={false}
          rel="next"
          className="flex items-center justify-end gap-3 rounded-md border border-line px-4 py-3 text-right transition-colors hover:bg-hover sm:col-start-2"
        >
          <span className="min-w-0">
            <span className="block text-12 text-ink-3">Next</span>
            <span className="font-medium">{after.title}</span>
          </span>
          <ArrowRight aria-hidden className="size-4 shrink-0 text-ink-3" />
        </Link>
      ) : null}
    </nav>
  )
}

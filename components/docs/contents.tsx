import { clsx } from 'clsx'
import Link from 'next/link'
import type { Chapter } from '#lib/manual/index.ts'

/** Every page of the manual, in its order. */
export function Contents({ chapters, current }: { chapters: readonly Chapter[]; current: string | null }) {
  return (
    <ul className="flex flex-col gap-5">
      {chapters.map(({ title, pages }) => (
        <li key={title}>
          <p className="pb-1 font-medium text-12 text-ink-3">{title}</p>
          <ul className="flex flex-col gap-px">
            {pages.map((page) => (
              <li key={page.slug}>
                <Link
                  href={`/docs/${page.slug}`}
                  prefetch={false}
                  aria-current={page.slug === current ? 'page' : undefined}
                  className={clsx(
                    '-mx-2 flex min-h-7 items-center rounded-sm px-2 py-1 text-13 -outline-offset-1 transition-colors coarse:min-h-11',
                    page.slug === current
                      ? 'bg-pressed font-medium text-ink'
                      : 'text-ink-2 hover:bg-hover hover:text-ink',
                  )}
                >
                  {page.title}
                </Link>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

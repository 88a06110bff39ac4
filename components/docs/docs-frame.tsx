import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Chapter } from '#lib/manual/index.ts'
import { Contents } from './contents.tsx'
import { DocsSearch } from './docs-search.tsx'

type DocsFrameProps = {
  chapters: readonly Chapter[]
  /** The slug of the page that is shown. */
  current: string | null
  /** What somebody searched for to come here. */
  query?: string
  /** What stands beside the page: its own headings. */
  aside?: ReactNode
  children: ReactNode
}

/** A page of the manual with its contents beside it; on a phone the contents are a press away. */
export function DocsFrame({ chapters, current, query, aside, children }: DocsFrameProps) {
  return (
    <div className="mx-auto grid w-full max-w-[1200px] gap-x-10 px-4 pb-16 sm:px-6 lg:grid-cols-[13rem_minmax(0,1fr)] xl:grid-cols-[13rem_minmax(0,1fr)_12rem]">
      {/* The contents scroll and the search above them does not: what is found stands out over the page. */}
      <div className="lg:sticky lg:top-0 lg:z-10 lg:flex lg:max-h-dvh lg:flex-col">
        <DocsSearch query={query} className="pt-6 pb-4 lg:shrink-0 lg:px-2" />
        <a
          href="#page"
          className="sr-only rounded-sm bg-raised px-3 py-2 text-13 focus:not-sr-only focus:mb-2 focus:block max-lg:hidden"
        >
          Skip the contents
        </a>
        <nav aria-label="Contents" className="max-lg:hidden lg:min-h-0 lg:overflow-y-auto lg:px-2 lg:pb-8">
          <Contents chapters={chapters} current={current} />
        </nav>
        <details className="group rounded-md border border-line bg-surface lg:hidden">
          <summary className="flex h-10 list-none items-center justify-between rounded-md px-3 font-medium text-13 coarse:h-11">
            Contents
            <ChevronDown aria-hidden className="size-4 text-ink-3 group-open:rotate-180" />
          </summary>
          <nav aria-label="Contents" className="border-line border-t px-4 py-4">
            <Contents chapters={chapters} current={current} />
          </nav>
        </details>
      </div>
      <div id="page" tabIndex={-1} className="min-w-0 max-w-[760px] pt-6 outline-none">
        {children}
      </div>
      {aside ? <div className="max-xl:hidden">{aside}</div> : null}
    </div>
  )
}

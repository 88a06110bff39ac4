import { SearchX } from 'lucide-react'
import type { Metadata } from 'next'
import { DocsFrame } from '#components/docs/docs-frame.tsx'
import { FoundList } from '#components/docs/found-list.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { searchSections } from '#lib/manual/index.ts'
import { count } from '#lib/pages/index.ts'
import { one, type SearchParams } from '../../../search-params.ts'
import { readManual } from '../read-manual.ts'

const MAX_QUERY = 200

export const metadata: Metadata = { title: 'Search the docs', robots: { index: false } }

export default async function DocsSearchPage({ searchParams }: { searchParams: SearchParams }) {
  const { chapters, sections } = await readManual()
  const q =
    one((await searchParams).q)
      ?.trim()
      .slice(0, MAX_QUERY) ?? ''
  const found = searchSections(sections, q)
  return (
    <DocsFrame chapters={chapters} current={null} query={q}>
      <h1 className="pb-4 font-semibold text-20">{q === '' ? 'Search the docs' : `“${q}” in the docs`}</h1>
      {q === '' ? (
        <p className="text-ink-2">
          Type a word or two: the name of a key, a setting, or what a message says.
        </p>
      ) : found.length === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title="Nothing found"
          action={
            <LinkButton href="/docs" prefetch={false}>
              See all pages
            </LinkButton>
          }
        >
          No section of the docs has all of these words. Try fewer of them.
        </EmptyState>
      ) : (
        <>
          <p className="pb-1 text-13 text-ink-3">{count(found.length, 'section')}, the best first</p>
          <FoundList found={found} />
        </>
      )}
    </DocsFrame>
  )
}

import { Search } from 'lucide-react'
import type { Metadata } from 'next'
import { Counted } from '#components/catalogue/counted.tsx'
import { FilterLinks } from '#components/catalogue/filter-links.tsx'
import { SearchForm } from '#components/public/search-form.tsx'
import { Page } from '#components/shell/page.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { countCatalogue } from '#lib/listings/index.ts'
import { count } from '#lib/pages/index.ts'
import { CATEGORIES, SEVERITIES } from '#lib/policy/index.ts'
import type { SearchParams } from '../../search-params.ts'
import { browseHref, browseViewOf, isFiltered } from './browse-view.ts'
import { pageMetadata } from './page-metadata.ts'
import { Results } from './results.tsx'

type Props = { searchParams: SearchParams }

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  return pageMetadata({
    path: '/mcp-servers',
    title: 'MCP servers: what their tools can do',
    description:
      'Search MCP servers and their tools: what each tool can do, why, and the policy that keeps agents within it.',
    isView: isFiltered(browseViewOf(await searchParams)),
    hasTwins: false,
  })
}

export default async function BrowsePage({ searchParams }: Props) {
  const view = browseViewOf(await searchParams)
  const totals = await countCatalogue()
  return (
    <Page>
      <header className="pt-8 pb-6">
        <h1 className="font-semibold text-28">MCP servers</h1>
        <p className="mt-1 max-w-2xl text-16 text-ink-2">
          What {count(totals.tools, 'tool')} of {count(totals.servers, 'server')} can do, judged by their own
          definitions, and a policy for each.
        </p>
        <SearchForm
          label="Search servers and tools"
          query={view.q}
          within={{ category: view.category?.toLowerCase(), severity: view.severity?.toLowerCase() }}
          size="lg"
          className="mt-5 max-w-xl"
        />
      </header>
      <div className="flex flex-wrap gap-x-3 gap-y-2 pb-4">
        <FilterLinks
          label="What to look for"
          links={(['servers', 'tools'] as const).map((kind) => ({
            href: browseHref({ ...view, kind, cursor: undefined }),
            label: kind === 'servers' ? 'Servers' : 'Tools',
            isOn: view.kind === kind,
          }))}
        />
        <FilterLinks
          label="Category"
          links={[undefined, ...CATEGORIES].map((category) => ({
            href: browseHref({ ...view, category, cursor: undefined }),
            label: category ?? 'Any category',
            ...(category && view.q === undefined && { count: totals.categories[category] }),
            isOn: view.category === category,
          }))}
        />
        <FilterLinks
          label="Risk"
          links={[undefined, ...SEVERITIES].map((severity) => ({
            href: browseHref({ ...view, severity, cursor: undefined }),
            label: severity ?? 'Any risk',
            isOn: view.severity === severity,
          }))}
        />
      </div>
      {totals.servers === 0 ? (
        <EmptyState icon={<Search />} title="The catalogue is empty">
          Nothing has been imported yet. Whoever runs this installation fills it with “portcullis catalogue
          import”.
        </EmptyState>
      ) : (
        <Results view={view} />
      )}
      <div className="pt-10">
        <Counted totals={totals} twins={TWINS} />
      </div>
    </Page>
  )
}

const TWINS = [
  { href: '/llms.txt', label: 'llms.txt' },
  { href: '/sitemap.xml', label: 'Site map' },
]

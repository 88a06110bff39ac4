import type { Metadata } from 'next'
import { Counted } from '#components/catalogue/counted.tsx'
import { FilterLinks } from '#components/catalogue/filter-links.tsx'
import { Missing } from '#components/public/missing.tsx'
import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { countCatalogue } from '#lib/listings/index.ts'
import { count, RISK_LEVELS } from '#lib/pages/index.ts'
import { one, type SearchParams } from '../../../search-params.ts'
import { browseViewOf } from '../../mcp-servers/browse-view.ts'
import { pageMetadata } from '../../mcp-servers/page-metadata.ts'
import { Results } from '../../mcp-servers/results.tsx'

type Props = { params: Promise<{ level: string }>; searchParams: SearchParams }

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { level } = await params
  const risk = RISK_LEVELS[level]
  if (!risk) return { title: 'Not found', robots: { index: false } }
  const { cursor } = await searchParams
  return pageMetadata({
    path: `/risk/${level}`,
    title: `MCP tools of ${level} risk`,
    description: risk.says,
    isView: one(cursor) !== undefined,
    hasTwins: false,
  })
}

export default async function RiskPage({ params, searchParams }: Props) {
  const { level } = await params
  const risk = RISK_LEVELS[level]
  if (!risk) return <Missing />
  const { cursor } = await searchParams
  const totals = await countCatalogue()
  const view = { ...browseViewOf({ kind: 'tools' }), severity: risk.severity, cursor: one(cursor) }
  return (
    <Page>
      <PageHeader
        breadcrumb={[{ label: 'Servers', href: '/mcp-servers' }]}
        title={`Tools of ${level} risk`}
        description={`${risk.says} ${count(totals.severities[risk.severity], 'tool')} in the catalogue.`}
      />
      <div className="flex pb-4">
        <FilterLinks
          label="Risk"
          links={Object.entries(RISK_LEVELS).map(([name, { severity }]) => ({
            href: `/risk/${name}`,
            label: severity,
            count: totals.severities[severity],
            isOn: name === level,
          }))}
        />
      </div>
      <Results view={view} at={`/risk/${level}`} />
      <div className="pt-10">
        <Counted totals={totals} twins={[]} />
      </div>
    </Page>
  )
}

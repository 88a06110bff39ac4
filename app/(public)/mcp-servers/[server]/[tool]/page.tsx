import type { Metadata } from 'next'
import { AsOfLine } from '#components/catalogue/as-of.tsx'
import { ContactForm } from '#components/catalogue/contact-form.tsx'
import { Counted } from '#components/catalogue/counted.tsx'
import { ToolSections } from '#components/catalogue/tool-sections.tsx'
import { Missing } from '#components/public/missing.tsx'
import { RiskBadge } from '#components/risk-badge.tsx'
import { Revealed } from '#components/servers/review/revealed.tsx'
import { Page } from '#components/shell/page.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { env } from '#lib/env.ts'
import { shownName, shownText } from '#lib/guide/index.ts'
import { countCatalogue } from '#lib/listings/index.ts'
import { dayWords, serverPath, toolStructuredData } from '#lib/pages/index.ts'
import { one, type SearchParams } from '../../../../search-params.ts'
import { canonicalSlugs } from '../../canonical.ts'
import { pageMetadata } from '../../page-metadata.ts'
import { readToolPage } from '../../read-pages.ts'

type Props = { params: Promise<{ server: string; tool: string }>; searchParams: SearchParams }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { server, tool } = await params
  const page = await readToolPage(server, tool)
  if (!page) return { title: 'Not found', robots: { index: false } }
  const { category, severity } = page.classification
  const name = shownName(page.tool.name)
  const said = shownText(page.description, 90)
  return pageMetadata({
    path: page.path,
    title: `${name} of ${shownName(page.server.title)}: ${category}, ${severity.toLowerCase()} risk`,
    description: `What ${name} can do, why it is classed as ${category}, and the policy for it.${said === '' ? '' : ` ${said}`}`,
  })
}

export default async function ToolPageOf({ params, searchParams }: Props) {
  const { server, tool } = await params
  canonicalSlugs([server, tool])
  const [page, totals] = await Promise.all([readToolPage(server, tool), countCatalogue()])
  if (!page) return <Missing />
  const { contact } = await searchParams
  const { classification } = page
  return (
    <Page>
      <script type="application/ld+json">{toolStructuredData(page, env().appUrl)}</script>
      <PageHeader
        breadcrumb={[
          { label: 'Servers', href: '/mcp-servers' },
          { label: shownName(page.server.title), href: serverPath(page.server.slug) },
        ]}
        title={
          <span className="code [overflow-wrap:anywhere]">
            <Revealed text={page.tool.name} />
          </span>
        }
        meta={
          <>
            <RiskBadge severity={classification.severity} category={classification.category} />
            <Badge>{classification.category}</Badge>
          </>
        }
        description={<AsOfLine asOf={page.asOf} confidence={classification.confidence} />}
      />
      {page.removedAt ? (
        <Notice title="Its server no longer lists it" className="mb-6">
          A scan on {dayWords(page.removedAt)} did not find it any more. This is what was known of it.
        </Notice>
      ) : null}
      <ToolSections page={page} />
      <ContactForm path={page.path} outcome={one(contact)} />
      <Counted
        totals={totals}
        twins={[
          { href: `${page.path}.md`, label: 'Markdown' },
          { href: `${page.path}.json`, label: 'JSON' },
        ]}
      />
    </Page>
  )
}

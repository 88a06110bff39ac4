import type { Metadata } from 'next'
import { AsOfLine } from '#components/catalogue/as-of.tsx'
import { ContactForm } from '#components/catalogue/contact-form.tsx'
import { Counted } from '#components/catalogue/counted.tsx'
import { ServerSections } from '#components/catalogue/server-sections.tsx'
import { Missing } from '#components/public/missing.tsx'
import { RiskBadge } from '#components/risk-badge.tsx'
import { Revealed } from '#components/servers/review/revealed.tsx'
import { Page } from '#components/shell/page.tsx'
import { Facts } from '#components/ui/facts.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { env } from '#lib/env.ts'
import { shownName, shownText } from '#lib/guide/index.ts'
import { countCatalogue } from '#lib/listings/index.ts'
import { countsWords, type ServerPage, serverStructuredData } from '#lib/pages/index.ts'
import { one, type SearchParams } from '../../../search-params.ts'
import { canonicalSlugs } from '../canonical.ts'
import { pageMetadata } from '../page-metadata.ts'
import { readServerPage } from '../read-pages.ts'

type Props = { params: Promise<{ server: string }>; searchParams: SearchParams }

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const page = await readServerPage((await params).server)
  if (!page) return { title: 'Not found', robots: { index: false } }
  const { from } = await searchParams
  const name = shownName(page.server.title)
  const said = shownText(page.server.description, 90)
  return pageMetadata({
    path: page.path,
    title: `${name}: its tools, their risks, and a policy`,
    description: `What agents can do through ${name}. ${countsWords(page.server.tools, page.server.counts)}.${said === '' ? '' : ` ${said}`}`,
    isView: one(from) !== undefined,
  })
}

export default async function ServerPageOf({ params, searchParams }: Props) {
  const { server } = await params
  canonicalSlugs([server])
  const [page, totals] = await Promise.all([readServerPage(server), countCatalogue()])
  if (!page) return <Missing />
  const { contact, from } = await searchParams
  return (
    <Page>
      <script type="application/ld+json">{serverStructuredData(page, env().appUrl)}</script>
      <PageHeader
        breadcrumb={[{ label: 'Servers', href: '/mcp-servers' }]}
        title={<Revealed text={page.server.title} />}
        meta={
          page.server.severity ? (
            <RiskBadge severity={page.server.severity} category="its gravest tool" />
          ) : null
        }
        description={<AsOfLine asOf={page.asOf} />}
      />
      <ServerFacts page={page} />
      <ServerSections page={page} from={Number(/^\d{1,5}$/.exec(one(from) ?? '')?.[0] ?? 0)} />
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

function ServerFacts({ page: { server } }: { page: ServerPage }) {
  const { name, endpoint, homepage } = server
  const facts = [
    {
      name: 'Name',
      value: (
        <span className="code [overflow-wrap:anywhere]">
          <Revealed text={name} />
        </span>
      ),
    },
    ...(endpoint === ''
      ? []
      : [
          {
            name: 'Reached at',
            value: (
              <span className="code [overflow-wrap:anywhere]">
                <Revealed text={endpoint} />
              </span>
            ),
          },
        ]),
    ...(homepage === null
      ? []
      : [
          {
            name: 'Home',
            value: (
              <a href={homepage} rel="nofollow noopener" className="link [overflow-wrap:anywhere]">
                <Revealed text={homepage} />
              </a>
            ),
          },
        ]),
  ]
  return (
    <div className="pb-8">
      <Facts facts={facts} />
    </div>
  )
}

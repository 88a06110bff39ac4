import type { Metadata } from 'next'
import { DocsFrame } from '#components/docs/docs-frame.tsx'
import { MissingPage } from '#components/docs/missing-page.tsx'
import { Neighbours } from '#components/docs/neighbours.tsx'
import { OnThisPage } from '#components/docs/on-this-page.tsx'
import { PageBlocks } from '#components/docs/page-blocks.tsx'
import { neighboursOf } from '#lib/manual/index.ts'
import { pageMetadata } from '../../mcp-servers/page-metadata.ts'
import { readManual } from '../read-manual.ts'

type Props = { params: Promise<{ page: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = (await readManual()).page((await params).page)
  if (!page) return { title: 'Not found' }
  const { slug, title, summary } = page
  return {
    ...pageMetadata({ path: `/docs/${slug}`, title, description: summary, hasTwins: false }),
  }
}

export default async function DocPage({ params }: Props) {
  const { chapters, page: find, isPage } = await readManual()
  const page = find((await params).page)
  if (!page)
    return (
      <DocsFrame chapters={chapters} current={null}>
        <MissingPage />
      </DocsFrame>
    )
  return (
    <DocsFrame chapters={chapters} current={page.slug} aside={<OnThisPage blocks={page.blocks} />}>
      <article>
        <h1 className="pb-2 font-semibold text-28">{page.title}</h1>
        <PageBlocks blocks={page.blocks} isPage={isPage} />
      </article>
      <Neighbours {...neighboursOf(chapters, page.slug)} />
      <p className="pt-6 text-13 text-ink-3">
        This page as{' '}
        <a href={`/docs/${page.slug}.md`} className="link">
          Markdown
        </a>
        .
      </p>
    </DocsFrame>
  )
}

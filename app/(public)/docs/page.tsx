import type { Metadata } from 'next'
import Link from 'next/link'
import { DocsFrame } from '#components/docs/docs-frame.tsx'
import { pageMetadata } from '../mcp-servers/page-metadata.ts'
import { readManual } from './read-manual.ts'

export function generateMetadata(): Metadata {
  return pageMetadata({
    path: '/docs',
    title: 'Docs',
    description:
      'How to put a policy between agents and MCP servers: from the first call to running it for many.',
    hasTwins: false,
  })
}

export default async function DocsPage() {
  const { chapters } = await readManual()
  return (
    <DocsFrame chapters={chapters} current={null}>
      <h1 className="font-semibold text-28">Docs</h1>
      <p className="mt-2 text-16 text-ink-2">
        Portcullis stands between MCP clients and MCP servers: every tool call passes your policy first. New
        here?{' '}
        <Link href="/docs/start" prefetch={false} className="link">
          Start
        </Link>{' '}
        takes you to a first judged call in a few minutes.
      </p>
      {chapters.map(({ title, pages }) => (
        <section key={title} className="pt-8">
          <h2 className="pb-2 font-semibold text-16">{title}</h2>
          <ul className="divide-y divide-line border-line border-y">
            {pages.map(({ slug, title: name, summary }) => (
              <li key={slug}>
                <Link
                  href={`/docs/${slug}`}
                  prefetch={false}
                  className="block rounded-sm px-1 py-2.5 -outline-offset-2 hover:bg-hover"
                >
                  <span className="block font-medium">{name}</span>
                  <span className="line-clamp-2 text-13 text-ink-2">{summary}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </DocsFrame>
  )
}

import Link from 'next/link'
import { RiskBadge } from '#components/risk-badge.tsx'
import { Revealed } from '#components/servers/review/revealed.tsx'
import { count, serverPath } from '#lib/pages/index.ts'
import { CATEGORIES, type Category, type Severity } from '#lib/policy/index.ts'

export type ServerRow = {
  readonly slug: string
  readonly title: string
  readonly description: string
  readonly tools: number
  readonly counts: Readonly<Record<Category, number>>
  readonly severity: Severity | null
}

// A list is for choosing; the whole stands on the server's page.
function firstSentence(text: string): string {
  return /^.{12,400}?[.!?。](?=\s|$)/su.exec(text)?.[0] ?? text.slice(0, 400)
}

/** Servers, each a link to its page. */
export function ServerList({ servers }: { servers: readonly ServerRow[] }) {
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-surface">
      {servers.map(({ slug, title, description, tools, counts, severity }) => (
        <li key={slug} className="relative px-4 py-3 transition-colors hover:bg-hover">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link
              href={serverPath(slug)}
              prefetch={false}
              className="min-w-0 rounded-sm font-medium text-14 [overflow-wrap:anywhere] after:absolute after:inset-0"
            >
              <Revealed text={title} />
            </Link>
            {severity === null ? null : <RiskBadge severity={severity} category="its gravest tool" />}
            <span className="ml-auto text-12 text-ink-3">
              {tools === 0 ? 'Its tools are not known' : count(tools, 'tool')}
            </span>
          </div>
          {description === '' ? null : (
            <p className="mt-1 line-clamp-2 max-w-3xl text-13 text-ink-2 [overflow-wrap:anywhere]">
              <Revealed text={firstSentence(description)} />
            </p>
          )}
          {tools === 0 ? null : (
            <p className="mt-1 flex flex-wrap gap-x-3 text-12 text-ink-3">
              {CATEGORIES.filter((category) => counts[category] > 0).map((category) => (
                <span key={category}>
                  {counts[category].toLocaleString('en')} {category}
                </span>
              ))}
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}

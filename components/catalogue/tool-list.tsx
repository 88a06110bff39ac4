import Link from 'next/link'
import { Effect } from '#components/effect.tsx'
import { RiskBadge } from '#components/risk-badge.tsx'
import { Revealed } from '#components/servers/review/revealed.tsx'
import type { Category, Lane, Severity } from '#lib/policy/index.ts'

export type ToolRow = {
  readonly path: string
  readonly name: string
  readonly summary: string
  readonly category: Category
  readonly severity: Severity
  /** Where it is not said by the page already. */
  readonly server?: string
  /** What the recommended policy does to it. */
  readonly lane?: Lane
}

/** Tools, each a link to its page. */
export function ToolList({ tools }: { tools: readonly ToolRow[] }) {
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-surface">
      {tools.map(({ path, name, summary, category, severity, server, lane }) => (
        <li key={path} className="relative px-4 py-3 transition-colors hover:bg-hover">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link
              href={path}
              prefetch={false}
              className="code min-w-0 rounded-sm font-medium text-13 [overflow-wrap:anywhere] after:absolute after:inset-0"
            >
              <Revealed text={name} />
            </Link>
            <RiskBadge severity={severity} category={category} />
            <span className="text-12 text-ink-3">{category}</span>
            <span className="ml-auto flex items-center gap-3 text-12 text-ink-3">
              {server === undefined ? null : (
                <span className="max-w-48 truncate">
                  <Revealed text={server} />
                </span>
              )}
              {lane === undefined ? null : <Effect effect={lane} className="text-12 text-ink-2" />}
            </span>
          </div>
          {summary === '' ? null : (
            <p className="mt-1 line-clamp-2 max-w-3xl text-13 text-ink-2 [overflow-wrap:anywhere]">
              <Revealed text={summary} />
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}

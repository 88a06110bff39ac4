import Link from 'next/link'
import { RiskBadge } from '#components/risk-badge.tsx'
import { Revealed } from '#components/servers/review/revealed.tsx'
import type { AffectedTool } from '#lib/pages/index.ts'
import { Because } from './because.tsx'

/** Tools of the catalogue that an attack can use, each with the reason. */
export function AffectedTools({ tools }: { tools: readonly AffectedTool[] }) {
  return (
    <ul className="divide-y divide-line rounded-md border border-line">
      {tools.map(({ path, name, server, category, severity, reasons }) => (
        <li key={path} className="flex flex-col gap-1 px-4 py-3">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link href={path} prefetch={false} className="code link text-13 [overflow-wrap:anywhere]">
              <Revealed text={name} />
            </Link>
            <RiskBadge severity={severity} category={category} />
            <span className="text-12 text-ink-3 [overflow-wrap:anywhere]">
              <Revealed text={server} />
            </span>
          </div>
          <Because reasons={reasons} />
        </li>
      ))}
    </ul>
  )
}

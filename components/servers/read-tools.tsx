import { RiskBadge } from '#components/risk-badge.tsx'
import type { ReadTool } from './registration.ts'

/** The tools as they were read, in the order of the list. */
export function ReadTools({ tools }: { tools: readonly ReadTool[] }) {
  return (
    <ul aria-label="Tools" className="divide-y divide-line rounded-md border border-line bg-surface">
      {tools.map((tool) => (
        <li key={tool.name} className="flex min-h-11 animate-appear items-center gap-3 px-4 py-2">
          <div className="min-w-0 flex-1">
            <p className="code truncate text-13" title={tool.name}>
              {tool.name}
            </p>
            {tool.description === '' ? null : (
              <p className="truncate text-13 text-ink-3" title={tool.description}>
                {tool.description}
              </p>
            )}
          </div>
          <span className="w-20 text-13 text-ink-2 max-sm:hidden">{tool.category}</span>
          <span className="w-20">
            <RiskBadge severity={tool.severity} category={tool.category} evidence={tool.evidence} />
          </span>
        </li>
      ))}
    </ul>
  )
}

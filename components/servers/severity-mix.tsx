import { clsx } from 'clsx'
import type { RiskLevel } from '#components/risk-badge.tsx'
import { SeverityGlyph } from '#components/severity-glyph.tsx'
import { SEVERITIES } from './tool-view.ts'

const INKS: Record<RiskLevel, string> = {
  Low: 'text-low-ink',
  Medium: 'text-medium-ink',
  High: 'text-high-ink',
  Critical: 'text-critical-ink',
}

/** How many tools of each level, the worst first; levels without tools are left out. */
export function SeverityMix({ severities }: { severities: readonly RiskLevel[] }) {
  const counts = SEVERITIES.map((level) => ({
    level,
    count: severities.filter((each) => each === level).length,
  })).filter(({ count }) => count > 0)
  if (counts.length === 0) return <span className="text-13 text-ink-3">None</span>
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
      {counts.map(({ level, count }) => (
        <span
          key={level}
          title={`${count} ${level.toLowerCase()}`}
          className={clsx('inline-flex items-center gap-1 text-13', INKS[level])}
        >
          <SeverityGlyph severity={level} />
          {count}
          <span className="sr-only">{level}</span>
        </span>
      ))}
    </span>
  )
}

import type { Shade } from './shade.ts'

type DecisionSeries = {
  readonly decision: 'allow' | 'deny' | 'await'
  readonly label: string
  readonly shade: Shade
}

/** The decisions of a chart from the bottom up. Told apart by pattern and word: colour means severity here. */
export const DECISION_SERIES: readonly DecisionSeries[] = [
  { decision: 'allow', label: 'Allowed', shade: 'plain' },
  { decision: 'await', label: 'Needs approval', shade: 'dots' },
  { decision: 'deny', label: 'Denied', shade: 'stripes' },
]

/** A swatch as the chart paints it, for the legend. */
export function Swatch({ shade }: { shade: Shade }) {
  return (
    <svg aria-hidden viewBox="0 0 12 12" className="size-3 shrink-0 rounded-[2px] text-ink">
      {shade === 'plain' ? <rect width="12" height="12" className="fill-line-strong" /> : null}
      {shade === 'dots' ? (
        <>
          <rect x="0.5" y="0.5" width="11" height="11" fill="none" stroke="currentColor" />
          <circle cx="4" cy="4" r="1.2" fill="currentColor" />
          <circle cx="8" cy="8" r="1.2" fill="currentColor" />
        </>
      ) : null}
      {shade === 'stripes' ? (
        <>
          <rect x="0.5" y="0.5" width="11" height="11" fill="none" stroke="currentColor" />
          <path d="M0 6 6 0M0 12 12 0M6 12l6-6" stroke="currentColor" strokeWidth="1.8" />
        </>
      ) : null}
    </svg>
  )
}

export function DecisionLegend() {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-12 text-ink-2">
      {DECISION_SERIES.map(({ decision, label, shade }) => (
        <li key={decision} className="flex items-center gap-1.5">
          <Swatch shade={shade} />
          {label}
        </li>
      ))}
    </ul>
  )
}

'use client'

import { clsx } from 'clsx'
import { PenLine } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { SeverityGlyph } from './severity-glyph.tsx'

// What floats is larger than what it explains: it is fetched where somebody may ask.
const evidenceBadge = () => import('./risk-evidence.tsx')
const EvidenceBadge = lazy(async () => ({ default: (await evidenceBadge()).EvidenceBadge }))

/** Fetches what shows the evidence, before someone asks. */
export async function fetchEvidence(): Promise<void> {
  await evidenceBadge()
}

export type RiskLevel = 'Low' | 'Medium' | 'High' | 'Critical'
/** What the organisation set in place of the class that the tool's definition has. */
export type RiskOverride = {
  /** The category of the definition by itself. */
  readonly classified: string
  readonly reason: string
  readonly by: string | null
}
export type RiskEvidence = { readonly source: string; readonly text: string; readonly says: string }

type RiskBadgeProps = {
  severity: RiskLevel
  /** Read, Write, Execute, Destructive, Financial or Other. */
  category: string
  /** The quoted pieces of the definition that decided. Where given, hover or focus shows them. */
  evidence?: readonly RiskEvidence[]
  /** Where the organisation set the category: a mark says so, and the popover why. */
  override?: RiskOverride | null
  /** The same mark, where the reason is not at hand. */
  isSet?: boolean
  /** On small screens only the glyph is seen. */
  compact?: boolean
  /** In a container under 10rem wide only the glyph is seen. */
  shrinks?: boolean
  className?: string
}

const TINTS: Record<RiskLevel, string> = {
  Low: 'bg-low-tint text-low-ink',
  Medium: 'bg-medium-tint text-medium-ink',
  High: 'bg-high-tint text-high-ink',
  Critical: 'bg-critical-tint text-critical-ink',
}

const SHAPE =
  'inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-12'

/** Severity as word, glyph and tint, 20 px high. */
export function RiskBadge(props: RiskBadgeProps) {
  const { severity, category, evidence, override = null, shrinks, compact, className } = props
  const isSet = props.isSet === true || override !== null
  const style = clsx(SHAPE, TINTS[severity], className)
  const face = (
    <>
      <SeverityGlyph severity={severity} />
      <span className={clsx(shrinks && '@max-[10rem]:sr-only', compact && 'max-lg:sr-only')}>{severity}</span>
      {isSet ? (
        <>
          <PenLine aria-hidden className="size-3 shrink-0" strokeWidth={2.25} />
          <span className="sr-only">, set by your organisation</span>
        </>
      ) : null}
    </>
  )
  const plain = (
    <span data-tint className={style} title={titleOf(props)}>
      {face}
    </span>
  )
  if (!evidence) return plain
  return (
    <Suspense fallback={plain}>
      <EvidenceBadge
        severity={severity}
        category={category}
        evidence={evidence}
        override={override}
        style={style}
        face={face}
      />
    </Suspense>
  )
}

// What the popover would say, in one line.
function titleOf({ severity, category, override, isSet }: RiskBadgeProps): string {
  const risk = `${category}, ${severity.toLowerCase()} risk`
  if (override) return `${risk}. Set by your organisation: ${override.reason}`
  return isSet ? `${risk}. Set by your organisation.` : risk
}

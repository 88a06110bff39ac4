'use client'

import { clsx } from 'clsx'
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
export type RiskEvidence = { readonly source: string; readonly text: string; readonly says: string }

type RiskBadgeProps = {
  severity: RiskLevel
  /** Read, Write, Execute, Destructive, Financial or Other. */
  category: string
  /** The quoted pieces of the definition that decided. Where given, hover or focus shows them. */
  evidence?: readonly RiskEvidence[]
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
export function RiskBadge({ severity, category, evidence, shrinks, className }: RiskBadgeProps) {
  const style = clsx(SHAPE, TINTS[severity], className)
  const face = (
    <>
      <SeverityGlyph severity={severity} />
      <span className={shrinks ? '@max-[10rem]:sr-only' : undefined}>{severity}</span>
    </>
  )
  const plain = (
    <span data-tint className={style}>
      {face}
    </span>
  )
  if (!evidence) return plain
  return (
    <Suspense fallback={plain}>
      <EvidenceBadge severity={severity} category={category} evidence={evidence} style={style} face={face} />
    </Suspense>
  )
}

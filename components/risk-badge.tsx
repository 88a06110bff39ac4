'use client'

import { Popover as Base } from '@base-ui/react/popover'
import { clsx } from 'clsx'
import { floatStyle } from '#components/ui/float-style.ts'
import { SeverityGlyph } from './severity-glyph.tsx'

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
  if (!evidence) {
    return (
      <span data-tint className={style}>
        {face}
      </span>
    )
  }
  return (
    <Base.Root>
      <Base.Trigger
        openOnHover
        delay={150}
        closeDelay={60}
        data-tint
        aria-label={`${severity} risk, ${category}. Why?`}
        className={clsx(style, 'relative cursor-help after:absolute after:-inset-1.5')}
      >
        {face}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner side="bottom" align="start" sideOffset={6} collisionPadding={12} className="z-50">
          <Base.Popup
            className={clsx(floatStyle, 'w-max max-w-[min(22rem,calc(100vw-24px))] p-3')}
            initialFocus={false}
          >
            <EvidenceList severity={severity} category={category} evidence={evidence} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

const SOURCES: Record<string, string> = { inputSchema: 'input schema' }

type EvidenceListProps = { severity: RiskLevel; category: string; evidence: readonly RiskEvidence[] }

/** Why a tool was put where it is, quoting its own definition. */
export function EvidenceList({ severity, category, evidence }: EvidenceListProps) {
  return (
    <div className="text-13">
      <p className="font-medium text-ink">
        {category} <span className="font-normal text-ink-2">· {severity.toLowerCase()} risk</span>
      </p>
      {evidence.length === 0 ? (
        <p className="mt-1 text-ink-2">Nothing in the definition says what it does.</p>
      ) : (
        <ul className="mt-1.5 space-y-1.5">
          {evidence.map((piece) => (
            <li
              key={`${piece.source} ${piece.text} ${piece.says}`}
              className="text-ink-2 first-letter:uppercase"
            >
              <span className="text-ink">{piece.says}:</span> <q className="italic">{piece.text}</q>
              <span className="text-ink-3"> in its {SOURCES[piece.source] ?? piece.source}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

'use client'

import { Popover as Base } from '@base-ui/react/popover'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { floatStyle } from '#components/ui/float-style.ts'
import type { RiskEvidence, RiskLevel, RiskOverride } from './risk-badge.tsx'

type EvidenceBadgeProps = EvidenceListProps & { style: string; face: ReactNode }

/** A badge that shows on hover and focus why it says what it says. */
export function EvidenceBadge({ style, face, ...reasons }: EvidenceBadgeProps) {
  const { severity, category, override } = reasons
  return (
    <Base.Root>
      <Base.Trigger
        openOnHover
        delay={150}
        closeDelay={60}
        data-tint
        aria-label={`${severity} risk, ${category}${override ? ', set by your organisation' : ''}. Why?`}
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
            <EvidenceList {...reasons} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

const SOURCES: Record<string, string> = { inputSchema: 'input schema', siblings: 'sibling tools' }

type EvidenceListProps = {
  severity: RiskLevel
  category: string
  evidence: readonly RiskEvidence[]
  override?: RiskOverride | null
}

/** Why a tool was put where it is, quoting its own definition. */
export function EvidenceList({ severity, category, evidence, override }: EvidenceListProps) {
  return (
    <div className="text-13">
      <p className="font-medium text-ink">
        {category} <span className="font-normal text-ink-2">· {severity.toLowerCase()} risk</span>
      </p>
      {override ? (
        <p className="mt-1 break-words text-ink-2">
          Set by your organisation: <q className="italic">{override.reason}</q>
          {override.by === null ? null : <span className="text-ink-3"> ({override.by})</span>} By itself, its
          definition says {override.classified}:
        </p>
      ) : null}
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

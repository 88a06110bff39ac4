'use client'

import { ArrowRight, Braces } from 'lucide-react'
import { useId, useState } from 'react'
import { RiskBadge } from '#components/risk-badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Cautions } from './cautions.tsx'
import { DifferenceList } from './difference-list.tsx'
import { Effects } from './effects.tsx'
import { LineDifference } from './line-difference.tsx'
import type { ReviewView } from './review-view.ts'

type ReviewBodyProps = { review: ReviewView; policyHref: (policyId: string) => string }

/** Everything there is to know of one definition before it is accepted. */
export function ReviewBody({ review, policyHref }: ReviewBodyProps) {
  const [isRaw, setRaw] = useState(false)
  const raw = useId()
  const { before, after, change, name } = review
  const shown = change.differences.filter((each) => before !== null || each.pointer !== '/name')
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Cautions review={review} />
      <section
        aria-label={before ? `What changed in ${name}` : `What ${name} is`}
        className="flex flex-col gap-2"
      >
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h4 className="font-medium text-13">{before ? 'What changed' : 'What it is'}</h4>
          <Button
            size="sm"
            variant="quiet"
            aria-expanded={isRaw}
            aria-controls={raw}
            onClick={() => setRaw(!isRaw)}
          >
            <Braces aria-hidden />
            {isRaw ? 'Hide the JSON' : 'Show the JSON'}
          </Button>
        </div>
        <DifferenceList differences={shown} isNew={before === null} />
        <div id={raw} hidden={!isRaw}>
          {isRaw ? (
            <LineDifference
              before={before?.definition ?? null}
              after={after.definition}
              label={`The definition of ${name} as JSON`}
            />
          ) : null}
        </div>
      </section>
      {review.isTwice ? null : (
        <section aria-label={`Once ${name} is accepted`} className="flex flex-col gap-2">
          <h4 className="font-medium text-13">Once you accept it</h4>
          <Effects review={review} policyHref={policyHref} />
        </section>
      )}
    </div>
  )
}

/** The class as it was accepted, and as the new definition has it. */
export function RiskChange({ review }: { review: ReviewView }) {
  const { before, after } = review
  const isSame = before === null || before.category === after.category
  return (
    <span className="flex flex-wrap items-center gap-2 text-13 text-ink-2">
      {before && !isSame ? (
        <>
          <RiskBadge severity={before.severity} category={before.category} evidence={before.evidence} />
          {before.category}
          <ArrowRight aria-label="becomes" className="size-3.5 text-ink-3" />
        </>
      ) : null}
      <RiskBadge severity={after.severity} category={after.category} evidence={after.evidence} />
      {after.category}
    </span>
  )
}

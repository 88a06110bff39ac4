'use client'

import { useContext } from 'react'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { LimitBar } from '#components/usage/limit-bar.tsx'
import { shareText } from '#components/usage/usage-view.ts'
import { numberText } from '#lib/json/index.ts'
import { childPointer, type Limit, windowText } from '#lib/policy/index.ts'
import { PolicyIdContext } from '../../editor-context.ts'
import { useLimitUses } from './use-limit-uses.ts'

/**
 * How full the limit is for whom it is fullest, by the counts of the published policy against the maximum of the
 * draft. Nothing where the draft counts otherwise: that count begins at zero.
 */
export function LimitUseNow({ pointer, limit }: { pointer: string; limit: Limit }) {
  const policyId = useContext(PolicyIdContext)
  const uses = useLimitUses(policyId !== null)
  if (policyId === null || uses === null) return null
  const rule = childPointer(`${pointer}/limits`, limit.counter)
  const same = uses.filter(
    (use) =>
      use.policyId === policyId &&
      use.rule === rule &&
      use.scope === limit.scope &&
      use.window === windowText(limit.window) &&
      use.sliding === (limit.algorithm === 'sliding'),
  )
  const fullest = same[0]
  const max = Number(numberText(limit.max))
  if (fullest === undefined) return <p className="text-12 text-ink-3">Nothing of it is used now.</p>
  const share = max > 0 ? Number(fullest.used) / max : 1
  return (
    <div className="flex flex-col gap-1" data-limit-use>
      <LimitBar share={share} />
      <p className="text-12 text-ink-2">
        {fullest.used} of {numberText(limit.max)} used ({shareText(share, 1)}){' '}
        {fullest.grants.length === 1 ? `by ${fullest.grants[0]?.name}` : `by ${fullest.grants.length} grants`}
        {fullest.resetsAt ? (
          <>
            , resets <RelativeTime at={fullest.resetsAt} />
          </>
        ) : null}
        {same.length > 1 ? `; ${same.length - 1} more below that` : null}
      </p>
    </div>
  )
}

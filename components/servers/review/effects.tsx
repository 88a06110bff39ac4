import Link from 'next/link'
import { Effect } from '#components/effect.tsx'
import type { ReviewView } from './review-view.ts'

const MAX_GRANTS = 4

/** What becomes of the tool in each published policy once its definition is accepted. */
export function Effects({
  review,
  policyHref,
}: {
  review: ReviewView
  policyHref: (policyId: string) => string
}) {
  if (review.effects.length === 0)
    return (
      <p className="text-13 text-ink-2">No policy of this server is published, so nobody can call it yet.</p>
    )
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-surface text-13">
      {review.effects.map(({ policyId, policyName, lane, grants }) => (
        <li key={policyId} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2">
          <span className="w-24 font-medium">
            <Effect effect={lane} />
          </span>
          <span className="min-w-0 flex-1 basis-48 break-words text-ink-2">
            in{' '}
            <Link href={policyHref(policyId)} className="link text-ink">
              {policyName}
            </Link>
            , {grantsText(grants)}
          </span>
        </li>
      ))}
    </ul>
  )
}

function grantsText(grants: readonly string[]): string {
  if (grants.length === 0) return 'which no grant uses'
  const named = grants.slice(0, MAX_GRANTS).join(', ')
  const rest = grants.length - MAX_GRANTS
  return `used by ${named}${rest > 0 ? ` and ${rest} more` : ''}`
}

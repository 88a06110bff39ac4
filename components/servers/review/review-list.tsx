'use client'

import { CircleCheck } from 'lucide-react'
import { useCallback } from 'react'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { ToolState } from '../tool-state.tsx'
import { type Acts, Decide, type Decisions } from './decide.tsx'
import { Revealed } from './revealed.tsx'
import { ReviewBody, RiskChange } from './review-body.tsx'
import type { ReviewView } from './review-view.ts'

type ReviewListProps = {
  serverId: string
  reviews: readonly ReviewView[]
  /** Null where the member's role may not decide. */
  acts: Acts | null
}

/** Every definition that waits, one below the other, each with its own decision; at the end one for all. */
export function ReviewList({ serverId, reviews, acts }: ReviewListProps) {
  const decisions = useDecisions(serverId, acts)
  const acceptable = reviews.filter((review) => !review.isTwice && !review.isRejected)
  if (reviews.length === 0)
    return (
      <EmptyState
        icon={<CircleCheck />}
        title="Nothing waits to be accepted"
        action={<LinkButton href={`/servers/${serverId}`}>See the tools</LinkButton>}
      >
        Every tool that the server lists is as it was accepted.
      </EmptyState>
    )
  return (
    <div className="flex flex-col gap-5">
      {reviews.map((review) => (
        <ReviewCard key={review.name} serverId={serverId} review={review} decisions={decisions} />
      ))}
      {decisions && acceptable.length > 1 ? (
        <div className="flex items-center justify-between gap-3 rounded-md border border-line bg-sunken px-4 py-3 max-sm:flex-col max-sm:items-stretch">
          <p className="text-13 text-ink-2">All {acceptable.length} definitions above, as they are shown.</p>
          <Decide reviews={acceptable} decisions={decisions} label={`Accept all ${acceptable.length}`} />
        </div>
      ) : null}
    </div>
  )
}

type ReviewCardProps = { serverId: string; review: ReviewView; decisions: Decisions | null }

function ReviewCard({ serverId, review, decisions }: ReviewCardProps) {
  return (
    <article
      id={`tool-${review.name}`}
      aria-label={review.name}
      className="min-w-0 scroll-mt-16 rounded-md border border-line"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-4 py-3">
        <h3 className="code min-w-0 break-all font-medium text-14">
          <Revealed text={review.name} />
        </h3>
        <ToolState state={review.state} isRejected={review.isRejected} />
        <RiskChange review={review} />
      </header>
      <div className="flex flex-col gap-4 p-4">
        <ReviewBody review={review} policyHref={policyHrefOf(serverId)} />
        {decisions === null ? (
          <p className="text-13 text-ink-2">Its calls are refused until an admin accepts this definition.</p>
        ) : review.isTwice ? null : (
          <Decide reviews={[review]} decisions={decisions} label="Accept definition" />
        )}
      </div>
    </article>
  )
}

export function policyHrefOf(serverId: string) {
  return (policyId: string) => `/servers/${serverId}/policy?policy=${encodeURIComponent(policyId)}`
}

/** The acts of a page, as decisions on one server's tools. */
export function useDecisions(serverId: string, acts: Acts | null): Decisions | null {
  const accept = useCallback(
    (hashes: Record<string, string>) => (acts ? acts.accept({ serverId, hashes }) : refuse()),
    [acts, serverId],
  )
  const reject = useCallback(
    (hashes: Record<string, string>) => (acts ? acts.reject({ serverId, hashes }) : refuse()),
    [acts, serverId],
  )
  return acts ? { accept, reject } : null
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('this member may not decide on definitions'))
}

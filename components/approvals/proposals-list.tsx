import Link from 'next/link'
import { proposer } from '#components/proposer.ts'
import { Badge } from '#components/ui/badge.tsx'
import { buttonStyle } from '#components/ui/button-style.ts'
import { RelativeTime } from '#components/ui/relative-time.tsx'

export type ProposalView = {
  readonly id: string
  readonly serverId: string
  readonly serverName: string
  readonly policyId: string
  readonly policyName: string
  readonly reason: string
  readonly author: string | null
  readonly key: string | null
  readonly createdAt: Date
  readonly state: 'open' | 'published' | 'dismissed'
  readonly decidedBy: string | null
  readonly version: number | null
}

const WORDS = { open: 'Open', published: 'Published', dismissed: 'Dismissed' }

/** Changes that somebody asks for, and what became of them. */
export function ProposalsList({ proposals }: { proposals: readonly ProposalView[] }) {
  return (
    <ul aria-label="Proposals" className="divide-y divide-line rounded-md border border-line bg-surface">
      {proposals.map((proposal) => (
        <li key={proposal.id} className="flex flex-col gap-2 px-4 py-3">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Link href={hrefOf(proposal)} className="break-words font-medium text-14">
              {proposal.policyName} of {proposal.serverName}
            </Link>
            <Badge dashed={proposal.state !== 'open'}>{WORDS[proposal.state]}</Badge>
            <span className="ml-auto text-12 text-ink-3">
              <RelativeTime at={proposal.createdAt} />
            </span>
          </div>
          <p className="break-words text-13 text-ink-2 [overflow-wrap:anywhere]">“{proposal.reason}”</p>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-12 text-ink-3">
            <span className="min-w-0 flex-1 basis-40 break-words">
              {proposer(proposal)} asked.{endOf(proposal)}
            </span>
            {proposal.state === 'open' ? (
              <Link href={hrefOf(proposal)} className={buttonStyle('secondary', 'sm')}>
                Review
              </Link>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  )
}

function hrefOf({ serverId, policyId, id }: ProposalView): string {
  return `/servers/${serverId}/policy?policy=${policyId}&proposal=${id}`
}

function endOf({ state, decidedBy, version }: ProposalView): string {
  if (state === 'open') return ''
  const who = decidedBy ?? 'A former member'
  return state === 'published' ? ` ${who} published it as version ${version}.` : ` ${who} dismissed it.`
}

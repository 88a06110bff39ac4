import Link from 'next/link'
import { RiskBadge } from '#components/risk-badge.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { type ApprovalView, escalatedText, sentenceOf, severityOf } from './approval-view.ts'
import { Countdown } from './countdown.tsx'
import { StateBadge } from './state-badge.tsx'

type ApprovalsListProps = { approvals: readonly ApprovalView[]; now: number; label: string; self: string }

export function ApprovalsList({ approvals, now, label, self }: ApprovalsListProps) {
  return (
    <ul
      aria-label={label}
      className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface"
    >
      {approvals.map((approval) => (
        <ApprovalItem key={approval.id} approval={approval} now={now} self={self} />
      ))}
    </ul>
  )
}

type ItemProps = { approval: ApprovalView; now: number; self: string }

function ApprovalItem({ approval, now, self }: ItemProps) {
  const severity = severityOf(approval)
  const [before, after] = sentenceOf(approval)
  const isWaiting = approval.state === 'waiting'
  return (
    <li className="relative flex flex-col gap-1.5 px-4 py-3 hover:bg-hover">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Link
          href={`/approvals/${approval.id}`}
          className="code min-w-0 break-all rounded-sm font-medium text-14 after:absolute after:inset-0"
        >
          {approval.tool}
        </Link>
        {severity ? <RiskBadge severity={severity} category={approval.category ?? 'Other'} /> : null}
        {isWaiting ? null : <StateBadge state={approval.state} />}
        {isWaiting && approval.escalatedAt ? (
          <span className="rounded-sm bg-sunken px-1.5 py-0.5 font-medium text-12 text-ink-2">
            {escalatedText(approval, self)}
          </span>
        ) : null}
        {approval.requests > 1 ? (
          <span className="text-12 text-ink-3">asked {approval.requests} times</span>
        ) : null}
        <span className="ml-auto text-12 text-ink-3">
          {isWaiting ? (
            <Countdown until={approval.expiresAt} now={now} />
          ) : (
            <RelativeTime at={approval.decidedAt ?? approval.askedAt} />
          )}
        </span>
      </div>
      <p className="break-words text-13 text-ink-2">
        {before}
        <span className="code">{approval.tool}</span>
        {after}
      </p>
    </li>
  )
}

import type { Metadata } from 'next'
import Link from 'next/link'
import { askingRuleUrl, escalatedText, sentenceOf, severityOf } from '#components/approvals/approval-view.ts'
import { CallText } from '#components/approvals/call-text.tsx'
import { Countdown } from '#components/approvals/countdown.tsx'
import { DecideForms } from '#components/approvals/decide-forms.tsx'
import { Decided } from '#components/approvals/decided.tsx'
import { LastCalls } from '#components/approvals/last-calls.tsx'
import { PageRefresh } from '#components/approvals/page-refresh.tsx'
import { StateBadge } from '#components/approvals/state-badge.tsx'
import { RiskBadge } from '#components/risk-badge.tsx'
import { Revealed } from '#components/servers/review/revealed.tsx'
import { NeedsRole } from '#components/shell/needs-role.tsx'
import { Page } from '#components/shell/page.tsx'
import { Facts } from '#components/ui/facts.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Problem } from '#components/ui/problem.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { type Approval, getApproval, getEarlierApproval } from '#lib/approvals/index.ts'
import { requireMember } from '#lib/auth/index.ts'
import { listCalls } from '#lib/calls/index.ts'
import { may } from '#lib/role.ts'
import { one, type SearchParams } from '../../../search-params.ts'
import { found } from '../../found.ts'

export const metadata: Metadata = { title: 'Approval' }

type ApprovalPageProps = { params: Promise<{ approvalId: string }>; searchParams: SearchParams }

export default async function ApprovalPage({ params, searchParams }: ApprovalPageProps) {
  const { approvalId } = await params
  const query = await searchParams
  const member = await requireMember()
  if (!may(member, 'approvals.read'))
    return (
      <Page narrow>
        <NeedsRole who="an approver" to="see and decide about calls that wait" />
      </Page>
    )
  const approval = await found(getApproval(member, approvalId))
  const [calls, earlier] = await Promise.all([
    listCalls(member, { grantId: approval.grantId }),
    getEarlierApproval(member, approval.id),
  ])
  const isWaiting = approval.state === 'waiting'
  const severity = severityOf(approval)
  const [before, after] = sentenceOf(approval)
  return (
    <Page narrow>
      <PageHeader
        title={<span className="code break-all">{approval.tool}</span>}
        breadcrumb={[{ label: 'Approvals', href: '/approvals' }]}
        meta={
          <>
            {severity ? <RiskBadge severity={severity} category={approval.category ?? 'Other'} /> : null}
            <StateBadge state={approval.state} />
          </>
        }
        description={
          <>
            {before}
            <span className="code">{approval.tool}</span>
            {after}
          </>
        }
      />
      <div className="flex flex-col gap-6">
        {one(query.fault) === undefined ? null : (
          <NotDecided approval={approval} fault={one(query.fault)} self={member.userId} />
        )}
        {approval.reason === '' ? null : (
          <p className="break-words border-line-strong border-l-2 pl-3 text-14">
            <Revealed text={approval.reason} />
          </p>
        )}
        <Facts
          facts={[
            {
              name: isWaiting ? 'Expires' : 'Asked',
              value: isWaiting ? (
                <Countdown until={approval.expiresAt} now={Date.now()} />
              ) : (
                <RelativeTime at={approval.askedAt} />
              ),
            },
            {
              name: 'Grant',
              value: (
                <Link className="link" href={`/grants/${approval.grantId}`}>
                  {approval.grantLabel}
                </Link>
              ),
            },
            {
              name: 'Client, by its own word',
              value: approval.client === '' ? 'not said' : <Revealed text={approval.client} />,
            },
            {
              name: 'Server',
              value: (
                <Link className="link" href={`/servers/${approval.serverId}`}>
                  {approval.serverName}
                </Link>
              ),
            },
            {
              name: approval.policyVersion === null ? 'Rule' : `Rule of version ${approval.policyVersion}`,
              value: (
                <Link className="link code break-all text-12" href={askingRuleUrl(approval)}>
                  {approval.rule}
                </Link>
              ),
            },
            ...(approval.escalatedAt
              ? [
                  {
                    name: 'Escalated',
                    value: (
                      <>
                        {escalatedText(approval, member.userId)} <RelativeTime at={approval.escalatedAt} />
                      </>
                    ),
                  },
                ]
              : []),
            { name: 'Asked for', value: approval.requests === 1 ? 'once' : `${approval.requests} times` },
          ]}
        />
        <CallText approval={approval} earlier={earlier} />
        {isWaiting ? (
          <DecideForms id={approval.id} canAllowShape={approval.arguments !== null} />
        ) : (
          <Decided approval={approval} />
        )}
        <LastCalls calls={calls.items.slice(0, 5)} grantId={approval.grantId} />
      </div>
      {isWaiting || approval.state === 'usable' ? <PageRefresh /> : null}
    </Page>
  )
}

type NotDecidedProps = { approval: Approval; fault: string | undefined; self: string }

/** What the person is told whose decision did not count. */
function NotDecided({ approval, fault, self }: NotDecidedProps) {
  if (fault === 'forbidden')
    return (
      <Problem title="You may not decide about this call">
        You made its grant, or you are no approver any more. Ask another approver.
      </Problem>
    )
  if (approval.state === 'waiting') return null
  const { decidedAt, decidedBy, decidedById, stateReason, state } = approval
  if (decidedAt === null) return <Problem title="It was too late">{stateReason}</Problem>
  const who = decidedById === self ? 'You' : (decidedBy ?? 'Somebody who has left')
  return (
    <Problem title="Somebody was faster">
      {who} {state === 'denied' ? 'denied' : 'approved'} this call <RelativeTime at={decidedAt} />. The first
      decision stands.
    </Problem>
  )
}

import Link from 'next/link'
import { Revealed } from '#components/servers/review/revealed.tsx'
import { ToolRisk, type ToolRiskView } from '#components/tool-risk.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { buttonStyle } from '#components/ui/button-style.ts'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Countdown } from './countdown.tsx'

export type AllowanceView = {
  readonly id: string
  readonly approvalId: string
  readonly state: 'live' | 'used' | 'ended' | 'revoked' | 'void'
  readonly grantLabel: string
  readonly serverName: string
  readonly tool: string
  readonly risk: ToolRiskView | null
  readonly uses: number
  readonly used: number
  readonly givenBy: string | null
  readonly givenAt: Date
  readonly endsAt: Date
  readonly callIds: readonly string[]
  /** The bounds in words; none where every argument is fixed. */
  readonly bounds: readonly string[]
}

const WORDS = { live: 'Live', used: 'Used up', ended: 'Ended', revoked: 'Revoked', void: 'Void' }

export function AllowancesList({ allowances, now }: { allowances: readonly AllowanceView[]; now: number }) {
  return (
    <ul aria-label="Allowances" className="divide-y divide-line rounded-md border border-line bg-surface">
      {allowances.map((allowance) => (
        <li key={allowance.id} className="flex flex-col gap-2 px-4 py-3">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Link href={`/approvals/${allowance.approvalId}`} className="code break-all font-medium text-14">
              {allowance.tool}
            </Link>
            <ToolRisk risk={allowance.risk} />
            <Badge dashed={allowance.state !== 'live'}>{WORDS[allowance.state]}</Badge>
            <span className="ml-auto text-12 text-ink-3">
              {allowance.state === 'live' ? (
                <Countdown until={allowance.endsAt} now={now} />
              ) : (
                <RelativeTime at={allowance.givenAt} />
              )}
            </span>
          </div>
          <p className="break-words text-13 text-ink-2">
            {allowance.grantLabel} on {allowance.serverName}: {allowance.used} of {allowance.uses} calls used
            {allowance.givenBy ? `, allowed by ${allowance.givenBy}` : ''}.
          </p>
          <p className="code break-words text-12 text-ink-3 [overflow-wrap:anywhere]">
            {allowance.bounds.length === 0 ? (
              'every argument as it was'
            ) : (
              <Revealed text={allowance.bounds.join(' · ')} />
            )}
          </p>
          {allowance.callIds.length > 0 ? (
            <p className="flex flex-wrap gap-x-3 gap-y-1 text-12">
              {allowance.callIds.map((id, i) => (
                <Link key={id} href={`/activity?call=${id}`} className="link">
                  call {allowance.used - i}
                </Link>
              ))}
            </p>
          ) : null}
          {allowance.state === 'live' ? (
            <form method="post" action={`/approvals/allowances/${allowance.id}/revoke`}>
              <button type="submit" className={buttonStyle('secondary', 'sm')}>
                Revoke
                <span className="sr-only"> the allowance for {allowance.tool}</span>
              </button>
            </form>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

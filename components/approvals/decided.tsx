import Link from 'next/link'
import { Notice } from '#components/ui/notice.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import type { ApprovalView } from './approval-view.ts'

/** What has become of an approval that nobody can decide about any more. */
export function Decided({ approval }: { approval: ApprovalView }) {
  const { state, decidedAt, decidedBy, decidedReason, stateReason, usedAt, usedCallId, allowanceId } =
    approval
  const verb = state === 'denied' ? 'denied' : 'approved'
  const who = decidedBy ?? 'Somebody who has left'
  return (
    <Notice title={state === 'usable' ? 'Approved, and waiting for the call' : stateReason}>
      <ul className="flex flex-col gap-1">
        {decidedAt ? (
          <li>
            {who} {verb} it <RelativeTime at={decidedAt} />
            {decidedReason === '' ? '.' : `: ${decidedReason}`}
          </li>
        ) : null}
        {state === 'usable' ? (
          <li>It runs when the agent calls again with the same arguments, if it still waits at once.</li>
        ) : null}
        {usedAt && usedCallId ? (
          <li>
            It ran <RelativeTime at={usedAt} />.{' '}
            <Link className="link" href={`/activity?call=${usedCallId}`}>
              See the call
            </Link>
          </li>
        ) : null}
        {allowanceId ? (
          <li>
            <Link className="link" href="/approvals?show=allowances">
              Others of its shape were allowed with it
            </Link>
          </li>
        ) : null}
      </ul>
    </Notice>
  )
}

import Link from 'next/link'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Row } from './call-facts.tsx'

/** `id` is null for those who may not see approvals. */
export type CallApproval =
  | { readonly id: null }
  | {
      readonly id: string
      readonly stateReason: string
      readonly decidedBy: string | null
      readonly decidedAt: Date | null
      readonly decidedReason: string
    }

/** The approval that a call asked for, or was let in by. */
export function CallApprovalFacts({ approval }: { approval: CallApproval }) {
  if (approval.id === null)
    return (
      <p className="text-14 text-ink-2">
        A person was asked. Who may decide sees the approval; ask an approver.
      </p>
    )
  const { id, stateReason, decidedBy, decidedAt, decidedReason } = approval
  return (
    <div className="flex flex-col gap-3">
      <dl className="divide-y divide-line rounded-md border border-line">
        <Row name="It stands so">{stateReason}</Row>
        {decidedAt === null ? null : (
          <Row name="Decided">
            <RelativeTime at={decidedAt} />, by {decidedBy ?? 'somebody who is no member any more'}
          </Row>
        )}
        {decidedReason === '' ? null : <Row name="Reason">{decidedReason}</Row>}
      </dl>
      <Link href={`/approvals/${id}`} className="link self-start text-14">
        Open the approval
      </Link>
    </div>
  )
}

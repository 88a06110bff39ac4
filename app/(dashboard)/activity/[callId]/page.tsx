import type { Metadata } from 'next'
import { CallPage } from '#components/activity/call-page.tsx'
import { toldText } from '#components/activity/told-text.ts'
import { Page } from '#components/shell/page.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { getApproval } from '#lib/approvals/index.ts'
import { requireMember } from '#lib/auth/index.ts'
import { callsAround, explainCall, getCall, viewValues } from '#lib/calls/index.ts'
import type { CallRow, Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { may } from '#lib/role.ts'
import { found } from '../../found.ts'
import { shownLine } from '../shown-line.ts'

export const metadata: Metadata = { title: 'Call' }

/** One call in full: a link that can be shared with everyone of the organisation. */
export default async function OneCallPage({ params }: { params: Promise<{ callId: string }> }) {
  const member = await requireMember()
  const { callId } = await params
  const call = await found(getCall(member, callId))
  const [explanation, around, values, approval] = await Promise.all([
    explainCall(member, call),
    callsAround(member, call),
    viewValues(member, call),
    approvalOf(member, call),
  ])
  return (
    <Page>
      <PageHeader
        title={<span className="code">{call.tool || call.method}</span>}
        breadcrumb={[{ label: 'Activity', href: '/activity' }]}
      />
      <CallPage
        call={call}
        told={toldText(call)}
        explanation={explanation}
        approval={approval}
        values={values}
        before={around.before.map(shownLine)}
        after={around.after.map(shownLine)}
        detail={call.detail}
      />
    </Page>
  )
}

/** The approval that the record names, for those who may see it. */
async function approvalOf(member: Member, call: CallRow) {
  const { detail } = call
  const id = typeof detail === 'object' && detail !== null && 'approval' in detail ? detail.approval : null
  if (typeof id !== 'string') return null
  if (!may(member, 'values.read')) return { id: null }
  try {
    const { state, stateReason, decidedBy, decidedAt, decidedReason } = await getApproval(member, id)
    return { id, state, stateReason, decidedBy, decidedAt, decidedReason }
  } catch (error) {
    if (error instanceof Fault && error.code === 'not-found') return null
    throw error
  }
}

import type { ReactNode } from 'react'
import { getApproval } from '#lib/approvals/index.ts'
import { requireMember } from '#lib/auth/index.ts'
import { may } from '#lib/role.ts'
import { found } from '../../found.ts'

type ApprovalLayoutProps = { children: ReactNode; params: Promise<{ approvalId: string }> }

/** An approval that is not there is answered with 404, not with a page that says so. */
export default async function ApprovalLayout({ children, params }: ApprovalLayoutProps) {
  const member = await requireMember()
  if (may(member, 'approvals.read')) await found(getApproval(member, (await params).approvalId))
  return children
}

// A person decides (A4): one exact call, once, and the first decision stands.
import * as rows from '#lib/data/approval-decisions.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { obstacleToDeciding } from '#lib/policy/index.ts'
import { may, requirePermission } from '#lib/role.ts'

const MAX_REASON_LENGTH = 500

/** Lets one call in, once. @throws Fault forbidden, not-found, approval-closed */
export async function approveCall(member: Member, approvalId: string): Promise<void> {
  requireDecider(member)
  await rows.decideApproval(member, approvalId, { verdict: 'approved', reason: '' })
}

/**
 * Refuses one call; the agent reads the reason.
 * @throws Fault forbidden, not-found, approval-closed, invalid-input (the reason)
 */
export async function denyCall(member: Member, approvalId: string, reason: string): Promise<void> {
  requireDecider(member)
  const said = reason.trim()
  if (said.length > MAX_REASON_LENGTH || !said.isWellFormed() || /(?![\t\n\r])\p{Cc}/u.test(said))
    throw new Fault(
      'invalid-input',
      `Give a reason of at most ${MAX_REASON_LENGTH} characters, in plain text.`,
    )
  await rows.decideApproval(member, approvalId, { verdict: 'denied', reason: said })
}

/** @throws Fault forbidden, with the sentence that says who may */
export function requireDecider(member: Member): void {
  requirePermission(member, 'approvals.decide')
  const { organisation, via } = member
  const through = via === 'user' ? 'dashboard' : 'api'
  const obstacle = obstacleToDeciding(
    { kind: 'member', organisation: organisation.id, mayDecide: may(member, 'approvals.decide'), through },
    organisation.id,
  )
  if (obstacle !== null) throw new Fault('forbidden', obstacle, { data: { required: 'approvals.decide' } })
}

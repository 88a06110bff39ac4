// Deciding. The row of the approval is locked, so of two people the first decides and the second learns
// who was faster; what stands against it then is read by the database's clock.
import { Fault } from '#lib/fault.ts'
import { newId } from '#lib/id.ts'
import { approvalNotFound, requireApproval, type StoredApproval } from './approvals.ts'
import { type AuditAction, type AuditDetail, writeAudit } from './audit.ts'
import { type Transaction, transaction } from './client.ts'
import type { Member } from './model.ts'
import { isOwnId } from './own-id.ts'

export type Verdict = {
  readonly verdict: 'approved' | 'denied'
  /** For the agent where it was denied; '' for none. */
  readonly reason: string
}
export type NewAllowance = {
  readonly uses: number
  readonly minutes: number
  /** JSON text: [{path, op, value}] */
  readonly freed: string
}

/** @throws Fault not-found, forbidden (whoever made the grant, where that is kept apart), approval-closed */
export function decideApproval(member: Member, approvalId: string, verdict: Verdict): Promise<void> {
  return transaction(async (tx) => {
    const approval = await lockWaiting(tx, member, approvalId)
    await writeVerdict(tx, member, approval, verdict, null)
  })
}

/**
 * Approves a call and allows others of its shape.
 * @returns the id of the allowance
 * @throws Fault what `decideApproval` throws
 */
export function allowShape(member: Member, approvalId: string, allowance: NewAllowance): Promise<string> {
  const organisationId = member.organisation.id
  const id = newId('alw', organisationId)
  return transaction(async (tx) => {
    const approval = await lockWaiting(tx, member, approvalId)
    await tx.$executeRaw`
      INSERT INTO allowance (organisation_id, id, approval_id, grant_id, server_id, server_revision, tool, tool_hash,
                             policy_version_id, sealed_call, freed, uses, given_by_id, given_at, ends_at)
      SELECT organisation_id, ${id}, id, grant_id, server_id, server_revision, tool, tool_hash, policy_version_id,
             sealed_call, ${allowance.freed}, ${allowance.uses}, ${member.userId}, clock_timestamp(),
             clock_timestamp() + make_interval(mins => ${allowance.minutes}::int)
        FROM approval WHERE organisation_id = ${organisationId} AND id = ${approvalId}`
    await writeVerdict(tx, member, approval, { verdict: 'approved', reason: '' }, id)
    await writeAudit(tx, member, 'allowance.given', id, {
      ...aboutOf(approval),
      uses: allowance.uses,
      minutes: allowance.minutes,
    })
    return id
  })
}

async function writeVerdict(
  tx: Transaction,
  member: Member,
  approval: StoredApproval,
  { verdict, reason }: Verdict,
  allowanceId: string | null,
): Promise<void> {
  const organisationId = member.organisation.id
  await tx.$executeRaw`
    UPDATE approval SET verdict = ${verdict}, decided_reason = ${reason}, decided_by_id = ${member.userId},
           decided_via = ${member.via}, decided_at = clock_timestamp(), allowance_id = ${allowanceId}
     WHERE organisation_id = ${organisationId} AND id = ${approval.id}`
  const action: AuditAction = verdict === 'approved' ? 'approval.approved' : 'approval.denied'
  await writeAudit(tx, member, action, approval.id, {
    ...aboutOf(approval),
    ...(reason !== '' && { reason }),
  })
}

function aboutOf({ tool, grantId, serverId, callDigest }: StoredApproval): AuditDetail {
  return { tool, grantId, serverId, callDigest }
}

async function lockWaiting(tx: Transaction, member: Member, approvalId: string): Promise<StoredApproval> {
  const organisationId = member.organisation.id
  if (!isOwnId('apr', member.organisation, approvalId)) throw approvalNotFound()
  await tx.$queryRaw`SELECT 1 FROM approval WHERE organisation_id = ${organisationId} AND id = ${approvalId} FOR UPDATE`
  const approval = await requireApproval(member.organisation, approvalId, tx)
  // Read in this transaction: whoever switches it on knows that it holds from then on.
  const organisation = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } })
  if (organisation.isSeparated && approval.requesterId === member.userId)
    throw new Fault(
      'forbidden',
      'You made this grant, and in this organisation nobody decides about the calls of a grant that they made. Ask another approver.',
    )
  if (approval.state !== 'waiting')
    throw new Fault('approval-closed', closedText(approval, member), { data: { state: approval.state } })
  return approval
}

/** What somebody is told who decides about what is decided, or over. */
function closedText(approval: StoredApproval, member: Member): string {
  const { decidedAt, decidedById, decidedBy, state, stateReason } = approval
  if (decidedAt === null) return stateReason
  const who = decidedById === member.userId ? 'You' : (decidedBy ?? 'Somebody who has left')
  const did = state === 'denied' ? 'denied' : 'approved'
  return `${who} ${did} this call at ${decidedAt.toISOString()}. The first decision stands.`
}

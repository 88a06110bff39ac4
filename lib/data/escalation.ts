// When a call that waits is told to a second approver, and to whom: a setting of the organisation. Who tells is
// escalate_approvals (0019), by the gateways' schedule.
import { Fault } from '#lib/fault.ts'
import { rolesThatMay } from '#lib/roles/index.ts'
import { difference, writeAudit } from './audit.ts'
import { database, transaction } from './client.ts'
import type { Member, Organisation } from './model.ts'

/** null: never. `toId`: a user; null for every approver. */
export type Escalation = { readonly afterMinutes: number; readonly toId: string | null } | null

export async function findEscalation({ id }: Organisation): Promise<Escalation> {
  const row = await database().organisation.findUniqueOrThrow({ where: { id } })
  return row.escalateAfterMinutes === null
    ? null
    : { afterMinutes: row.escalateAfterMinutes, toId: row.escalateToId }
}

/** Nothing happens where it is so already. @throws Fault invalid-input (somebody who may not decide) */
export function setEscalation(member: Member, wanted: Escalation): Promise<void> {
  const { id } = member.organisation
  return transaction(async (tx) => {
    const before = await tx.organisation.findUniqueOrThrow({ where: { id } })
    const toId = wanted?.toId ?? null
    if (toId !== null) {
      const decider = {
        organisationId: id,
        userId: toId,
        role: { in: [...rolesThatMay('approvals.decide')] },
      }
      if (!(await tx.member.findFirst({ where: decider })))
        throw new Fault('invalid-input', 'Choose a member who may decide: an approver or an admin.')
    }
    const changed = difference(
      { afterMinutes: before.escalateAfterMinutes, toId: before.escalateToId },
      { afterMinutes: wanted?.afterMinutes ?? null, toId },
    )
    if (changed === null) return
    const columns = { escalateAfterMinutes: wanted?.afterMinutes ?? null, escalateToId: toId }
    await tx.organisation.update({ where: { id }, data: columns })
    await writeAudit(tx, member, 'organisation.escalation_changed', id, changed)
  })
}

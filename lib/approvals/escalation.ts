// A second approver is told of what nobody has decided for a while.
import * as rows from '#lib/data/escalation.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'

export type Escalation = rows.Escalation
/** A day: no call waits for longer. */
export const MAX_ESCALATION_MINUTES = 1440

export async function getEscalation(member: Member): Promise<Escalation> {
  requirePermission(member, 'organisation.read')
  return rows.findEscalation(member.organisation)
}

/** @param wanted null: nobody is told a second time @throws Fault forbidden, invalid-input */
export async function setEscalation(member: Member, wanted: Escalation): Promise<void> {
  requirePermission(member, 'organisation.manage')
  if (wanted !== null) {
    const { afterMinutes } = wanted
    if (!Number.isInteger(afterMinutes) || afterMinutes < 1 || afterMinutes > MAX_ESCALATION_MINUTES)
      throw new Fault('invalid-input', `Write a number of minutes from 1 to ${MAX_ESCALATION_MINUTES}.`)
  }
  await rows.setEscalation(member, wanted)
}

// How long the organisation's calls are kept: everyone may know it, an admin may change it.
import type { Member } from '#lib/data/model.ts'
import * as rows from '#lib/data/retention.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'

export async function getRetention(member: Member): Promise<rows.Retention> {
  requirePermission(member, 'organisation.read')
  return rows.findRetention(member.organisation)
}

/**
 * Calls older than `days` are shown to nobody from now on, and deleted soon.
 * @throws Fault forbidden, invalid-input
 */
export async function changeRetention(member: Member, days: number): Promise<void> {
  requirePermission(member, 'organisation.manage')
  if (!Number.isInteger(days) || days < 1 || days > rows.MAX_RETENTION_DAYS)
    throw new Fault('invalid-input', `Keep calls for 1 to ${rows.MAX_RETENTION_DAYS} days.`)
  await rows.setRetention(member, days)
}

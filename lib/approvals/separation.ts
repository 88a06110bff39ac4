// Whether whoever made a grant may decide about its calls.
import type { Member } from '#lib/data/model.ts'
import * as rows from '#lib/data/separation.ts'
import { requirePermission } from '#lib/role.ts'

export async function isSeparationOn(member: Member): Promise<boolean> {
  requirePermission(member, 'organisation.read')
  return rows.isSeparated(member.organisation)
}

/** From then on, or no longer, nobody decides about a grant that they made. @throws Fault forbidden */
export async function setSeparation(member: Member, isOn: boolean): Promise<void> {
  requirePermission(member, 'organisation.manage')
  await rows.separate(member, isOn)
}

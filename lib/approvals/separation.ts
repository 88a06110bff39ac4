// Whether whoever made a grant may decide about its calls.
import type { Member } from '#lib/data/model.ts'
import * as rows from '#lib/data/separation.ts'
import { requireRole } from '#lib/role.ts'

export async function isSeparationOn(member: Member): Promise<boolean> {
  requireRole(member, 'viewer')
  return rows.isSeparated(member.organisation)
}

/** From then on, or no longer, nobody decides about a grant that they made. @throws Fault forbidden */
export async function setSeparation(member: Member, isOn: boolean): Promise<void> {
  requireRole(member, 'admin')
  await rows.separate(member, isOn)
}

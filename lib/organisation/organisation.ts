// The organisation itself: its name, and how much it may have.
import type { Member } from '#lib/data/model.ts'
import { type Quota, listQuotas as readQuotas } from '#lib/data/quotas.ts'
import * as rows from '#lib/data/rename.ts'
import { requirePermission } from '#lib/role.ts'
import { checkOrganisationName } from './name.ts'

export type { Quota } from '#lib/data/quotas.ts'

/** @throws Fault forbidden, invalid-input */
export async function renameOrganisation(member: Member, name: string): Promise<void> {
  requirePermission(member, 'organisation.manage')
  await rows.renameOrganisation(member, checkOrganisationName(name))
}

/** How much there is of each thing that is bounded, and how much there may be. */
export async function listQuotas(member: Member): Promise<Quota[]> {
  requirePermission(member, 'organisation.read')
  return readQuotas(member.organisation)
}

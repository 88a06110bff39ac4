// Deleting an organisation: stopped at once, gone in a week, and until then taken back by any owner.

import type { Member } from '#lib/data/model.ts'
import * as rows from '#lib/data/organisation-deletion.ts'
import { insertStop } from '#lib/data/stop-changes.ts'
import { listHoldingStops } from '#lib/data/stops.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'
import { organisationLetter } from './letters.ts'

export const GRACE_DAYS = 7

/**
 * Has the organisation deleted in a week. Every call of every grant is refused from now on, until somebody lifts that
 * stop. Again changes nothing.
 * @param name the organisation's, as it was typed
 * @throws Fault forbidden, invalid-input {field}
 */
export async function askOrganisationDeletion(
  member: Member,
  name: string,
): Promise<{ readonly dueAt: Date }> {
  requirePermission(member, 'organisation.own')
  const { organisation, email } = member
  if (name.trim() !== organisation.name.trim())
    throw new Fault(
      'invalid-input',
      'This is not the name of the organisation. Type it as it stands there.',
      {
        data: { field: 'name' },
      },
    )
  // First the stop: where the rest fails, nothing goes on that was meant to end.
  const holding = await listHoldingStops(organisation)
  if (!holding.some(({ scope, endsAt }) => scope === 'organisation' && endsAt === null))
    await insertStop(
      member,
      { scope: 'organisation' },
      { reason: 'This organisation is being deleted.', endsAt: null },
    )
  const owners = await rows.ownersOf(organisation)
  const dueAt = await rows.askDeletion(member, GRACE_DAYS, (due) =>
    owners.map((owner) => organisationLetter(owner, organisation.name, email, due)),
  )
  return { dueAt }
}

/**
 * Keeps the organisation. Its calls stay stopped until somebody lifts the stop: that is looked at first.
 * @throws Fault forbidden, not-found (nothing was asked, or it is too late)
 */
export async function takeBackOrganisationDeletion(member: Member): Promise<void> {
  requirePermission(member, 'organisation.own')
  await rows.takeBackDeletion(member)
}

/** Whether and when the organisation is deleted: everybody in it may know. */
export async function getOrganisationDeletion(member: Member): Promise<rows.Deletion | null> {
  requirePermission(member, 'organisation.read')
  return rows.findDeletion(member.organisation)
}

// Who is in an organisation, and as what: other roles, people who are taken out, and leaving.
import { removeMember as deleteMember, changeRole as writeRole } from '#lib/data/member-changes.ts'
import { countGrantsByMaker, listMembers as readMembers } from '#lib/data/members.ts'
import type { Member, Person, Role } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'
import { mayGive, ROLE_WORDS } from '#lib/roles/index.ts'

/** Everyone of the member's organisation. */
export async function listMembers(member: Member): Promise<Person[]> {
  requirePermission(member, 'organisation.read')
  return readMembers(member.organisation)
}

/** How many live grants each person made, by their id: those refuse every call once that person is gone. */
export async function countMadeGrants(member: Member): Promise<ReadonlyMap<string, number>> {
  requirePermission(member, 'grants.read')
  return countGrantsByMaker(member.organisation)
}

/**
 * Gives somebody another role with their next request; they sign in again (security L4).
 * @throws Fault forbidden (also where a role is above one's own), not-found, last-owner
 */
export async function changeRole(member: Member, userId: string, role: Role): Promise<void> {
  requirePermission(member, 'members.manage')
  await writeRole(member, userId, role, (actor, target) => {
    requireGiver(actor, target)
    requireGiver(actor, role)
  })
}

/** Takes somebody out with their next request, and what acts as them. @throws Fault forbidden, not-found, last-owner */
export async function removeMember(member: Member, userId: string): Promise<void> {
  requirePermission(member, 'members.manage')
  await deleteMember(member, userId, requireGiver)
}

/** One's own way out. @throws Fault last-owner; forbidden for an API key that was not given everything */
export async function leaveOrganisation(member: Member): Promise<void> {
  requirePermission(member, 'organisation.read')
  if (member.via !== 'user')
    throw new Fault('forbidden', 'Only the person leaves, in the dashboard. Sign in there to leave.', {
      data: { required: 'organisation.read' },
    })
  await deleteMember(member, member.userId, () => {})
}

function requireGiver(actor: Role, role: Role): void {
  if (mayGive(actor, role)) return
  throw new Fault(
    'forbidden',
    `Who gives or takes the role of ${ROLE_WORDS[role].one} must be an owner, and you are ${ROLE_WORDS[actor].one}. Ask an owner.`,
    { data: { required: role === 'owner' ? 'organisation.own' : 'members.manage' } },
  )
}

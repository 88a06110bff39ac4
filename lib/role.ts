// Who may do what. Each role may do everything that the ones before it in ROLES may.
import { type Member, ROLES, type Role } from '#lib/data/model.ts'
import { Fault } from './fault.ts'

const NAMES: Readonly<Record<Role, string>> = {
  viewer: 'a viewer',
  approver: 'an approver',
  policy_manager: 'a policy manager',
  admin: 'an admin',
  owner: 'the owner',
}

export function hasRole(member: Member, role: Role): boolean {
  return ROLES.indexOf(member.role) >= ROLES.indexOf(role)
}

/** @throws Fault forbidden, saying which role it takes */
export function requireRole(member: Member, role: Role): void {
  if (hasRole(member, role)) return
  throw new Fault(
    'forbidden',
    `This takes ${NAMES[role]} of the organisation, and you are ${NAMES[member.role]}. Ask someone who is.`,
    { data: { required: role } },
  )
}

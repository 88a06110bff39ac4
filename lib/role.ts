// What a member may do: the table of lib/roles, less what an API key was not given.
import type { Member } from '#lib/data/model.ts'
import {
  deedOf,
  isPermission,
  type Permission,
  ROLE_WORDS,
  ROLES,
  type Role,
  roleMay,
  whoMay,
} from '#lib/roles/index.ts'
import { Fault } from './fault.ts'

/** Whether the member's role has a permission and, where an API key asks, the key was given it. */
export function may(member: Member, permission: Permission): boolean {
  return roleMay(member.role, permission) && (member.scopes?.includes(permission) ?? true)
}

/** @throws Fault forbidden {required}, with the sentence that says who may */
export function requirePermission(member: Member, permission: Permission): void {
  if (may(member, permission)) return
  const { one } = ROLE_WORDS[member.role]
  throw new Fault(
    'forbidden',
    roleMay(member.role, permission)
      ? `This API key was not given “${permission}”. Use a key that has it among its scopes.`
      : `${deedOf(permission)} takes ${whoMay(permission)} of the organisation, and you are ${one}. Ask someone who is.`,
    { data: { required: permission } },
  )
}

/** Why a member may not, as a sentence for a page; null where they may. */
export function obstacle(member: Member, permission: Permission): string | null {
  if (may(member, permission)) return null
  return `${deedOf(permission)} takes ${whoMay(permission)}. You are ${ROLE_WORDS[member.role].one}.`
}

/** What a page or an action asks for: a permission, or a role where none says it yet. */
export type Needed = Permission | Role

/** @throws Fault forbidden {required} */
export function requireNeeded(member: Member, needed: Needed): void {
  if (isPermission(needed)) requirePermission(member, needed)
  else requireRole(member, needed)
}

/** Whether a role is at least another. A key with scopes has none: what asks for a role was not given to it. */
export function hasRole(member: Member, role: Role): boolean {
  return member.scopes === undefined && ROLES.indexOf(member.role) >= ROLES.indexOf(role)
}

/** @throws Fault forbidden, saying which role it takes */
export function requireRole(member: Member, role: Role): void {
  if (hasRole(member, role)) return
  throw new Fault(
    'forbidden',
    `This takes ${ROLE_WORDS[role].one} of the organisation, and you are ${ROLE_WORDS[member.role].one}. Ask someone who is.`,
    { data: { required: role } },
  )
}

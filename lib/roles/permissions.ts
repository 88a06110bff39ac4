// The one table of who may do what. Everything that a person or an API key does asks for one of these permissions;
// a role has those of its column, and a key those of its person that it was given.
// Who writes rules need not see secrets, and who approves need not write rules: so the columns are no ladder.
import { ROLE_WORDS, ROLES, type Role } from './roles.ts'

type Row = {
  /** What it is to do it, as the subject of a sentence: "Publishing policies". */
  readonly deed: string
  readonly roles: readonly Role[]
}

const EVERYBODY = ROLES
const ADMINS = ['admin', 'owner'] as const
const DECIDERS = ['approver', 'admin', 'owner'] as const
const WRITERS = ['policy_manager', 'admin', 'owner'] as const

const TABLE = {
  'organisation.read': { deed: 'Seeing the organisation, its members and its settings', roles: EVERYBODY },
  'servers.read': { deed: 'Seeing servers and their tools', roles: EVERYBODY },
  'policies.read': { deed: 'Reading policies', roles: EVERYBODY },
  'policies.propose': { deed: 'Proposing changes of policies', roles: EVERYBODY },
  'grants.read': { deed: 'Seeing grants, without their tokens', roles: EVERYBODY },
  'calls.read': { deed: 'Reading the record of calls and their usage', roles: EVERYBODY },
  'keys.create': { deed: 'Making an API key for oneself', roles: EVERYBODY },
  'values.read': { deed: 'Seeing the recorded values of calls', roles: DECIDERS },
  'approvals.read': { deed: 'Reading the calls that wait, with their arguments', roles: DECIDERS },
  'approvals.decide': { deed: 'Deciding about calls that wait', roles: DECIDERS },
  'stops.set': { deed: 'Stopping a grant, a server or everything', roles: ['approver', ...WRITERS] },
  'stops.lift': { deed: 'Lifting the stop of a grant or a server', roles: WRITERS },
  'policies.write': { deed: 'Writing and publishing policies', roles: WRITERS },
  'tools.classify': { deed: 'Setting the category of a tool', roles: WRITERS },
  'tools.accept': { deed: 'Accepting or rejecting the definitions of tools', roles: ADMINS },
  'servers.manage': { deed: 'Registering, changing and deleting servers', roles: ADMINS },
  'grants.manage': { deed: 'Making, changing and revoking grants', roles: ADMINS },
  'stops.lift_all': { deed: 'Lifting the stop of the organisation', roles: ADMINS },
  'channels.manage': { deed: 'Managing notification channels', roles: ADMINS },
  'audit.read': { deed: 'Reading the audit', roles: ADMINS },
  'keys.manage': { deed: 'Seeing and revoking the API keys of everybody', roles: ADMINS },
  'members.manage': { deed: 'Inviting, changing and removing members', roles: ADMINS },
  'organisation.manage': { deed: 'Changing the settings of the organisation', roles: ADMINS },
  'organisation.own': { deed: 'Making and removing owners, and ending the organisation', roles: ['owner'] },
} as const satisfies Readonly<Record<string, Row>>

export type Permission = keyof typeof TABLE
const ROWS: Readonly<Record<Permission, Row>> = TABLE

/** Every permission there is, from what everybody may to what only owners may. */
export const PERMISSIONS: readonly Permission[] = Object.keys(TABLE) as Permission[]

export function isPermission(text: string): text is Permission {
  return Object.hasOwn(TABLE, text)
}

/** Whether a role has a permission. */
export function roleMay(role: Role, permission: Permission): boolean {
  return ROWS[permission].roles.includes(role)
}

export function permissionsOf(role: Role): readonly Permission[] {
  return PERMISSIONS.filter((permission) => roleMay(role, permission))
}

/** Every role that has a permission, the least first. */
export function rolesThatMay(permission: Permission): readonly Role[] {
  return ROWS[permission].roles
}

/** "Publishing policies": the subject of a sentence. */
export function deedOf(permission: Permission): string {
  return ROWS[permission].deed
}

/** Whom to ask: "a policy manager or an admin". Owners may everything, so they are named only where nobody else may. */
export function whoMay(permission: Permission): string {
  const others = ROWS[permission].roles.filter((role) => role !== 'owner')
  const names = (others.length > 0 ? others : (['owner'] as const)).map((role) => ROLE_WORDS[role].one)
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}

/** Whether one may give a role, take it away or invite to it: owners any, who manages members all but owner. */
export function mayGive(giver: Role, role: Role): boolean {
  return roleMay(giver, role === 'owner' ? 'organisation.own' : 'members.manage')
}

// The five roles, in words. What each may do is the table beside this.

/** From the least to the most. */
export const ROLES = ['viewer', 'approver', 'policy_manager', 'admin', 'owner'] as const
export type Role = (typeof ROLES)[number]

export type RoleWords = {
  /** As a heading: "Policy manager". */
  readonly word: string
  /** As one of them: "a policy manager". */
  readonly one: string
  /** What it is for, as a phrase. */
  readonly says: string
}

export const ROLE_WORDS: Readonly<Record<Role, RoleWords>> = {
  viewer: { word: 'Viewer', one: 'a viewer', says: 'Reads everything but values and secrets' },
  approver: { word: 'Approver', one: 'an approver', says: 'Decides on waiting calls, writes no rules' },
  policy_manager: {
    word: 'Policy manager',
    one: 'a policy manager',
    says: 'Writes policies, sees no secrets',
  },
  admin: { word: 'Admin', one: 'an admin', says: 'Servers, grants, people, settings' },
  owner: { word: 'Owner', one: 'an owner', says: 'Everything, owners and the end of it included' },
}

/** The role that a text names; the least one for a text that names none. */
export function roleOf(text: string): Role {
  return ROLES.find((role) => role === text) ?? 'viewer'
}

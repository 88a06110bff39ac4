// What the pages about people are made of.
import type { ActionResult } from '#components/ui/action.ts'
import { mayGive, ROLE_WORDS, ROLES, type Role } from '#lib/roles/index.ts'

export type MemberRow = {
  readonly userId: string
  readonly email: string
  readonly role: Role
  readonly joinedAt: Date
  /** Live grants that they made: those refuse every call once they are gone. */
  readonly liveGrants: number
}
export type InvitationRow = {
  readonly id: string
  readonly email: string
  readonly role: Role
  readonly state: 'open' | 'expired' | 'void'
  readonly isMailed: boolean
  readonly invitedBy: string | null
  readonly sentAt: Date
  readonly expiresAt: Date
}
export type Invited = { readonly id: string; readonly link: string | null }

export type MemberActs = {
  readonly changeRole: (input: { userId: string; role: Role }) => Promise<ActionResult<null>>
  readonly remove: (input: { userId: string }) => Promise<ActionResult<null>>
}
export type InvitationActs = {
  readonly invite: (input: { email: string; role: Role }) => Promise<ActionResult<Invited>>
  readonly resend: (input: { invitationId: string }) => Promise<ActionResult<Invited>>
  readonly revoke: (input: { invitationId: string }) => Promise<ActionResult<null>>
}

/** The roles that one may give, as choices; those that one may not are left out. */
export function roleChoices(giver: Role) {
  return ROLES.filter((role) => mayGive(giver, role)).map((role) => ({
    value: role,
    label: ROLE_WORDS[role].word,
    detail: ROLE_WORDS[role].says,
  }))
}

/** What becomes of the grants that somebody made. */
export function grantsText(liveGrants: number): string {
  if (liveGrants === 0) return ''
  return liveGrants === 1
    ? 'A live grant that they made refuses every call from then on. '
    : `${liveGrants} live grants that they made refuse every call from then on. `
}

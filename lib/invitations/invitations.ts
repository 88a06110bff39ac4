// Inviting people: by a link that is mailed to one address, opens one organisation to one person, once, and within a week.
import { normalEmail } from '#lib/accounts/index.ts'
import * as rows from '#lib/data/invitations.ts'
import type { Member, Role } from '#lib/data/model.ts'
import { takeAttempt } from '#lib/data/throttle.ts'
import { env } from '#lib/env.ts'
import { prepareMail } from '#lib/mail/index.ts'
import { letterOf } from '#lib/messages/index.ts'
import { requirePermission } from '#lib/role.ts'
import { ROLE_WORDS } from '#lib/roles/index.ts'
import { newToken, type Token } from '#lib/token.ts'

export type Invitation = rows.Invitation
/** `link` only where this installation sends no mail: whoever invites hands it over. It opens the organisation once. */
export type Invited = { readonly id: string; readonly link: string | null }

/**
 * Invites an address, whether it has an account or not; which of the two nobody learns from this.
 * @throws Fault forbidden (also the role), invalid-input, in-use, limit-reached, too-many-attempts
 */
export async function inviteMember(
  member: Member,
  { email, role }: { readonly email: string; readonly role: Role },
): Promise<Invited> {
  requirePermission(member, 'members.manage')
  const address = normalEmail(email)
  await takeAttempt('invite-organisation', member.organisation.id)
  const { token, sending } = prepare(member, { email: address, role })
  const { id } = await rows.insertInvitation(member, { email: address, role }, sending)
  return { id, link: linkOf(token, sending) }
}

/** Sends it again with another link, which works for another week. @throws Fault forbidden, not-found, limit-reached, too-many-attempts */
export async function resendInvitation(member: Member, id: string): Promise<Invited> {
  requirePermission(member, 'members.manage')
  const invitation = await rows.requireInvitation(member, id)
  await takeAttempt('invite-organisation', member.organisation.id)
  const { token, sending } = prepare(member, invitation)
  await rows.resendInvitation(member, id, sending)
  return { id, link: linkOf(token, sending) }
}

/** Ends the link at once. @throws Fault forbidden, not-found */
export async function revokeInvitation(member: Member, id: string): Promise<void> {
  requirePermission(member, 'members.manage')
  await rows.revokeInvitation(member, id)
}

/** Those that wait, or waited too long; the newest first. @throws Fault forbidden */
export async function listInvitations(member: Member): Promise<Invitation[]> {
  requirePermission(member, 'members.manage')
  return rows.listInvitations(member)
}

function prepare(
  member: Member,
  { email, role }: { readonly email: string; readonly role: Role },
): { readonly token: Token; readonly sending: rows.Sending } {
  const { organisation } = member
  const token = newToken('pci', organisation.id)
  const expiresAt = rows.invitationEnd()
  const letter = letterOf(
    {
      subject: `${member.email} invites you to ${organisation.name}`,
      paragraphs: [
        `${member.email} invites you to the organisation “${organisation.name}” on Portcullis, as ${ROLE_WORDS[role].one}.`,
        `The link works once, for ${email} alone, and until ${expiresAt.toLocaleDateString('en', { dateStyle: 'long', timeZone: 'UTC' })}.`,
      ],
      action: { label: 'See the invitation', path: pathOf(token) },
      why: `You get this because somebody wrote your address into an invitation. Without the link nothing happens: if you do not expect it, do nothing.`,
    },
    env().appUrl,
  )
  const { subject, text, html } = letter
  const mail = prepareMail({ to: email, kind: 'invitation', subject, text, html, expiresAt })
  return { token, sending: { token, mail, expiresAt } }
}

function linkOf(token: Token, { mail }: rows.Sending): string | null {
  return mail === null ? env().appUrl + pathOf(token) : null
}

function pathOf({ text }: Token): string {
  return `/join/${text}`
}

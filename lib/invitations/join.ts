// Accepting an invitation: by somebody who is signed in, by somebody new, or by an account that is in no organisation.
import { newPasswordHash, provePerson } from '#lib/accounts/index.ts'
import * as rows from '#lib/data/joining.ts'
import type { Member, RequestOrigin } from '#lib/data/model.ts'
import { takeAttempt } from '#lib/data/throttle.ts'
import { Fault } from '#lib/fault.ts'
import { readToken } from '#lib/token.ts'

export type OpenInvitation = rows.OpenInvitation

/** The open invitation of a link's token; null for every other text, whatever is wrong with it. */
export async function findInvitation(text: string): Promise<OpenInvitation | null> {
  const link = linkIn(text)
  return link && rows.findOpenInvitation(link)
}

/** Lets a signed-in person in. @throws Fault not-found, forbidden (another address), in-use, limit-reached */
export async function acceptInvitation(member: Member, text: string): Promise<Member> {
  if (member.via !== 'user')
    throw new Fault('forbidden', 'An API key accepts no invitation. Sign in to accept it.', {
      data: { required: 'keys.create' },
    })
  return rows.join(requireLink(text), member.userId, member.from)
}

/**
 * Opens an account with the invitation's address and lets it in; whether sign-up is open does not matter.
 * @throws Fault not-found, invalid-input {field: 'password'}, email-taken, limit-reached, too-many-attempts
 */
export async function joinAsNewcomer(text: string, password: string, from: RequestOrigin): Promise<Member> {
  const link = requireLink(text)
  await takeAttempt('sign-up-address', from.address)
  const invitation = await rows.findOpenInvitation(link)
  if (!invitation) throw rows.invitationOver()
  return rows.joinAsNewcomer(link, await newPasswordHash(password, invitation.email), from)
}

/**
 * Lets in the account that has the invitation's address, proved by its password: for one that is in no organisation, and
 * so cannot sign in before.
 * @throws Fault not-found, wrong-credentials, in-use, limit-reached, too-many-attempts
 */
export async function joinWithPassword(text: string, password: string, from: RequestOrigin): Promise<Member> {
  const link = requireLink(text)
  const invitation = await rows.findOpenInvitation(link)
  if (!invitation) throw rows.invitationOver()
  const { userId } = await provePerson({ email: invitation.email, password }, from.address)
  return rows.join(link, userId, from)
}

function linkIn(text: string): rows.Link | null {
  const token = readToken(text)
  return token?.kind === 'pci' ? token : null
}

function requireLink(text: string): rows.Link {
  const link = linkIn(text)
  if (link) return link
  throw rows.invitationOver()
}

// The address of an account: proved by a letter to it, changed by a letter to the next one.
import { type ConfirmedEmail, confirmEmailBy } from '#lib/data/account-changes.ts'
import { deleteLinksOf, findLink, type LinkPurpose, linkOver } from '#lib/data/account-links.ts'
import { findAccount, findOwnAccount } from '#lib/data/accounts.ts'
import type { Member, RequestOrigin } from '#lib/data/model.ts'
import { takeAttempt } from '#lib/data/throttle.ts'
import { Fault } from '#lib/fault.ts'
import { prepareMail } from '#lib/mail/index.ts'
import { normalEmail } from './email.ts'
import {
  changeAskedLetter,
  changedLetter,
  changeLetter,
  confirmLetter,
  takenAddressLetter,
} from './letters.ts'
import { linkDigest } from './link-token.ts'
import { mailLink } from './links.ts'

/**
 * Mails the member a link that confirms their address; nothing where it is confirmed.
 * @throws Fault too-many-attempts, store-unavailable
 */
export async function askToConfirm(member: Member): Promise<void> {
  const { userId, email } = member
  if ((await findOwnAccount(userId))?.emailVerified) return
  await takeAttempt('mail-account', email)
  await mailLink({ purpose: 'confirm-email', userId, email }, (token) => confirmLetter(email, token))
}

/**
 * Mails a link to the address that the member wants to be known by, and a word to the one they have. The answer is the same
 * where somebody else has that address: its owner alone is told.
 * @throws Fault invalid-input {field}, too-many-attempts, store-unavailable
 */
export async function askToChangeEmail(member: Member, typed: string): Promise<void> {
  const { userId } = member
  const email = normalEmail(typed)
  if (email === member.email)
    throw new Fault('invalid-input', 'This is the address that you have. Type another.', {
      data: { field: 'email' },
    })
  await takeAttempt('mail-account', member.email)
  await takeAttempt('mail-account', email)
  const isTaken = (await findAccount(email)) !== null
  await mailLink(
    { purpose: 'change-email', userId, email },
    (token) => (isTaken ? takenAddressLetter(email) : changeLetter(email, token)),
    [changeAskedLetter(member.email, email)],
  )
}

/** Takes back what `askToChangeEmail` began. */
export async function cancelEmailChange(member: Member): Promise<void> {
  await deleteLinksOf(member.userId, 'change-email')
}

/** What a mailed link would do now, and to which address; null where it does nothing. */
export async function readEmailLink(
  token: string,
): Promise<{ readonly purpose: LinkPurpose; readonly email: string } | null> {
  const digest = linkDigest(token)
  const link = digest === null ? null : await findLink(digest)
  return link && link.purpose !== 'reset-password' ? { purpose: link.purpose, email: link.email } : null
}

/**
 * Does what a link was mailed for, once: the address is confirmed, or becomes the account's.
 * @throws Fault link-over, email-taken, store-unavailable
 */
export async function confirmEmail(token: string, from: RequestOrigin): Promise<ConfirmedEmail> {
  const digest = linkDigest(token)
  const mailTo = (before: string, email: string) => prepareMail(changedLetter(before, email))
  const confirmed = digest === null ? null : await confirmEmailBy(digest, mailTo, from)
  if (!confirmed) throw linkOver('confirm-email')
  return confirmed
}

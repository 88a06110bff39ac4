// A new password for whoever can read the mailbox of an account.
import { resetPasswordBy } from '#lib/data/account-changes.ts'
import { findLink, linkOver } from '#lib/data/account-links.ts'
import { findAccount } from '#lib/data/accounts.ts'
import type { RequestOrigin } from '#lib/data/model.ts'
import { forgetAttempts, takeAttempt } from '#lib/data/throttle.ts'
import { Fault } from '#lib/fault.ts'
import { log } from '#lib/log.ts'
import { prepareMail } from '#lib/mail/index.ts'
import { normalEmail } from './email.ts'
import { passwordChangedLetter, resetLetter } from './letters.ts'
import { linkDigest } from './link-token.ts'
import { mailLink, makeLink, requireMail } from './links.ts'
import { checkPassword } from './password.ts'
import { hashPassword } from './password-hash.ts'

/**
 * Has a link mailed, where the address is somebody's. The answer, and the time it takes, are the same where it is nobody's:
 * what depends on that is done after the answer.
 * @param address the client's network address, which the throttle counts by
 * @throws Fault mail-off, invalid-input {field}, too-many-attempts, store-unavailable
 */
export async function askForReset(typed: string, address: string): Promise<void> {
  const email = normalEmail(typed)
  await takeAttempt('mail-address', address)
  await takeAttempt('mail-account', email)
  requireMail()
  void mailReset(email).catch((error) => log.error({ err: error }, 'a reset link was not mailed'))
}

async function mailReset(email: string): Promise<void> {
  const account = await findAccount(email)
  if (!account) return
  const link = { purpose: 'reset-password', userId: account.userId, email } as const
  await mailLink(link, (token) => resetLetter(email, token))
}

/**
 * The path of a reset link that nobody is mailed: for whoever runs the program.
 * @throws Fault not-found
 */
export async function makeResetPath(typed: string): Promise<string> {
  const email = normalEmail(typed)
  const account = await findAccount(email)
  if (!account) throw new Fault('not-found', `Nobody has an account with ${email} here. Check the address.`)
  return makeLink({ purpose: 'reset-password', userId: account.userId, email }, '/reset-password')
}

/** Whether a reset link would work now. */
export async function isResetLink(token: string): Promise<boolean> {
  const digest = linkDigest(token)
  return digest !== null && (await findLink(digest))?.purpose === 'reset-password'
}

/**
 * Sets a new password by a mailed link, once. It opens no session: whoever resets a password signs in with it, second
 * step included.
 * @throws Fault link-over, invalid-input {field}, too-many-attempts, store-unavailable
 */
export async function resetPassword(token: string, password: string, from: RequestOrigin): Promise<void> {
  const digest = linkDigest(token)
  const link = digest === null ? null : await findLink(digest)
  if (digest === null || link?.purpose !== 'reset-password') throw linkOver('reset-password')
  // Refused passwords leave the link as it is.
  const passwordHash = await hashPassword(checkPassword(password, link.email))
  const mailTo = (email: string) => prepareMail(passwordChangedLetter(email))
  const email = await resetPasswordBy(digest, passwordHash, mailTo, from)
  if (email === null) throw linkOver('reset-password')
  await forgetAttempts('sign-in-account', email)
}

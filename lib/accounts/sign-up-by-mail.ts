// Signing up where the installation has a mail server and everybody may: the account is made once its address is proved.
// Until then the door says the same to an address that has an account and to one that has none.

import { findLink, linkOver } from '#lib/data/account-links.ts'
import { createAccount, findAccount } from '#lib/data/accounts.ts'
import type { Member, RequestOrigin } from '#lib/data/model.ts'
import { forgetAttempts, takeAttempt } from '#lib/data/throttle.ts'
import { Fault } from '#lib/fault.ts'
import { log } from '#lib/log.ts'
import { mailMode, sendMail } from '#lib/mail/index.ts'
import { normalEmail, organisationNameFor } from './email.ts'
import { confirmLetter, knownAddressLetter, signUpLetter } from './letters.ts'
import { linkDigest } from './link-token.ts'
import { mailLink } from './links.ts'
import { checkPassword, isTooLong, normalPassword } from './password.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
import type { Credentials } from './sign-up.ts'

/**
 * Has a link mailed that finishes a sign-up; to an address that has an account, a letter that says so.
 * @param trialId a draft that comes along
 * @throws Fault invalid-input {field}, too-many-attempts, store-unavailable
 */
export async function beginSignUp(credentials: Credentials, trialId?: string): Promise<void> {
  const email = normalEmail(credentials.email)
  const passwordHash = await hashPassword(checkPassword(credentials.password, email))
  await takeAttempt('mail-account', email)
  const link = { purpose: 'sign-up', userId: null, email, passwordHash, ...(trialId && { trialId }) } as const
  const known = () => sendMail(knownAddressLetter(email))
  // What depends on whether there is an account is done after the answer.
  void findAccount(email)
    .then((account) => (account ? known() : mailLink(link, (token) => signUpLetter(email, token))))
    .catch((error) => log.error({ err: error }, 'a sign-up link was not mailed'))
}

/**
 * Makes the account of a mailed link, for whoever has both the link and the password that it was asked for with: a link
 * alone would let an address's owner confirm an account whose password somebody else chose.
 * @returns the owner, and the draft that comes along
 * @throws Fault link-over, wrong-credentials, too-many-attempts, email-taken, store-unavailable
 */
export async function finishSignUp(
  token: string,
  password: string,
  from: RequestOrigin,
): Promise<{ readonly member: Member; readonly trialId: string | null }> {
  const digest = linkDigest(token)
  const link = digest === null ? null : await findLink(digest)
  if (digest === null || link?.purpose !== 'sign-up') throw linkOver('sign-up')
  await takeAttempt('confirm-account', digest)
  const { email, passwordHash, trialId } = link
  if (isTooLong(password) || !(await verifyPassword(normalPassword(password), passwordHash)))
    throw new Fault(
      'wrong-credentials',
      'This is not the password that you chose when you signed up. Type it again.',
    )
  const account = { email, passwordHash, organisationName: organisationNameFor(email) }
  const member = await createAccount(
    { ...account, isVerified: true, linkDigest: digest },
    'user',
    false,
    from,
  )
  await forgetAttempts('confirm-account', digest)
  return { member, trialId }
}

/** The letter that asks a new account's owner to confirm the address; its loss is no reason to refuse the account. */
export async function welcome({ userId, email }: Member): Promise<void> {
  if (mailMode() === 'none') return
  await mailLink({ purpose: 'confirm-email', userId, email }, (token) => confirmLetter(email, token)).catch(
    (error) => log.error({ err: error }, 'a letter to a new account was not written'),
  )
}

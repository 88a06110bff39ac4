// Opening an account: who may, with what, and the organisation that comes with it.
import { createAccount, hasAccounts, signUpClosed } from '#lib/data/accounts.ts'
import type { Member, RequestOrigin } from '#lib/data/model.ts'
import { takeAttempt } from '#lib/data/throttle.ts'
import { mailMode } from '#lib/mail/index.ts'
import { normalEmail, organisationNameFor } from './email.ts'
import { checkPassword } from './password.ts'
import { hashPassword } from './password-hash.ts'
import { beginSignUp, welcome } from './sign-up-by-mail.ts'

export type Credentials = { readonly email: string; readonly password: string }
/** open: everybody · first: only while there is no user · invite: nobody without an invitation */
export type SignUpMode = 'open' | 'invite' | 'first'

/**
 * Opens an account through the front door; where everybody may and mail is set up, once its address is proved.
 * @param address the client's network address, which the throttle counts by
 * @param trialId a draft that comes along
 * @returns its owner, or null: the rest is in the letter
 * @throws Fault sign-up-closed, too-many-attempts, invalid-input {field}, email-taken, store-unavailable
 */
export async function signUpAccount(
  credentials: Credentials,
  address: string,
  mode: SignUpMode,
  requestId = '',
  trialId?: string,
): Promise<Member | null> {
  if (!(await isSignUpOpen(mode))) throw signUpClosed()
  await takeAttempt('sign-up-address', address)
  if (mode === 'open' && mailMode() === 'smtp') {
    await beginSignUp(credentials, trialId)
    return null
  }
  const member = await openAccount(credentials, 'user', mode === 'first', { requestId, address })
  await welcome(member)
  return member
}

/**
 * Opens an account without asking whether sign-up is open: for whoever runs the program, whose word for the address counts.
 * @throws Fault invalid-input {field}, email-taken
 */
export async function openAccount(
  credentials: Credentials,
  via: Member['via'],
  onlyFirst = false,
  from?: RequestOrigin,
): Promise<Member> {
  const email = normalEmail(credentials.email)
  const password = checkPassword(credentials.password, email, via === 'cli' ? 12 : undefined)
  const passwordHash = await hashPassword(password)
  const account = { email, passwordHash, organisationName: organisationNameFor(email) }
  return createAccount({ ...account, isVerified: via === 'cli' }, via, onlyFirst, from)
}

/** The hash of a password that somebody chose for an address. @throws Fault invalid-input {field: 'password'} */
export async function newPasswordHash(password: string, email: string): Promise<string> {
  return hashPassword(checkPassword(password, email))
}

/** Whether the form is worth showing; the last word falls when the account is written. */
export async function isSignUpOpen(mode: SignUpMode): Promise<boolean> {
  if (mode === 'open') return true
  return mode === 'first' && !(await hasAccounts())
}

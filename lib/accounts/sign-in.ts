// Proving a password. A wrong address and a wrong password cost the same time and say the same words.
import { findAccount, hasOldPasswordHashes, replacePasswordHash } from '#lib/data/accounts.ts'
import { recordDeed, recordFailedSignIn } from '#lib/data/audit-access.ts'
import { hasSecondStep } from '#lib/data/factors/index.ts'
import { findMember } from '#lib/data/members.ts'
import type { Member, RequestOrigin } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { normalEmail } from './email.ts'
import { isTooLong, normalPassword } from './password.ts'
import { hashPassword, isOutdated, verifyPassword } from './password-hash.ts'
import { takeSignInAttempt } from './sign-in-budget.ts'
import type { Credentials } from './sign-up.ts'

/**
 * The member behind an e-mail address and a password, counted by account and by network address. That it was right, or
 * wrong, is on record.
 * @param requestId of the request that it came in
 * @param mark what the browser has kept from a sign-in before (`browserMark`)
 * @throws Fault wrong-credentials, too-many-attempts, store-unavailable
 */
export async function signInAccount(
  credentials: Credentials,
  address: string,
  requestId = '',
  mark?: string,
): Promise<Member> {
  const email = storedForm(credentials.email)
  const from = { requestId, address }
  const budget = await takeSignInAttempt(email, address, mark).catch((error) => rethrown(error, email, from))
  const proved = await proveAccount(credentials, 'user').catch((error) => rethrown(error, email, from))
  const member = { ...proved, from }
  // Who has a second step is in when that is done.
  if (!(await hasSecondStep(member.userId)))
    await recordDeed(member, 'session.opened', member.userId, { email })
  await budget.proved()
  return member
}

/**
 * The same without counting: for whoever runs the program and could read the database anyway.
 * @throws Fault wrong-credentials
 */
export async function proveAccount(credentials: Credentials, via: Member['via']): Promise<Member> {
  const member = await findMember(await provePassword(credentials), via)
  if (!member) throw wrongCredentials()
  return member
}

/**
 * Counted as a sign-in is: whose password it is, be they in an organisation or not.
 * @throws Fault wrong-credentials, too-many-attempts, store-unavailable
 */
export async function provePerson(
  credentials: Credentials,
  address: string,
): Promise<{ readonly userId: string }> {
  const budget = await takeSignInAttempt(storedForm(credentials.email), address, undefined)
  const userId = await provePassword(credentials)
  await budget.proved()
  return { userId }
}

async function provePassword(credentials: Credentials): Promise<string> {
  if (isTooLong(credentials.password)) throw wrongCredentials()
  const account = await findAccount(storedForm(credentials.email))
  const others = { areOld: await hasOldPasswordHashes() }
  const password = normalPassword(credentials.password)
  const stored = account?.passwordHash || null
  const right = await verifyPassword(password, stored, others)
  if (!account || stored === null || !right) throw wrongCredentials()
  if (isOutdated(stored))
    await replacePasswordHash(account.userId, { from: stored, to: await hashPassword(password) })
  return account.userId
}

// Recorded on the side: who waited for it could tell by the time whether there is such an account.
function rethrown(error: unknown, email: string, from: RequestOrigin): never {
  const code = error instanceof Fault ? error.code : null
  if (code === 'wrong-credentials') void recordFailedSignIn(email, 'wrong-password', from)
  if (code === 'too-many-attempts') void recordFailedSignIn(email, code, from)
  throw error
}

// What is no address is nobody's: it takes the same path and the same time as an unknown one.
function storedForm(email: string): string {
  try {
    return normalEmail(email)
  } catch {
    return ''
  }
}

function wrongCredentials(): Fault {
  return new Fault(
    'wrong-credentials',
    'The e-mail address or the password is wrong. Check both and try again.',
  )
}

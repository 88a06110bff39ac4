// Another password for a signed-in person.
import { setPassword } from '#lib/data/account-changes.ts'
import { findAccount } from '#lib/data/accounts.ts'
import type { Member } from '#lib/data/model.ts'
import { forgetAttempts, takeAttempt } from '#lib/data/throttle.ts'
import { Fault } from '#lib/fault.ts'
import { prepareMail } from '#lib/mail/index.ts'
import { passwordChangedLetter } from './letters.ts'
import { checkPassword, isTooLong, normalPassword } from './password.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'

/**
 * Changes the password, or sets the first one of an account that signs in another way. Every other session ends.
 * @param current the password there is; not asked for where there is none (the caller has asked for another proof)
 * @param session the one that asks, and the token that it goes on with
 * @throws Fault invalid-input {field: 'current' | 'password'}, too-many-attempts, store-unavailable
 */
export async function changePassword(
  member: Member,
  { current, password }: { readonly current: string; readonly password: string },
  session: { readonly id: string; readonly token: string },
): Promise<void> {
  await takeAttempt('confirm-account', member.userId)
  const account = await findAccount(member.email)
  const stored = account?.passwordHash || null
  if (stored !== null && (isTooLong(current) || !(await verifyPassword(normalPassword(current), stored))))
    throw new Fault('invalid-input', 'This is not your present password. Type it again.', {
      data: { field: 'current' },
    })
  const next = checkPassword(password, member.email)
  if (stored !== null && next === normalPassword(current))
    throw new Fault('invalid-input', 'This is the password that you have. Choose another.', {
      data: { field: 'password' },
    })
  const mail = prepareMail(passwordChangedLetter(member.email))
  await setPassword(member, await hashPassword(next), session, mail)
  await forgetAttempts('confirm-account', member.userId)
}

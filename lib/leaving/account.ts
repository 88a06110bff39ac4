// Deleting one's account: what it takes along is said before, and happens at once.
import * as rows from '#lib/data/account-deletion.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { accountLetter } from './letters.ts'

export type { Fate } from '#lib/data/account-deletion.ts'

/** What becomes of each of the member's organisations when they go. */
export function whatGoesAlong(member: Member): Promise<rows.Fate[]> {
  return rows.findFates(member.userId)
}

/**
 * Deletes the member's account at once, and for good: their sessions, keys and drafts, and the organisations that nobody
 * else is in. Grants that they made stop.
 * @param email the account's, as it was typed
 * @throws Fault invalid-input {field}; last-owner {organisations}: others are in one that would have no owner
 */
export async function deleteAccount(member: Member, email: string): Promise<void> {
  if (email.trim().toLowerCase() !== member.email)
    throw new Fault('invalid-input', 'This is not the address of your account. Type it as it stands there.', {
      data: { field: 'email' },
    })
  await rows.deleteAccount(member, accountLetter(member.email))
}

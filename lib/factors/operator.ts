// For whoever runs the program, and could change the database anyway.
import { findAccount } from '#lib/data/accounts.ts'
import { deleteFactors } from '#lib/data/factors/index.ts'
import { Fault } from '#lib/fault.ts'
import { factorLetter } from './letters.ts'

/**
 * Removes every passkey, the app and the recovery codes of an account: its password alone opens it. Its person is told.
 * @returns how many passkeys and apps went
 * @throws Fault not-found
 */
export async function removeFactorsOf(typed: string): Promise<number> {
  const email = typed.trim().toLowerCase()
  const account = await findAccount(email)
  if (!account) throw new Fault('not-found', `Nobody has an account with ${email} here. Check the address.`)
  return deleteFactors(account.userId, factorLetter(email, 'factors-removed'))
}

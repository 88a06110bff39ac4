// A person's account as they see it themselves.
import { findPendingEmail } from '#lib/data/account-links.ts'
import { findOwnAccount, type OwnAccount } from '#lib/data/accounts.ts'
import type { Member } from '#lib/data/model.ts'
import { listProvidersOf } from '#lib/data/provider-accounts.ts'
import { Fault } from '#lib/fault.ts'

export type OwnAccountView = OwnAccount & {
  /** The address that it is about to get, once the letter there is answered. */
  readonly pendingEmail: string | null
  /** The providers that open it. */
  readonly providers: readonly string[]
}

/** @throws Fault not-found where the account is gone */
export async function getAccount({ userId }: Member): Promise<OwnAccountView> {
  const [account, pendingEmail, providers] = await Promise.all([
    findOwnAccount(userId),
    findPendingEmail(userId),
    listProvidersOf(userId),
  ])
  if (!account) throw new Fault('not-found', 'Your account is gone. Sign up again.')
  return { ...account, pendingEmail, providers }
}

// Signing in with an account elsewhere. A provider's word opens an account that it was connected to, and makes one for an
// address that nobody has; it never takes over an account that is there: whoever made that one may not be its address's
// owner, or may have it still.
import { createAccount, findAccount, type ProviderIdentity, signUpClosed } from '#lib/data/accounts.ts'
import { recordDeed } from '#lib/data/audit-access.ts'
import { hasSecondStep } from '#lib/data/factors/index.ts'
import { findMember } from '#lib/data/members.ts'
import type { Member, RequestOrigin } from '#lib/data/model.ts'
import { alreadyLinked, findByProvider, linkProvider, unlinkProvider } from '#lib/data/provider-accounts.ts'
import { takeAttempt } from '#lib/data/throttle.ts'
import { Fault } from '#lib/fault.ts'
import { prepareMail } from '#lib/mail/index.ts'
import { normalEmail, organisationNameFor } from './email.ts'
import { providerLinkedLetter } from './letters.ts'
import { isSignUpOpen, type SignUpMode } from './sign-up.ts'

/** What a provider said of somebody who has just signed in there. */
export type Introduced = ProviderIdentity & {
  /** As people know it: "GitHub". */
  readonly name: string
  /** The address that the provider says is confirmed; null where it says so of none. */
  readonly email: string | null
}

/**
 * The member whom a provider introduces; an account is made for an address that is nobody's, where sign-up is open.
 * @throws Fault email-taken, sign-up-closed, email-unconfirmed, too-many-attempts
 */
export async function signInByProvider(
  introduced: Introduced,
  from: RequestOrigin,
  mode: SignUpMode,
): Promise<Member> {
  const { name, provider, providerAccountId } = introduced
  const userId = await findByProvider({ provider, providerAccountId })
  if (userId !== null) {
    const member = await findMember(userId, 'user')
    if (!member) throw new Fault('wrong-credentials', 'This account belongs to no organisation any more.')
    const known = { ...member, from }
    // Who has a second step is in when that is done.
    if (!(await hasSecondStep(userId)))
      await recordDeed(known, 'session.opened', userId, { email: member.email, by: provider })
    return known
  }
  if (introduced.email === null)
    throw new Fault(
      'email-unconfirmed',
      `${name} knows no confirmed e-mail address of yours. Confirm one there, then try again.`,
    )
  const email = normalEmail(introduced.email)
  if (await findAccount(email)) throw notConnected(name)
  if (!(await isSignUpOpen(mode))) throw signUpClosed()
  await takeAttempt('sign-up-address', from.address)
  const account = {
    email,
    passwordHash: null,
    organisationName: organisationNameFor(email),
    isVerified: true,
  }
  return createAccount(
    { ...account, provider: { provider, providerAccountId } },
    'user',
    mode === 'first',
    from,
  )
}

/** Connects a provider's account to the member's. @throws Fault in-use */
export async function connectProvider(member: Member, introduced: Introduced): Promise<void> {
  const { name, provider, providerAccountId } = introduced
  const identity = { provider, providerAccountId }
  const owner = await findByProvider(identity)
  if (owner === member.userId) return
  if (owner !== null) throw alreadyLinked()
  await linkProvider(member, identity, prepareMail(providerLinkedLetter(member.email, name)))
}

/** @throws Fault not-found, last-way-in */
export async function disconnectProvider(member: Member, provider: string): Promise<void> {
  await unlinkProvider(member, provider)
}

// Said to one who has shown to the provider that the address is theirs.
function notConnected(name: string): Fault {
  return new Fault(
    'email-taken',
    `There is an account with this address already. Sign in to it with your password, then connect ${name} under Your account.`,
  )
}

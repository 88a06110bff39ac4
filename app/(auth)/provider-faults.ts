// What came of a sign-in with a provider, as the page it comes back to says it. The address holds a code, never a sentence:
// anybody can write an address.
import { PROVIDER_NAMES, type ProviderId } from '#lib/auth/index.ts'
import { one } from '../search-params.ts'

const SENTENCES: Readonly<Record<string, (name: string) => string>> = {
  'email-taken': (name) =>
    `There is an account with that address already. Sign in to it with its password, then connect ${name} under Your account.`,
  'sign-up-closed': () =>
    'Nobody has that account here, and new accounts are closed. Ask whoever runs this Portcullis.',
  'email-unconfirmed': (name) =>
    `${name} knows no confirmed e-mail address of yours. Confirm one there, then try again.`,
  'in-use': (name) => `That ${name} account opens another account here. Disconnect it there first.`,
  'too-many-attempts': () => 'Too many attempts. Try again in an hour.',
  'not-signed-in': () => 'This took too long, or your session has ended. Begin again.',
}

/** The sentence for `?fault=` and `?provider=`, or for what Auth.js says in `?error=`; null where nothing went wrong. */
export function providerFault(query: Readonly<Record<string, string | string[] | undefined>>): string | null {
  const [fault, provider, error] = [one(query.fault), one(query.provider), one(query.error)]
  if (fault === undefined && error === undefined) return null
  const name = PROVIDER_NAMES[provider as ProviderId] ?? 'The provider'
  const known = fault === undefined || !Object.hasOwn(SENTENCES, fault) ? undefined : SENTENCES[fault]
  return known?.(name) ?? 'Signing in there did not work, or was cancelled. Try again, or choose another way.'
}

// A link on its way to a mailbox: made, put into its letter, stored by its digest.

import { storeLink } from '#lib/data/account-changes.ts'
import { insertLink, type NewLink } from '#lib/data/account-links.ts'
import { Fault } from '#lib/fault.ts'
import { mailMode, prepareMail } from '#lib/mail/index.ts'
import { type AccountMail, LINK_MS } from './letters.ts'
import { newLinkToken } from './link-token.ts'

type Wanted = Omit<NewLink, 'digest' | 'lastsMs'>

/**
 * Makes a link and mails it, both or neither.
 * @param letterOf the letter, of what stands in the link
 * @param others letters that go out with it
 * @throws Fault mail-off, store-unavailable
 */
export async function mailLink(
  wanted: Wanted,
  letterOf: (token: string) => AccountMail,
  others: readonly AccountMail[] = [],
): Promise<void> {
  requireMail()
  const { text, digest } = newLinkToken()
  const lastsMs = LINK_MS[wanted.purpose]
  const letter = prepareMail({ ...letterOf(text), expiresAt: new Date(Date.now() + lastsMs) })
  await storeLink({ ...wanted, digest, lastsMs }, [letter, ...others.map(prepareMail)])
}

/** @throws Fault mail-off where this installation has no way to send a letter or to show one */
export function requireMail(): void {
  if (mailMode() !== 'none') return
  throw new Fault(
    'mail-off',
    'This installation sends no e-mail, so it cannot send a link. Ask whoever runs it: npm run cli -- user reset --email you@example.com prints one for a new password.',
  )
}

/** Makes a link that nobody is mailed: for whoever runs the program and hands it over. @returns its path */
export async function makeLink(wanted: Wanted, path: string): Promise<string> {
  const { text, digest } = newLinkToken()
  await insertLink({ ...wanted, digest, lastsMs: LINK_MS[wanted.purpose] })
  return `${path}?token=${text}`
}

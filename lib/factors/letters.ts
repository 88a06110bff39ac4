// Whoever changes how an account is opened is not always its person: its address is told each time.
import type { NewMail } from '#lib/data/mail.ts'
import { env } from '#lib/env.ts'
import { prepareMail } from '#lib/mail/index.ts'
import { letterOf } from '#lib/messages/index.ts'

const CHANGES = {
  'passkey-added': ['A passkey was added to your account', 'It signs in without your password.'],
  'passkey-removed': ['A passkey was removed from your account', 'It opens your account no more.'],
  'app-added': ['An authenticator app was set up for your account', 'Its codes are asked for at sign-in.'],
  'app-removed': ['The authenticator app was removed from your account', 'Its codes open nothing any more.'],
  'codes-made': ['New recovery codes were made for your account', 'The ones before have ended.'],
  'code-used': ['A recovery code opened your account', 'Each works once; make new ones before they run out.'],
  'codes-guessed': [
    'Somebody who knows your password tries codes for your account',
    'None of them opened it, and for up to an hour no more are tried.',
  ],
  'factors-removed': [
    'The second step was removed from your account',
    'Whoever runs this Portcullis removed your passkeys, your authenticator app and your recovery codes. Your password alone opens the account until you add one again.',
  ],
} as const
export type FactorChange = keyof typeof CHANGES

/** @param name of the passkey, in its person's words */
export function factorLetter(to: string, change: FactorChange, name?: string): NewMail | null {
  const [subject, then] = CHANGES[change]
  const which = name === undefined ? '' : ` Its name is “${name}”.`
  return prepareMail({
    to,
    kind: change,
    ...letterOf(
      {
        subject,
        paragraphs: [`${subject}.${which} ${then}`],
        action: { label: 'Open your account', path: '/settings/account' },
        why: 'If that was not you, sign out every other session there at once, and choose a new password.',
      },
      env().appUrl,
    ),
  })
}

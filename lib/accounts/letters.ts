// What people are mailed about their accounts. No letter says more of an account than its reader must know: whoever
// typed a stranger's address makes a letter come, and nothing else.
import { env } from '#lib/env.ts'
import { type Letter, letterOf } from '#lib/messages/index.ts'

export type AccountMail = { readonly to: string; readonly kind: string } & ReturnType<typeof letterOf>

/** How long a link works, in milliseconds, and in words. */
export const LINK_MS = {
  'sign-up': 60 * 60_000,
  'confirm-email': 60 * 60_000,
  'change-email': 60 * 60_000,
  'reset-password': 30 * 60_000,
} as const
export type LinkPurpose = keyof typeof LINK_MS

const IGNORE = 'If that was not you, do nothing: without the link nothing happens.'
const WRONG =
  'If that was not you, choose a new password at once: "Forgot the password?" on the sign-in page.'

export function signUpLetter(to: string, token: string): AccountMail {
  return mail(to, 'sign-up', {
    subject: 'Finish signing up to Portcullis',
    paragraphs: [
      'Somebody, you most likely, is signing up to Portcullis with this address. Open the link and enter the password that you chose; then your account is made. The link works once, for an hour.',
    ],
    action: { label: 'Finish signing up', path: `/confirm-email?token=${token}` },
    why: IGNORE,
  })
}

/** To an address that signed up again: the page said the same as to everybody. */
export function knownAddressLetter(to: string): AccountMail {
  return mail(to, 'known-address', {
    subject: 'You already have a Portcullis account',
    paragraphs: [
      'Somebody, you most likely, tried to make a Portcullis account with this address. There is one already: sign in, or choose a new password there if you have forgotten it.',
    ],
    action: { label: 'Sign in', path: '/sign-in' },
    why: 'If that was not you, do nothing: nothing was changed.',
  })
}

export function confirmLetter(to: string, token: string): AccountMail {
  return mail(to, 'confirm-email', {
    subject: 'Confirm your e-mail address',
    paragraphs: [
      'Open the link to confirm that this is the address of your Portcullis account. It works once, for an hour.',
    ],
    action: { label: 'Confirm the address', path: `/confirm-email?token=${token}` },
    why: 'You get this because an account was made with this address. If it was not you, do nothing.',
  })
}

export function changeLetter(to: string, token: string): AccountMail {
  return mail(to, 'change-email', {
    subject: 'Confirm your new e-mail address',
    paragraphs: [
      'Open the link to make this the address of your Portcullis account. It works once, for an hour; until then the old address stays.',
    ],
    action: { label: 'Use this address', path: `/confirm-email?token=${token}` },
    why: IGNORE,
  })
}

/** To an address that already has an account: whoever asked was told the same as with any other. */
export function takenAddressLetter(to: string): AccountMail {
  return mail(to, 'taken-address', {
    subject: 'This address has a Portcullis account already',
    paragraphs: [
      'Somebody wants to use this address for another Portcullis account. It has one of its own already, so nothing was changed.',
    ],
    why: 'If that was you, use another address, or sign in to the account that is here.',
  })
}

/** To the address that is left, so that a taken-over account is noticed. */
export function changeAskedLetter(to: string, next: string): AccountMail {
  return mail(to, 'change-email-asked', {
    subject: 'Your account is about to get another address',
    paragraphs: [
      `Your Portcullis account is to be known by ${next} from now on. This happens when the letter that went there is answered.`,
    ],
    why: WRONG,
  })
}

export function changedLetter(to: string, next: string): AccountMail {
  return mail(to, 'email-changed', {
    subject: 'Your account has another address',
    paragraphs: [
      `Your Portcullis account is known by ${next} now; this address opens it no longer. Every session of it has ended.`,
    ],
    why: 'If that was not you, ask an owner of your organisation, or whoever runs this Portcullis, at once.',
  })
}

export function resetLetter(to: string, token: string): AccountMail {
  return mail(to, 'reset-password', {
    subject: 'Choose a new password',
    paragraphs: [
      'Somebody, you most likely, asked for a new password for your Portcullis account. The link works once, for half an hour.',
    ],
    action: { label: 'Choose a new password', path: `/reset-password?token=${token}` },
    why: IGNORE,
  })
}

export function passwordChangedLetter(to: string): AccountMail {
  return mail(to, 'password-changed', {
    subject: 'Your password was changed',
    paragraphs: ['Your Portcullis account has a new password. Every other session of it has ended.'],
    why: WRONG,
  })
}

/** To whose account too many wrong passwords were tried for. */
export function guessedLetter(to: string): AccountMail {
  return mail(to, 'sign-in-guessed', {
    subject: 'Somebody tries passwords for your account',
    paragraphs: [
      'Many wrong passwords were tried for your Portcullis account. None of them opened it. For up to an hour no more are tried from browsers that have not signed in to it before; where you have signed in before, you can still sign in.',
      'If you use this password anywhere else, choose another one, and add a passkey or an authenticator app: then a password alone opens nothing.',
    ],
    action: { label: 'See how you sign in', path: '/settings/account' },
    why: 'You get this at most once a day. If it was you, do nothing.',
  })
}

/** To whoever runs the installation. */
export function massGuessesLetter(to: string): AccountMail {
  return mail(to, 'sign-in-mass', {
    subject: 'Wrong passwords come in masses',
    paragraphs: [
      'Somebody tries passwords for many accounts of this Portcullis. For up to an hour nobody can sign in with a password from a browser that has not signed in before; passkeys, sign-in with GitHub or Google, browsers that are known, and agents are not affected.',
      'The log of the proxy in front of Portcullis says where they come from: block that there. The audit of each organisation has the addresses that its own accounts were tried from.',
    ],
    why: 'You get this at most once an hour, because your address is the CONTACT_EMAIL of this installation.',
  })
}

/** @param name of a provider */
export function providerLinkedLetter(to: string, name: string): AccountMail {
  return mail(to, 'provider-linked', {
    subject: `You can sign in with ${name} now`,
    paragraphs: [`A ${name} account now opens your Portcullis account.`],
    action: { label: 'See how you sign in', path: '/settings/account' },
    why: 'If that was not you, disconnect it there and choose a new password.',
  })
}

function mail(to: string, kind: string, letter: Letter): AccountMail {
  return { to, kind, ...letterOf(letter, env().appUrl) }
}

// What people are mailed about an end, so that nobody ends anything unnoticed.
import type { NewMail } from '#lib/data/mail.ts'
import { env } from '#lib/env.ts'
import { prepareMail } from '#lib/mail/index.ts'
import { letterOf } from '#lib/messages/index.ts'

/** To every owner: while there is time to take it back. */
export function organisationLetter(to: string, name: string, by: string, dueAt: Date): NewMail | null {
  const day = dueAt.toLocaleDateString('en', { dateStyle: 'long', timeZone: 'UTC' })
  return prepareMail({
    to,
    kind: 'organisation-deletion',
    ...letterOf(
      {
        subject: `${name} is deleted on ${day}`,
        paragraphs: [
          `${by} asked for the organisation ${name} to be deleted. All of its calls are stopped from now on; on ${day} (UTC) its servers, policies, grants and calls are deleted for good.`,
          'Until then every owner can take that back, and everything can be exported.',
        ],
        action: { label: 'Open the settings', path: '/settings' },
        why: 'You get this because you own the organisation.',
      },
      env().appUrl,
    ),
  })
}

/** To the address that it was. */
export function accountLetter(to: string): NewMail | null {
  return prepareMail({
    to,
    kind: 'account-deleted',
    ...letterOf(
      {
        subject: 'Your Portcullis account is deleted',
        paragraphs: [
          'Your account was deleted, and everything in it that was yours alone. Nobody can bring it back.',
        ],
        why: 'If that was not you, tell whoever runs this Portcullis: the record of your organisations says when and from where it was done.',
      },
      env().appUrl,
    ),
  })
}

import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { LetterText } from '#components/mailbox/letter-text.tsx'
import { MailboxFrame } from '#components/mailbox/mailbox-frame.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { readMail } from '#lib/mail/index.ts'
import { requireLocal } from '../require-local.ts'

export async function generateMetadata(): Promise<Metadata> {
  await requireLocal()
  return { title: 'Letter', robots: 'noindex', referrer: 'no-referrer' }
}

export default async function LetterPage({ params }: { params: Promise<{ mailId: string }> }) {
  await requireLocal()
  const { mailId } = await params
  const { subject, recipient, at, text } = await readMail(mailId).catch((error) => {
    if (error instanceof Fault && error.code === 'not-found') notFound()
    throw error
  })
  return (
    <MailboxFrame title={subject} back>
      <p className="mb-3 text-13 text-ink-2">
        To {recipient}, written <RelativeTime at={at} />
      </p>
      <article aria-label="Text of the letter" className="rounded-md border border-line bg-surface px-4 py-4">
        {text === '' ? (
          <p className="text-14 text-ink-2">
            It was sealed with another SECRET_KEY and cannot be opened. Ask for another letter.
          </p>
        ) : (
          <LetterText text={text} appUrl={env().appUrl} />
        )}
      </article>
    </MailboxFrame>
  )
}

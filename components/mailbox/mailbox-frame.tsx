import Link from 'next/link'
import type { ReactNode } from 'react'
import { Mark } from '#components/shell/mark.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'

type MailboxFrameProps = { title: string; back?: boolean; children: ReactNode }

/** Outside of the dashboard: whoever forgot the password is not signed in. */
export function MailboxFrame({ title, back = false, children }: MailboxFrameProps) {
  return (
    <main id="content" className="mx-auto w-full max-w-[760px] px-4 pt-8 pb-16 sm:px-6">
      <Link href="/" aria-label="Portcullis, home" className="inline-flex rounded-md">
        <Mark className="size-7" />
      </Link>
      <PageHeader
        title={title}
        {...(back && { breadcrumb: [{ label: 'Mailbox of this machine', href: '/mailbox' }] })}
        description="This copy has no mail server, so its letters stay here, for whoever sits at this machine. Set SMTP_URL and MAIL_FROM to send them."
      />
      {children}
    </main>
  )
}

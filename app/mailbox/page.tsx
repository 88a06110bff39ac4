import { Mail } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { MailboxFrame } from '#components/mailbox/mailbox-frame.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { listMailbox } from '#lib/mail/index.ts'
import { requireLocal } from './require-local.ts'

// The title, too, is said to nobody else.
export async function generateMetadata(): Promise<Metadata> {
  await requireLocal()
  return { title: 'Mailbox of this machine', robots: 'noindex' }
}

export default async function MailboxPage() {
  await requireLocal()
  const letters = await listMailbox()
  return (
    <MailboxFrame title="Mailbox of this machine">
      {letters.length === 0 ? (
        <EmptyState icon={<Mail />} title="No letters yet">
          What this copy would mail appears here: links that confirm an address, and new passwords.
        </EmptyState>
      ) : (
        <Table caption="Letters, the newest first">
          <TableHead>
            <tr>
              <HeadCell>Letter</HeadCell>
              <HeadCell className="max-sm:hidden">To</HeadCell>
              <HeadCell>Written</HeadCell>
            </tr>
          </TableHead>
          <TableBody>
            {letters.map(({ id, subject, recipient, at }) => (
              <TableRow key={id} data-interactive>
                <Cell className="max-w-80">
                  <Link
                    href={`/mailbox/${id}`}
                    prefetch={false}
                    title={subject}
                    className="block truncate font-medium before:absolute before:inset-0"
                  >
                    {subject}
                  </Link>
                  <span className="block truncate text-12 text-ink-3 sm:hidden">{recipient}</span>
                </Cell>
                <Cell className="max-w-56 truncate text-13 text-ink-2 max-sm:hidden" title={recipient}>
                  {recipient}
                </Cell>
                <Cell className="whitespace-nowrap text-13 text-ink-2">
                  <RelativeTime at={at} />
                </Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </MailboxFrame>
  )
}

import { Mail } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Notice } from '#components/ui/notice.tsx'

type LetterSentProps = {
  children: ReactNode
  /** Letters stay on this machine, at /mailbox. */
  isLocal: boolean
}

/** A letter was written: where it is, and what it is for. */
export function LetterSent({ children, isLocal }: LetterSentProps) {
  return (
    <div role="status">
      <Notice title={isLocal ? 'Look into the local mailbox' : 'Look into your mailbox'} icon={<Mail />}>
        <p>{children}</p>
        {isLocal ? (
          <p className="mt-2">
            This copy has no mail server, so its letters stay here:{' '}
            <Link href="/mailbox" className="link">
              open the mailbox
            </Link>
            .
          </p>
        ) : null}
      </Notice>
    </div>
  )
}

// Who may read the mailbox: this machine alone, where there is no mail server. To everybody else there is no such page.
import 'server-only'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { requestAddress } from '#lib/auth/index.ts'
import { isLocalMailbox } from '#lib/mail/index.ts'

export async function requireLocal(): Promise<void> {
  const asked = await headers()
  if (!isLocalMailbox(asked.get('x-forwarded-host'), await requestAddress())) notFound()
}

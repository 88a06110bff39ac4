// Where mail goes that this installation writes.
import { env, isLoopback } from '#lib/env.ts'

/**
 * smtp: it leaves by the installation's server · mailbox: it stays, and a page of this machine shows it · none: there is
 * no way for it, and whoever would wait for it is told so beforehand
 */
export type MailMode = 'smtp' | 'mailbox' | 'none'

/** Whoever can read the mailbox can enter every account: it is for a copy that nobody but this machine can reach. */
export function mailMode(): MailMode {
  const { smtpUrl, embedded, host, appUrl } = env()
  if (smtpUrl !== '') return 'smtp'
  return embedded && isLoopback(host) && isLoopback(new URL(appUrl).hostname) ? 'mailbox' : 'none'
}

// E-mail over the installation's own SMTP server (SMTP_URL): its operator's, not a customer's, so it needs no
// judging of addresses. What a customer writes reaches it as one checked recipient and as text.
import { createTransport, type Transporter } from 'nodemailer'
import type { Mail } from '#lib/messages/index.ts'
import { type Attempt, failed } from './attempt.ts'
import { isTooLate } from './post.ts'

export type MailSettings = {
  /** smtp:// or smtps://, with user and password where the server wants them; '' where there is none. */
  readonly smtpUrl: string
  /** A mailbox such as `Portcullis <portcullis@example.com>`. */
  readonly mailFrom: string
  /** Where what visitors write goes; '' where nothing is sent. */
  readonly contactEmail: string
  readonly appUrl: string
}
export type Mailer = {
  /**
   * @param id the same for each attempt: mail programs fold messages that have the same
   * @param replyTo whoever wrote it, where that is somebody else
   */
  send(id: string, to: string, mail: Mail, signal: AbortSignal, replyTo?: string): Promise<Attempt>
  close(): void
}

const WITHOUT_SERVER =
  'This installation sends no e-mail: its operator sets SMTP_URL and MAIL_FROM, then this can be replayed.'
const ADDRESS = /^[^\s@,;:<>()[\]\\"\p{C}]{1,64}@[^\s@,;:<>()[\]\\"\p{C}]{1,250}$/u

export function createMailer({ smtpUrl, mailFrom, appUrl }: MailSettings): Mailer {
  const transport: Transporter | null =
    smtpUrl === ''
      ? null
      : createTransport({
          url: smtpUrl,
          connectionTimeout: 10_000,
          greetingTimeout: 10_000,
          socketTimeout: 20_000,
          // Nothing in a message is a file of this machine or an address to fetch.
          disableFileAccess: true,
          disableUrlAccess: true,
        })
  return {
    async send(id, to, mail, signal, replyTo) {
      if (!transport) return failed(WITHOUT_SERVER, { isFinal: true })
      if (!ADDRESS.test(to)) return failed('This is no e-mail address.', { isFinal: true })
      try {
        const sending = transport.sendMail({
          from: mailFrom,
          to: { name: '', address: to },
          ...(replyTo !== undefined && ADDRESS.test(replyTo) && { replyTo: { name: '', address: replyTo } }),
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: `<${id}@${new URL(appUrl).hostname}>`,
          headers: {
            'List-Unsubscribe': `<${appUrl}/settings#notifications>`,
            'Auto-Submitted': 'auto-generated',
            'X-Auto-Response-Suppress': 'All',
          },
        })
        const sent = await within(sending, signal)
        return { isDelivered: true, responseStatus: null, error: '', excerpt: String(sent.response ?? '') }
      } catch (error) {
        if (isTooLate(signal)) return failed('The mail server took too long.')
        if (signal.aborted) throw error
        return refused(error)
      }
    },
    close: () => transport?.close(),
  }
}

// What was begun may still arrive; the next attempt has the same Message-ID.
async function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {}
  const over = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
  })
  work.catch(() => {})
  try {
    return await Promise.race([work, over])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

// What the server said stays: it names the trouble. What our side says may name the server's password.
function refused(error: unknown): Attempt {
  const { responseCode, response, code } = error as Partial<
    Record<'responseCode' | 'response' | 'code', unknown>
  >
  const excerpt = typeof response === 'string' ? response : ''
  if (typeof responseCode === 'number')
    return failed(
      `The mail server answered ${responseCode} and did not take the message.`,
      // 5xx of the recipient or the message is for good; of the sign-in it is the operator's to mend.
      { responseStatus: responseCode, excerpt, isFinal: responseCode >= 550 && responseCode < 560 },
    )
  return failed(`The mail server could not be reached${typeof code === 'string' ? ` (${code})` : ''}.`, {
    excerpt,
  })
}

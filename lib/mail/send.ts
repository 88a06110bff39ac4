// The one way to write to somebody: put into the outbox, from where the sender takes it (lib/sender/letters.ts).
import { randomUUID } from 'node:crypto'
import { insertMail, type NewMail } from '#lib/data/mail.ts'
import { env } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import { escapeHtml } from '#lib/messages/index.ts'
import { sealMail } from '#lib/sealed-mail.ts'
import { mailMode } from './mode.ts'

export type Outgoing = {
  /** One address, in its stored form. */
  readonly to: string
  /** What it is for: 'reset-password', 'invitation'. */
  readonly kind: string
  readonly subject: string
  readonly text: string
  /** Made of the text where absent. */
  readonly html?: string
  /** Not sent after this; nothing opens any more that its links opened. */
  readonly expiresAt?: Date
}

/**
 * A mail as it is stored, for `insertMail` in the transaction of what it tells of: one without the other cannot be.
 * @returns null where this installation has no way to send or show it; that is logged
 */
export function prepareMail({ to, kind, subject, text, html, expiresAt }: Outgoing): NewMail | null {
  const mode = mailMode()
  if (mode === 'none') {
    log.warn({ kind }, 'a mail was not written: this installation sends no e-mail (SMTP_URL, MAIL_FROM)')
    return null
  }
  const id = `ltr_${randomUUID()}`
  const body = { text, html: html ?? `<!doctype html><meta charset="utf-8"><pre>${escapeHtml(text)}</pre>` }
  return {
    id,
    kind,
    recipient: to,
    subject,
    sealed: sealMail(env().secretKey, id, body),
    isDue: mode === 'smtp',
    expiresAt: expiresAt ?? null,
  }
}

/** Queues a mail by itself, outside of any transaction. @throws Fault store-unavailable */
export async function sendMail(outgoing: Outgoing): Promise<void> {
  await insertMail(prepareMail(outgoing))
}

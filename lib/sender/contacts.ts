// What visitors wrote, to the operator's mailbox.
import { claimContacts, type DueContact, settleContact } from '#lib/data/contact-mail.ts'
import type { Pool } from '#lib/data/notices/index.ts'
import { contactMailOf } from '#lib/messages/index.ts'
import type { Mailer } from './mail.ts'
import { againAfter, MAX_ATTEMPTS } from './times.ts'

const AT_ONCE = 4

export type ContactSending = {
  readonly pool: Pool
  readonly mailer: Mailer
  readonly to: string
  readonly appUrl: string
  readonly leaseMs: number
}

/** Mails what is due, a few at a time. What fails is due again later, and given up like every other message. */
export async function sendContacts(sending: ContactSending, signal: AbortSignal): Promise<void> {
  for (let taken = AT_ONCE; taken === AT_ONCE && !signal.aborted; ) {
    const due = await claimContacts(sending.pool, AT_ONCE, sending.leaseMs)
    taken = due.length
    await Promise.all(due.map((message) => sendOne(sending, message, signal)))
  }
}

async function sendOne(sending: ContactSending, message: DueContact, signal: AbortSignal): Promise<void> {
  const { pool, mailer, to, appUrl } = sending
  const result = await mailer.send(message.id, to, contactMailOf(message, appUrl), signal, message.email)
  if (result.isDelivered) return settleContact(pool, message.id, '', null)
  const again = result.isFinal ? null : againAfter(message.attempts, Math.random(), result.wishedMs)
  const error =
    again === null && !result.isFinal
      ? `Given up after ${MAX_ATTEMPTS} attempts. ${result.error}`
      : result.error
  await settleContact(pool, message.id, error, again)
}

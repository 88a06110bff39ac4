// Mail about accounts, to whom it is about.
import { claimMail, type DueMail, settleMail } from '#lib/data/mail-queue.ts'
import type { Pool } from '#lib/data/notices/index.ts'
import type { Log } from '#lib/log.ts'
import { count } from '#lib/metrics/index.ts'
import { openMail } from '#lib/sealed-mail.ts'
import { type Attempt, failed } from './attempt.ts'
import type { Mailer } from './mail.ts'
import { againAfter, MAX_ATTEMPTS } from './times.ts'

const AT_ONCE = 4

export type LetterSending = {
  readonly pool: Pool
  readonly mailer: Mailer
  readonly secretKey: Buffer
  readonly leaseMs: number
  readonly log: Log
}

/** Mails what is due, a few at a time. What fails is due again later, as long as its links open anything. */
export async function sendLetters(sending: LetterSending, signal: AbortSignal): Promise<void> {
  for (let taken = AT_ONCE; taken === AT_ONCE && !signal.aborted; ) {
    const due = await claimMail(sending.pool, AT_ONCE, sending.leaseMs)
    taken = due.length
    await Promise.all(due.map((mail) => sendOne(sending, mail, signal)))
  }
}

async function sendOne(sending: LetterSending, mail: DueMail, signal: AbortSignal): Promise<void> {
  const { pool, log } = sending
  const result = await attempt(sending, mail, signal)
  count('portcullis_letters_total', { result: result.isDelivered ? 'delivered' : 'failed' })
  if (result.isDelivered) return settleMail(pool, mail.id, '', null)
  const again = result.isFinal ? null : againAfter(mail.attempts, Math.random(), result.wishedMs)
  const error =
    again === null && !result.isFinal
      ? `Given up after ${MAX_ATTEMPTS} attempts. ${result.error}`
      : result.error
  await settleMail(pool, mail.id, error, again)
  log.warn({ mail: mail.id, kind: mail.kind, attempts: mail.attempts, error }, 'a mail was not sent')
}

async function attempt(
  { mailer, secretKey }: LetterSending,
  { id, recipient, subject, sealed, isLate }: DueMail,
  signal: AbortSignal,
): Promise<Attempt> {
  if (isLate) return failed('It was not sent before its link expired.', { isFinal: true })
  try {
    const body = openMail(secretKey, id, sealed)
    return await mailer.send(id, recipient, { subject, ...body }, signal)
  } catch (error) {
    if (signal.aborted) throw error
    return failed('Its text cannot be opened: SECRET_KEY is another than when it was written.', {
      isFinal: true,
    })
  }
}

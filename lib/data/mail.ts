// Mail about accounts, as the dashboard writes and shows it; mail-queue.ts sends it.
import { type Database, database } from './client.ts'

/** As lib/mail prepares it. */
export type NewMail = {
  readonly id: string
  readonly kind: string
  readonly recipient: string
  readonly subject: string
  readonly sealed: Buffer
  /** False: it is not sent; the local mailbox shows it. */
  readonly isDue: boolean
  readonly expiresAt: Date | null
}
export type StoredMail = {
  readonly id: string
  readonly at: Date
  readonly kind: string
  readonly recipient: string
  readonly subject: string
  readonly sealed: Uint8Array | null
}

/** Stores a mail in the transaction that it is given, or alone. Nothing for what there is no way to send. */
export async function insertMail(mail: NewMail | null, db: Database = database()): Promise<void> {
  if (mail === null) return
  const { id, kind, recipient, subject, sealed, isDue, expiresAt } = mail
  const nextAt = isDue ? new Date() : null
  const stored = { id, kind, recipient, subject: subject.slice(0, 200), expiresAt, nextAt }
  await db.mail.create({ data: { ...stored, sealed: new Uint8Array(sealed) } })
}

const SHOWN = { id: true, at: true, kind: true, recipient: true, subject: true, sealed: true } as const

/** The newest first. */
export function listMail(limit: number): Promise<StoredMail[]> {
  return database().mail.findMany({ select: SHOWN, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: limit })
}

export function findMail(id: string): Promise<StoredMail | null> {
  return database().mail.findUnique({ where: { id }, select: SHOWN })
}

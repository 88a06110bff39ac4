// What visitors write, stored by the dashboard; contact-mail.ts takes it from there.
import { randomUUID } from 'node:crypto'
import type { ContactMessage } from '#lib/messages/index.ts'
import { storableText } from './admission/index.ts'
import { database } from './client.ts'

/** Stores a message, due to be mailed at once. @throws Fault store-unavailable */
export async function insertContactMessage(written: Omit<ContactMessage, 'id' | 'at'>): Promise<string> {
  const id = `msg_${randomUUID()}`
  await database().contactMessage.create({
    data: {
      id,
      page: storableText(written.page, 500) ?? '',
      name: storableText(written.name, 100) ?? '',
      email: written.email,
      message: storableText(written.message, 5000) ?? '',
    },
  })
  return id
}

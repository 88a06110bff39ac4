// A message of somebody without an account, about a page of the catalogue: a mistake in it, most of all.
import { insertContactMessage } from '#lib/data/contact.ts'
import { takeAttempt } from '#lib/data/throttle.ts'
import { Fault } from '#lib/fault.ts'
import { publicPathOf } from '#lib/pages/index.ts'

export type ContactForm = {
  readonly page: string
  readonly name: string
  readonly email: string
  readonly message: string
  /** A field that no person sees. */
  readonly website: string
}

const MAX = { name: 100, email: 254, message: 5000 }
// Loose on purpose: what is left of an address after this only a letter to it could tell.
const EMAIL = /^[^\s@"(),:;<>[\\\]\p{Cc}]+@[^\s@.\p{Cc}]+(\.[^\s@.\p{Cc}]+)+$/u

/**
 * Stores a message; it is mailed to the operator where mail is set up. What fills in the hidden field is a program:
 * it is thanked, and nothing is stored.
 * @param address the client's network address, which the throttle counts by
 * @throws Fault invalid-input {field}, too-many-attempts, store-unavailable
 */
export async function sendContactMessage(form: ContactForm, address: string): Promise<void> {
  if (form.website !== '') return
  const written = {
    page: publicPathOf(form.page),
    name: checked('name', form.name),
    email: checked('email', form.email),
    message: checked('message', form.message),
  }
  if (!EMAIL.test(written.email))
    throw refused('email', 'This is not an e-mail address. One looks like ada@example.com.')
  if (written.message === '') throw refused('message', 'The message is empty. Write what you want to say.')
  await takeAttempt('contact-address', address)
  await takeAttempt('contact', 'all')
  await insertContactMessage(written)
}

function checked(field: keyof typeof MAX, text: string): string {
  const trimmed = text.trim()
  if (trimmed.length > MAX[field])
    throw refused(field, `This is longer than ${MAX[field]} characters. Shorten it.`)
  return trimmed
}

function refused(field: string, sentence: string): Fault {
  return new Fault('invalid-input', sentence, { data: { field } })
}

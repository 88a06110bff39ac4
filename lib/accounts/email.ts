// An e-mail address in the one form it is stored and looked up in.
import { Fault } from '#lib/fault.ts'

const MAX_LENGTH = 254
// Loose on purpose: what is left of an address after this only a letter to it could tell.
const FORM = /^[^\s@"(),:;<>[\\\]\p{Cc}]+@[^\s@.\p{Cc}]+(\.[^\s@.\p{Cc}]+)*$/u

/**
 * Trimmed and lower-cased.
 * @throws Fault invalid-input for what cannot be an address
 */
export function normalEmail(text: string): string {
  const email = text.trim().normalize('NFC').toLowerCase()
  if (email.length > MAX_LENGTH || !FORM.test(email))
    throw new Fault('invalid-input', 'This is not an e-mail address. One looks like ada@example.com.', {
      data: { field: 'email' },
    })
  return email
}

/** The name of the organisation that signing up makes: "Ada's organisation". */
export function organisationNameFor(email: string): string {
  const local = email.slice(0, email.indexOf('@')).split(/[.+_-]/)[0] || 'My'
  const name = local.charAt(0).toUpperCase() + local.slice(1, 40)
  return `${name}'s organisation`
}

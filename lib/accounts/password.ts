// What a password may be (NIST 800-63B): long, any characters, nothing that everybody guesses first.
import { Fault } from '#lib/fault.ts'
import { isCommonPassword } from './common-passwords.ts'

// NIST 800-63B-4 for a password that may be the only factor.
const MIN_CHARACTERS = 15
const MAX_BYTES = 1024

/** The form that is hashed: the same keys give the same text on every keyboard and system. */
export function normalPassword(password: string): string {
  return password.normalize('NFKC')
}

/**
 * Checks a password that is about to be set; returns its normal form.
 * @param least how many characters it must have
 * @throws Fault invalid-input, saying what to change
 */
export function checkPassword(password: string, email: string, least = MIN_CHARACTERS): string {
  if (!password.isWellFormed()) throw refused('The password holds half of a character. Type it again.')
  const normal = normalPassword(password)
  if ([...normal].length < least)
    throw refused(`The password is too short: use at least ${least} characters, such as four words.`)
  if (Buffer.byteLength(password) > MAX_BYTES || Buffer.byteLength(normal) > MAX_BYTES)
    throw refused(`The password is too long: use at most ${MAX_BYTES} bytes.`)
  const plain = normal.trim().toLowerCase()
  if (plain === email || plain === email.split('@')[0])
    throw refused('The password is the e-mail address. Choose one that nobody can know.')
  if (isCommonPassword(plain, wordsOf(email)))
    throw refused(
      'This password is one of those that are tried first. Choose another, such as four words that nobody has written together.',
    )
  return normal
}

// Its parts, too: 'ada.lovelace@example.com' is 'ada', 'lovelace', 'example' to whoever guesses.
function wordsOf(email: string): string[] {
  const [name = '', host = ''] = email.split('@')
  return [name, host, ...name.split(/[^\p{L}]+/u), ...host.split('.')].filter(({ length }) => length > 2)
}

/** True for what could never be anybody's password, so that no time is spent on hashing it. */
export function isTooLong(password: string): boolean {
  return Buffer.byteLength(password) > MAX_BYTES
}

function refused(sentence: string): Fault {
  return new Fault('invalid-input', sentence, { data: { field: 'password' } })
}

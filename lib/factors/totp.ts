// Codes that an app shows (TOTP, RFC 6238): six digits of HMAC-SHA-1 over the half minute, which is what every app does.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const STEP_MS = 30_000
const DIGITS = 6
const SECRET_BYTES = 20
// RFC 4648, which apps read; the ids of this house are in another base 32.
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
// A code of the half minute before or after counts too: clocks differ, and typing takes a while.
const DRIFT = [0, -1, 1] as const

/** A fresh secret in base 32, as it is typed into an app. */
export function newTotpSecret(): string {
  return [...randomBytes(SECRET_BYTES * 2)]
    .slice(0, (SECRET_BYTES * 8) / 5)
    .map((byte) => ALPHABET[byte & 31])
    .join('')
}

/** What the QR code says. */
export function totpUri(secret: string, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_MS / 1000}`
}

/**
 * The half minute that `code` is of, or null where it is wrong. Compares in constant time.
 * @param atMs the clock, in ms since 1970
 */
export function stepOfCode(secret: string, code: string, atMs: number): number | null {
  const now = Math.floor(atMs / STEP_MS)
  const given = Buffer.from(code.padEnd(DIGITS).slice(0, DIGITS))
  let found: number | null = null
  for (const drift of DRIFT) {
    const expected = Buffer.from(codeOfStep(secret, now + drift))
    if (given.length === expected.length && timingSafeEqual(given, expected) && code.length === DIGITS)
      found ??= now + drift
  }
  return found
}

/** The code of a half minute. */
export function codeOfStep(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  const number = mac.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

function bytesOf(secret: string): Buffer {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const letter of secret) {
    held = ((held << 5) | ALPHABET.indexOf(letter)) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 255)
    }
  }
  return Buffer.from(bytes)
}

// A browser that somebody has signed in with before. Wrong passwords from all others are counted against an account
// together, and few are let through; its owner's browser is counted apart, so that a stranger's guesses keep nobody out.
// The mark opens nothing: it only says that guesses from here are not the strangers'.
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { env } from '#lib/env.ts'

/** A mark for a browser that has just proved to be an account's. */
export function browserMark(email: string): string {
  const nonce = randomBytes(16).toString('base64url')
  return `${nonce}.${proofOf(nonce, email).toString('base64url')}`
}

/** What a marked browser's attempts are counted by; null for a mark of another account, and for none. */
export function knownBrowser(mark: string | undefined, email: string): string | null {
  const [, nonce, proof] = /^([\w-]{22})\.([\w-]{43})$/.exec(mark ?? '') ?? []
  if (nonce === undefined || proof === undefined) return null
  return timingSafeEqual(Buffer.from(proof, 'base64url'), proofOf(nonce, email)) ? nonce : null
}

function proofOf(nonce: string, email: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', env().secretKey, '', 'portcullis known browser v1', 32))
  return createHmac('sha256', key)
    .update(JSON.stringify([nonce, email]))
    .digest()
}

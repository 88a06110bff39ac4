// Recovery codes: 80 random bits each, so a plain digest keeps them safe at rest.
import { createHash, randomBytes } from 'node:crypto'
import { base32 } from '#lib/id.ts'

const COUNT = 10
const BYTES = 10

export type RecoveryCode = { readonly text: string; readonly digest: string }

/** Fresh codes, like `q3f8-0s1d-kk2z-9w5e`. `text` is shown once. */
export function newRecoveryCodes(userId: string): RecoveryCode[] {
  return Array.from({ length: COUNT }, () => {
    const plain = base32(randomBytes(BYTES))
    const text = plain.match(/.{4}/g)?.join('-') ?? plain
    return { text, digest: digestOf(userId, plain) }
  })
}

/** The digest of what somebody typed, with or without dashes; null for what is no such code. */
export function digestOfTyped(userId: string, typed: string): string | null {
  // Read aloud or copied by hand: what the alphabet leaves out is what it is mistaken for.
  const plain = typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1')
  return /^[0-9a-hjkmnp-tv-z]{16}$/.test(plain) ? digestOf(userId, plain) : null
}

function digestOf(userId: string, plain: string): string {
  return createHash('sha256').update(`${userId} ${plain}`).digest('hex')
}

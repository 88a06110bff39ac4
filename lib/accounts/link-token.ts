// What stands in a mailed link: `pcl_` and 256 random bits. Only its SHA-256 is stored: 256 random bits need no slow hash.
import { createHash, randomBytes } from 'node:crypto'
import { base32 } from '#lib/id.ts'

const FORM = /^pcl_[0-9a-hjkmnp-tv-z]{52}$/

export type LinkToken = { readonly text: string; readonly digest: string }

export function newLinkToken(): LinkToken {
  const text = `pcl_${base32(randomBytes(32))}`
  return { text, digest: digestOf(text) }
}

/** What a link's token is looked up by; null for what never was one. */
export function linkDigest(text: string): string | null {
  return FORM.test(text) ? digestOf(text) : null
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

// Text that travels through a client and comes back unread and unchanged, for one purpose and one
// holder only. The same text seals to the same result (a synthetic IV, as in RFC 5297), so a session id
// does not change from answer to answer; whoever holds it learns nothing and can pass it to nobody.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

export type Sealer = {
  /** @param bound the holder and the use; only the same list opens it again */
  seal(bound: readonly string[], text: string): string
  /** The text, or null for anything that was not sealed with this key for this list. */
  open(bound: readonly string[], sealed: string): string | null
}

const TAG_BYTES = 16

/** @param secretKey 32 bytes, the same on every replica */
export function createSealer(secretKey: Buffer): Sealer {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', secretKey, '', `portcullis ${use} v1`, 32))
  const macKey = derive('seal mac')
  const cipherKey = derive('seal cipher')
  const tagOf = (bound: readonly string[], text: string) =>
    createHmac('sha256', macKey)
      .update(JSON.stringify([...bound, text]))
      .digest()
      .subarray(0, TAG_BYTES)
  return {
    seal(bound, text) {
      const tag = tagOf(bound, text)
      const cipher = createCipheriv('aes-256-ctr', cipherKey, tag)
      return Buffer.concat([tag, cipher.update(text, 'utf8'), cipher.final()]).toString('base64url')
    },
    open(bound, sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      // One text, one spelling: the decoder would overlook stray characters.
      if (bytes.length < TAG_BYTES || bytes.toString('base64url') !== sealed) return null
      const tag = bytes.subarray(0, TAG_BYTES)
      const cipher = createDecipheriv('aes-256-ctr', cipherKey, tag)
      const text = Buffer.concat([cipher.update(bytes.subarray(TAG_BYTES)), cipher.final()]).toString('utf8')
      return timingSafeEqual(tagOf(bound, text), tag) ? text : null
    },
  }
}

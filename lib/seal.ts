// Text at rest: AES-256-GCM, bound to the place where it is stored. A ciphertext that was moved to another
// row or organisation, cut short or altered opens as nothing at all.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals a text for storage: version byte, nonce, ciphertext, tag.
 * @param secretKey 32 bytes
 * @param place where it is stored, e.g. organisation, row and column; only the same list opens it again
 */
export function sealText(secretKey: Buffer, place: readonly string[], text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', secretKey, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(boundTo(place))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), nonce, sealed, cipher.getAuthTag()])
}

/**
 * The text that was sealed for this place.
 * @throws Error for anything else
 */
export function openText(secretKey: Buffer, place: readonly string[], sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  if (bytes[0] !== VERSION || bytes.length < 1 + NONCE_BYTES + TAG_BYTES) throw new Error('not a sealed text')
  const nonce = bytes.subarray(1, 1 + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', secretKey, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(boundTo(place))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const plain = [decipher.update(bytes.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()]
  return Buffer.concat(plain).toString('utf8')
}

// A JSON array is unambiguous: no list of names can be cut differently to the same text.
function boundTo(place: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify([VERSION, ...place]))
}

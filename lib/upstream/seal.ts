// A customer's headers at rest: AES-256-GCM, bound to the place they are stored in. A ciphertext that
// was moved to another server or organisation, cut short or altered opens as nothing at all.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Fault } from '#lib/fault.ts'
import { checkHeaders } from './header.ts'

/** Where the sealed headers are stored. */
export type Owner = { readonly organisationId: string; readonly serverId: string }

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals headers for storage: version byte, nonce, ciphertext, tag.
 * @param secretKey 32 bytes
 * @throws {Fault} `invalid-input` for names and values that no request could carry
 */
export function sealHeaders(
  secretKey: Buffer,
  owner: Owner,
  headers: Readonly<Record<string, string>>,
): Buffer {
  return sealText(secretKey, placeOf(owner), JSON.stringify(checkHeaders(headers)))
}

/**
 * The headers that were sealed for this owner.
 * @throws {Fault} `internal` for anything else: the server's credentials must then be entered again
 */
export function openHeaders(secretKey: Buffer, owner: Owner, sealed: Uint8Array): Record<string, string> {
  try {
    return checkHeaders(JSON.parse(openText(secretKey, placeOf(owner), sealed)))
  } catch (cause) {
    throw new Fault(
      'internal',
      'The stored headers of this server cannot be opened. Enter them again; if SECRET_KEY was changed, put the old one back.',
      { cause },
    )
  }
}

/**
 * Seals a text for one place: version byte, nonce, ciphertext, tag.
 * @param secretKey 32 bytes
 * @param place what it is bound to: organisation, object, and what it is there
 */
export function sealText(secretKey: Buffer, place: readonly string[], text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', secretKey, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(boundTo(place))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), nonce, sealed, cipher.getAuthTag()])
}

/** The text that was sealed for this place. @throws {Error} for anything else */
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

function placeOf({ organisationId, serverId }: Owner): string[] {
  return [organisationId, serverId, 'server.headers']
}

// A JSON array is unambiguous: no organisation and server id can be cut differently to the same text.
function boundTo(place: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify([VERSION, ...place]))
}

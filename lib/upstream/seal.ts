// A customer's headers at rest, bound to the server that they are for.
import { Fault } from '#lib/fault.ts'
import { openText, sealText } from '#lib/seal.ts'
import { checkHeaders } from './header.ts'

/** Where the sealed headers are stored. */
export type Owner = { readonly organisationId: string; readonly serverId: string }

/**
 * Seals headers for storage.
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

function placeOf({ organisationId, serverId }: Owner): readonly string[] {
  return [organisationId, serverId, 'server.headers']
}

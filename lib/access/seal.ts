// Tokens and clients at rest: bound to the server, and tokens to the person whose they are. Moved to another row they
// open as nothing.
import { Fault } from '#lib/fault.ts'
import { openText, sealText } from '#lib/seal.ts'
import type { OauthClient } from '#lib/upstream/index.ts'

export type TokenSeal = {
  readonly accessToken: string
  readonly refreshToken: string | null
  /** Who gave them: they are shown to nobody else. */
  readonly issuer: string
  readonly clientId: string
}
type ServerPlace = { readonly organisationId: string; readonly serverId: string }

/** @param secretKey 32 bytes */
export function sealTokens(
  secretKey: Buffer,
  place: ServerPlace & { readonly owner: string },
  tokens: TokenSeal,
): Buffer {
  return sealText(secretKey, tokenPlace(place), JSON.stringify(tokens))
}

/** @throws {Fault} internal, where it was sealed for another place or under another key */
export function openTokens(
  secretKey: Buffer,
  place: ServerPlace & { readonly owner: string },
  sealed: Uint8Array,
): TokenSeal {
  return opened(() => JSON.parse(openText(secretKey, tokenPlace(place), sealed)) as TokenSeal)
}

export function sealClient(secretKey: Buffer, place: ServerPlace, client: OauthClient): Buffer {
  return sealText(secretKey, clientPlace(place), JSON.stringify(client))
}

/** @throws {Fault} internal */
export function openClient(secretKey: Buffer, place: ServerPlace, sealed: Uint8Array): OauthClient {
  return opened(() => JSON.parse(openText(secretKey, clientPlace(place), sealed)) as OauthClient)
}

function opened<T>(open: () => T): T {
  try {
    return open()
  } catch (cause) {
    throw new Fault(
      'internal',
      'What is stored of this server’s sign-in cannot be opened. Connect it again; if SECRET_KEY was changed, put the old one back.',
      { cause, data: { handedOver: false } },
    )
  }
}

function tokenPlace({ organisationId, serverId, owner }: ServerPlace & { readonly owner: string }): string[] {
  return [organisationId, serverId, owner, 'upstream.tokens']
}

function clientPlace({ organisationId, serverId }: ServerPlace): string[] {
  return [organisationId, serverId, 'upstream.client']
}

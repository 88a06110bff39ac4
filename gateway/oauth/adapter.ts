// Where the authorization server keeps what it knows. Ids of what opens something are stored as digests; the grant is
// the product's own, so that revoking it, or its end, ends everything here with the next look.

import type { Adapter, Payload } from 'oidc-provider'
import type { Pool } from '#lib/data/admission/index.ts'
import {
  consumeToken,
  deleteRequest,
  deleteToken,
  digestOf,
  type EndedBy,
  endGrant,
  findClient,
  findOauthGrant,
  findRequest,
  findToken,
  noteClientUsed,
  type OauthTokenKind,
  saveClient,
  saveRequest,
  saveToken,
} from '#lib/data/oauth/index.ts'
import { oauthUrl } from '#lib/urls.ts'
import { SCOPE } from './metadata.ts'

export type AdapterDeps = {
  readonly pool: Pool
  readonly appUrl: string
  /** Why a grant ends, as the request that is served now has it. */
  readonly endedBy: () => EndedBy
  /** What is thrown where a code or token is used for the second time. */
  readonly usedAlready: () => Error
}

const TOKENS: Readonly<Record<string, OauthTokenKind>> = {
  AuthorizationCode: 'code',
  AccessToken: 'access',
  RefreshToken: 'refresh',
}

/** The store of one model of the library, by the model's name. */
export function adapterFor(model: string, deps: AdapterDeps): Adapter {
  const kind = TOKENS[model]
  if (kind !== undefined) return { ...NOTHING, ...tokens(kind, deps) }
  switch (model) {
    case 'Client':
      return { ...NOTHING, ...clients(deps) }
    case 'Grant':
      return { ...NOTHING, ...grants(deps) }
    case 'Interaction':
    case 'ReplayDetection':
      return { ...NOTHING, ...requests(model, deps) }
    default:
      // A browser is known by the dashboard's session alone: nothing is remembered of it here.
      return NOTHING
  }
}

const NOTHING: Adapter = {
  upsert: async () => {},
  find: async () => undefined,
  consume: async () => {},
  destroy: async () => {},
  revokeByGrantId: async () => {},
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
}

function tokens(kind: OauthTokenKind, { pool, endedBy, usedAlready }: AdapterDeps): Partial<Adapter> {
  return {
    upsert: (text, { jti: _, ...payload }, seconds = 0) =>
      saveToken(pool, kind, text, { grantId: String(payload.grantId), payload }, seconds),
    find: async (text) => {
      const found = await findToken(pool, kind, text)
      return found ? { ...found.payload, jti: text, ...(found.isConsumed && { consumed: true }) } : undefined
    },
    consume: async (text) => {
      if (await consumeToken(pool, kind, text)) return
      // Somebody else was faster by less than a look: that is a second use, too.
      const found = await findToken(pool, kind, text)
      if (found) await endGrant(pool, String(found.payload.grantId), 'reuse')
      throw usedAlready()
    },
    destroy: (text) => deleteToken(pool, kind, text),
    revokeByGrantId: (grantId) => endGrant(pool, grantId, endedBy()),
  }
}

function clients({ pool }: AdapterDeps): Partial<Adapter> {
  return {
    upsert: (id, metadata) => saveClient(pool, id, metadata),
    find: async (id) => {
      const metadata = await findClient(pool, id)
      if (metadata) await noteClientUsed(pool, id)
      return metadata ? { ...metadata } : undefined
    },
  }
}

function grants({ pool, appUrl, endedBy }: AdapterDeps): Partial<Adapter> {
  return {
    upsert: async () => {
      throw new Error('a grant is made by the person who consents, in the dashboard')
    },
    find: async (id) => {
      const grant = await findOauthGrant(pool, id)
      if (!grant) return undefined
      return {
        jti: id,
        kind: 'Grant',
        accountId: grant.userId,
        clientId: grant.clientId,
        resources: { [oauthUrl(appUrl, grant.serverId)]: SCOPE },
        iat: grant.consentedAt,
        ...(grant.expiresAt !== null && { exp: grant.expiresAt }),
      }
    },
    destroy: (id) => endGrant(pool, id, endedBy()),
  }
}

function requests(model: string, { pool, usedAlready }: AdapterDeps): Partial<Adapter> {
  return {
    upsert: (id, { jti: _, ...payload }, seconds = 0) =>
      saveRequest(pool, digestOf(model, id), payload, seconds),
    find: async (id): Promise<Payload | undefined> => {
      const payload = await findRequest(pool, digestOf(model, id))
      return payload ? { ...payload, jti: id } : undefined
    },
    destroy: async (id) => {
      // Two browsers may come back at once; one of them goes on.
      if (!(await deleteRequest(pool, digestOf(model, id)))) throw usedAlready()
    },
  }
}

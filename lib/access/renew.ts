// One renewal of one connection. Where refresh tokens are used once, the second who shows one ends the access of all:
// so whoever renews holds a lease, and asks for less time than it lasts.
import { randomBytes } from 'node:crypto'
import type { Pool } from '#lib/data/admission/index.ts'
import {
  breakConnection,
  claimRenewal,
  giveUpRenewal,
  keepRenewal,
  type Place,
  refuseClient,
  type StoredTokens,
} from '#lib/data/connections/index.ts'
import { Fault } from '#lib/fault.ts'
import { type Reach, refreshTokens, type TokenAnswer } from '#lib/upstream/index.ts'
import { openClient, openTokens, sealTokens } from './seal.ts'

export type AccessDeps = {
  readonly pool: Pool
  /** 32 bytes. */
  readonly secretKey: Buffer
  readonly reach: Reach
}
/** `elsewhere`: another process is at it, or has done it. `fault`: it failed for now. */
export type Renewal = { readonly kind: 'done' | 'elsewhere'; readonly fault: Fault | null }

// lib/upstream asks for 20 s at most.
const LEASE_MS = 60_000
// Six statements of at most two seconds, and seven and a half between them.
const KEEP_ATTEMPTS = 6
const DONE: Renewal = { kind: 'done', fault: null }

/** @throws {Fault} store-unavailable, internal */
export async function renew(deps: AccessDeps, place: Place, stored: StoredTokens): Promise<Renewal> {
  const { pool, secretKey } = deps
  const tokens = openTokens(secretKey, place, stored.sealedTokens)
  const client = openClient(secretKey, place, stored.sealedClient)
  const isTheirs = tokens.issuer === stored.issuer && tokens.clientId === client.id
  if (tokens.refreshToken === null || !isTheirs) {
    await breakConnection(
      pool,
      place,
      'The access to this server has ended and cannot be renewed. Connect it again.',
    )
    return DONE
  }
  const holder = randomBytes(16).toString('hex')
  if (!(await claimRenewal(pool, place, holder, LEASE_MS))) return { kind: 'elsewhere', fault: null }
  let answer: TokenAnswer
  try {
    const { tokenEndpoint, resource } = stored
    answer = await refreshTokens({ tokenEndpoint, resource, client }, tokens.refreshToken, deps.reach)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    await giveUpRenewal(pool, place, holder)
    return { kind: 'done', fault: notNow(error) }
  }
  if (answer.kind === 'refused') {
    if (answer.error === 'invalid_client') await refuseClient(pool, place)
    await breakConnection(
      pool,
      place,
      `${new URL(stored.issuer).host} does not renew the access to this server: ${answer.reason}. Connect it again.`,
    )
    return DONE
  }
  const { accessToken, refreshToken, lastsSeconds, scope } = answer.tokens
  const sealed = { accessToken, refreshToken, issuer: tokens.issuer, clientId: tokens.clientId }
  const sealedTokens = sealTokens(secretKey, place, sealed)
  await keep(() => keepRenewal(pool, place, holder, { sealedTokens, lastsSeconds, scope }))
  return DONE
}

// The old refresh token is used up, and nobody else has the new one: a busy database is asked again for as long as the
// lease lasts. Written twice it is written once, for the first moves the revision.
async function keep(write: () => Promise<boolean>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await write()
      return
    } catch (error) {
      if (attempt === KEEP_ATTEMPTS) throw error
      await new Promise((resolve) => setTimeout(resolve, attempt * 500))
    }
  }
}

// Of the request to the server itself nothing was sent.
function notNow({ message, cause }: Fault): Fault {
  return new Fault('upstream-not-renewed', `The access to this server could not be renewed: ${message}`, {
    cause,
    data: { handedOver: false },
  })
}

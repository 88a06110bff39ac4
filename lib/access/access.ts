// The token that a server is reached with now. It is read for each use, so that what was disconnected is not used
// again; and renewed in time, by one process of all.
import {
  type Asked,
  breakConnection,
  findTokens,
  type StoredTokens,
  wantScope,
} from '#lib/data/connections/index.ts'
import { Fault } from '#lib/fault.ts'
import { type AccessDeps, type Renewal, renew } from './renew.ts'
import { openTokens } from './seal.ts'

export type Access = {
  readonly token: string
  readonly owner: string
  readonly revision: number
}
export type Accesses = {
  /**
   * @throws {Fault} upstream-not-connected, where a person has to connect first; store-unavailable; internal; and what
   *   the authorization server's failing means. `data.handedOver` is false in all of them
   */
  of(asked: Asked): Promise<Access>
  /**
   * Another token, after the server refused this one; null where there is none, which is then written down.
   * @throws {Fault} store-unavailable
   */
  after(asked: Asked, refused: Access): Promise<Access | null>
  /** Writes down that the server refuses a token that was just given for it. @throws {Fault} store-unavailable */
  refuse(asked: Asked, refused: Access): Promise<void>
  /** Writes down what the server wants beside what was given: the next who connects is asked for it. */
  want(asked: Asked, scope: string): Promise<void>
}

// Sooner than the token ends: it has to last until the server has read it.
const EARLY_SECONDS = 30
const REFUSED = 'The server refuses the access that its sign-in gave. Connect it again.'
const WAIT_MS = 75_000
const LOOK_MS = 150

export function createAccesses(deps: AccessDeps): Accesses {
  const { pool } = deps
  const underWay = new Map<string, Promise<Renewal>>()

  // In one process a single renewal, whoever waits for it.
  function renewOnce(asked: Asked, stored: StoredTokens): Promise<Renewal> {
    const { organisationId, serverId } = asked
    const key = [organisationId, serverId, stored.owner, stored.revision].join(' ')
    const running = underWay.get(key)
    if (running) return running
    const place = { organisationId, serverId, owner: stored.owner, revision: stored.revision }
    const started = renew(deps, place, stored).finally(() => underWay.delete(key))
    underWay.set(key, started)
    return started
  }

  async function find(asked: Asked): Promise<StoredTokens> {
    const stored = await findTokens(pool, asked)
    if (!stored)
      throw notConnected('Nobody has signed in to this server for it. Connect it in the dashboard.')
    if (stored.isBroken) throw notConnected(stored.message)
    return stored
  }

  function accessOf(asked: Asked, stored: StoredTokens): Access {
    const place = { organisationId: asked.organisationId, serverId: asked.serverId, owner: stored.owner }
    const { accessToken } = openTokens(deps.secretKey, place, stored.sealedTokens)
    return { token: accessToken, owner: stored.owner, revision: stored.revision }
  }

  // Until the revision is another one: renewed here, by another process, or connected anew by a person.
  async function renewed(asked: Asked, first: StoredTokens): Promise<StoredTokens> {
    const until = performance.now() + WAIT_MS
    let stored = first
    while (stored.revision === first.revision) {
      const { kind, fault } = await renewOnce(asked, stored)
      if (fault) throw fault
      if (kind === 'elsewhere') await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      stored = await find(asked)
      if (performance.now() > until) throw slow()
    }
    return stored
  }

  return {
    async of(asked) {
      const stored = await find(asked)
      const { secondsLeft } = stored
      if (secondsLeft === null || secondsLeft > EARLY_SECONDS) return accessOf(asked, stored)
      if (secondsLeft <= 0) return accessOf(asked, await renewed(asked, stored))
      // It is still good: a renewal that fails now, or that another process has, must not fail the call.
      await renewOnce(asked, stored).catch(() => {})
      const now = await find(asked)
      return accessOf(asked, now)
    },
    async after(asked, refused) {
      try {
        const stored = await find(asked)
        if (stored.owner !== refused.owner) return null
        if (stored.revision !== refused.revision) return accessOf(asked, stored)
        return accessOf(asked, await renewed(asked, stored))
      } catch (error) {
        if (error instanceof Fault && error.code !== 'store-unavailable') return null
        throw error
      }
    },
    refuse: ({ organisationId, serverId }, { owner, revision }) =>
      breakConnection(pool, { organisationId, serverId, owner, revision }, REFUSED),
    want: (asked, scope) => wantScope(pool, asked, scope),
  }
}

function notConnected(message: string): Fault {
  return new Fault('upstream-not-connected', message, { data: { handedOver: false } })
}

function slow(): Fault {
  return new Fault(
    'upstream-slow',
    'The access to this server is being renewed, which takes too long. Try again.',
    {
      data: { handedOver: false },
    },
  )
}

// How much one grant, one organisation and one session have open at once, in this process. Who is at the
// limit is refused; the room of all others stays theirs.
import type { Facts } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import type { Bounds } from './config.ts'

/** Gives the places back. Call it once. */
export type Leave = () => void
export type Occupancy = {
  /**
   * Takes the place of one exchange of a grant. What only answers the server, or tells it something, has
   * places of its own: requests may be waiting for it.
   * @throws {Fault} too-many-at-once, and nothing was taken
   */
  exchange(facts: Facts, kind: 'request' | 'answer'): Leave
  /** The same for a standing stream; `session` is null where it belongs to none. */
  stream(facts: Facts, session: string | null): Leave
}

export function createOccupancy(bounds: Bounds): Occupancy {
  const request = { grants: new Places(GRANT_REQUESTS), organisations: new Places(ORGANISATION_REQUESTS) }
  const answer = { grants: new Places(GRANT_REQUESTS), organisations: new Places(ORGANISATION_REQUESTS) }
  const streams = { grants: new Places(GRANT_STREAMS), sessions: new Places(SESSION_STREAMS) }
  const kinds = { request, answer }
  const { maxExchangesPerGrant, maxExchangesPerOrganisation, maxStreamsPerGrant, maxStreamsPerSession } =
    bounds
  return {
    exchange({ grant, organisationId }, kind) {
      const { grants, organisations } = kinds[kind]
      const own = grants.of(grant.id, maxExchangesPerGrant)
      const shared = organisations.of(organisationId, maxExchangesPerOrganisation)
      own.taken++
      shared.taken++
      return () => {
        own.taken--
        shared.taken--
      }
    },
    stream({ grant }, session) {
      const { grants, sessions } = streams
      const own = grants.of(grant.id, maxStreamsPerGrant)
      const shared = session === null ? null : sessions.of(session, maxStreamsPerSession)
      own.taken++
      if (shared) shared.taken++
      return () => {
        own.taken--
        if (shared) shared.taken--
      }
    },
  }
}

type Count = { taken: number }

/** How many places of one kind each has taken. */
class Places {
  readonly #counts = new Map<string, Count>()
  readonly #refusal: (most: number) => string
  #sweepAt = LEAST_SWEPT
  constructor(refusal: (most: number) => string) {
    this.#refusal = refusal
  }

  /** The count of one, to be changed by the caller at once. @throws {Fault} too-many-at-once, where it has `most` */
  of(whose: string, most: number): Count {
    const known = this.#counts.get(whose)
    if (!known) return this.#add(whose)
    if (known.taken >= most) throw new Fault('too-many-at-once', this.#refusal(most))
    return known
  }

  // Who has left will mostly be back: its count stays until as many stand here again as were left by the last sweep.
  #add(whose: string): Count {
    if (this.#counts.size >= this.#sweepAt) {
      for (const [each, { taken }] of this.#counts) if (taken === 0) this.#counts.delete(each)
      this.#sweepAt = Math.max(LEAST_SWEPT, 2 * this.#counts.size)
    }
    const count = { taken: 0 }
    this.#counts.set(whose, count)
    return count
  }
}

const LEAST_SWEPT = 1000
const requestsOf = (what: string) => (most: number) =>
  `This ${what} has ${most} requests under way, which is as many as it may. Wait for one to end.`
const streamsOf = (what: string) => (most: number) =>
  `This ${what} has ${most} streams open, which is as many as it may. Close one first.`
const GRANT_REQUESTS = requestsOf('grant')
const ORGANISATION_REQUESTS = requestsOf('organisation')
const GRANT_STREAMS = streamsOf('grant')
const SESSION_STREAMS = streamsOf('session')

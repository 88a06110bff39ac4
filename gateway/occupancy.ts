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
      grants.check(grant.id, maxExchangesPerGrant)
      organisations.check(organisationId, maxExchangesPerOrganisation)
      grants.take(grant.id)
      organisations.take(organisationId)
      return () => {
        grants.leave(grant.id)
        organisations.leave(organisationId)
      }
    },
    stream({ grant }, session) {
      const { grants, sessions } = streams
      grants.check(grant.id, maxStreamsPerGrant)
      if (session !== null) sessions.check(session, maxStreamsPerSession)
      grants.take(grant.id)
      if (session !== null) sessions.take(session)
      return () => {
        grants.leave(grant.id)
        if (session !== null) sessions.leave(session)
      }
    },
  }
}

/** How many places of one kind each has taken. */
class Places {
  readonly #taken = new Map<string, number>()
  readonly #refusal: (most: number) => string
  constructor(refusal: (most: number) => string) {
    this.#refusal = refusal
  }

  check(whose: string, most: number): void {
    if ((this.#taken.get(whose) ?? 0) >= most) throw new Fault('too-many-at-once', this.#refusal(most))
  }

  take(whose: string): void {
    this.#taken.set(whose, (this.#taken.get(whose) ?? 0) + 1)
  }

  leave(whose: string): void {
    const left = (this.#taken.get(whose) ?? 1) - 1
    if (left > 0) this.#taken.set(whose, left)
    else this.#taken.delete(whose)
  }
}

const requestsOf = (what: string) => (most: number) =>
  `This ${what} has ${most} requests under way, which is as many as it may. Wait for one to end.`
const streamsOf = (what: string) => (most: number) =>
  `This ${what} has ${most} streams open, which is as many as it may. Close one first.`
const GRANT_REQUESTS = requestsOf('grant')
const ORGANISATION_REQUESTS = requestsOf('organisation')
const GRANT_STREAMS = streamsOf('grant')
const SESSION_STREAMS = streamsOf('session')

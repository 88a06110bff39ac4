// How much one grant, one organisation and one session have open at once, in this process. Who is at the
// limit is refused; the room of all others stays theirs.
import type { Facts } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import type { Bounds } from './config.ts'

export type Occupancy = {
  /**
   * Runs something that takes the place of one exchange of a grant. What only answers the server, or tells
   * it something, has places of its own: requests may be waiting for it.
   * @throws {Fault} too-many-at-once, and nothing was run
   */
  exchange<Result>(facts: Facts, kind: 'request' | 'answer', run: () => Promise<Result>): Promise<Result>
  /** The same for a standing stream; `session` is null where it belongs to none. */
  stream<Result>(facts: Facts, session: string | null, run: () => Promise<Result>): Promise<Result>
}
type Place = { readonly key: string; readonly most: number; readonly refusal: (most: number) => string }

export function createOccupancy(bounds: Bounds): Occupancy {
  const taken = new Map<string, number>()

  async function during<Result>(places: readonly Place[], run: () => Promise<Result>): Promise<Result> {
    for (const { key, most, refusal } of places)
      if ((taken.get(key) ?? 0) >= most) throw new Fault('too-many-at-once', refusal(most))
    for (const { key } of places) taken.set(key, (taken.get(key) ?? 0) + 1)
    try {
      return await run()
    } finally {
      for (const { key } of places) {
        const left = (taken.get(key) ?? 1) - 1
        if (left > 0) taken.set(key, left)
        else taken.delete(key)
      }
    }
  }

  const { maxExchangesPerGrant, maxExchangesPerOrganisation, maxStreamsPerGrant, maxStreamsPerSession } =
    bounds
  return {
    exchange: ({ grant, organisationId }, kind, run) =>
      during(
        [
          { key: `${kind} ${grant.id}`, most: maxExchangesPerGrant, refusal: GRANT_REQUESTS },
          {
            key: `${kind} ${organisationId}`,
            most: maxExchangesPerOrganisation,
            refusal: ORGANISATION_REQUESTS,
          },
        ],
        run,
      ),
    stream: ({ grant }, session, run) => {
      const ofGrant = { key: `streams ${grant.id}`, most: maxStreamsPerGrant, refusal: GRANT_STREAMS }
      if (session === null) return during([ofGrant], run)
      const key = `session ${session}`
      return during([ofGrant, { key, most: maxStreamsPerSession, refusal: SESSION_STREAMS }], run)
    },
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

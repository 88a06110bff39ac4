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
type Place = { readonly key: string; readonly most: number; readonly refusal: string }

export function createOccupancy(bounds: Bounds): Occupancy {
  const taken = new Map<string, number>()

  async function during<Result>(places: readonly Place[], run: () => Promise<Result>): Promise<Result> {
    for (const { key, most, refusal } of places)
      if ((taken.get(key) ?? 0) >= most) throw new Fault('too-many-at-once', refusal)
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

  return {
    exchange: ({ grant, organisationId }, kind, run) =>
      during(
        [
          {
            key: `${kind} ${grant.id}`,
            most: bounds.maxExchangesPerGrant,
            refusal: `This grant has ${bounds.maxExchangesPerGrant} requests under way, which is as many as it may. Wait for one to end.`,
          },
          {
            key: `${kind} ${organisationId}`,
            most: bounds.maxExchangesPerOrganisation,
            refusal: `This organisation has ${bounds.maxExchangesPerOrganisation} requests under way, which is as many as it may. Wait for one to end.`,
          },
        ],
        run,
      ),
    stream: ({ grant }, session, run) =>
      during(
        [
          {
            key: `streams ${grant.id}`,
            most: bounds.maxStreamsPerGrant,
            refusal: `This grant has ${bounds.maxStreamsPerGrant} streams open, which is as many as it may. Close one first.`,
          },
          ...(session === null
            ? []
            : [
                {
                  key: `session ${session}`,
                  most: bounds.maxStreamsPerSession,
                  refusal: `This session has ${bounds.maxStreamsPerSession} streams open, which is as many as it may. Close one first.`,
                },
              ]),
        ],
        run,
      ),
  }
}

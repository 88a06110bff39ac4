// Every call of this process that waits for a person: asked about all at once, in one statement at a time,
// so that a thousand of them cost the database what one does (G10).
import { findStandings, findTakenBack, type Pool } from '#lib/data/admission/index.ts'
import type { Standing } from '#lib/policy/index.ts'

/** A call that is held. `owner` says whose it is to those who may cancel it. */
export type HeldCall = {
  readonly organisationId: string
  readonly approvalId: string
  readonly owner: string
  /** performance.now() when the request came. */
  readonly receivedAt: number
}
export type Listener = {
  /** Where its approval stands, each time it was read. */
  tell(state: Standing): void
  /** Its client does not want it any more. */
  cancel(): void
  /** It is held no longer, wherever it stands. */
  end(): void
}

export type Held = {
  /** Tells of a call's approval until it is let go. @returns what lets it go */
  watch(call: HeldCall, listener: Listener): () => void
  /** A client takes back a request. @returns how many calls waited under that name */
  cancel(owner: string): number
  /** How many calls are held. */
  count(): number
  /** Every call is held no longer. */
  stop(): void
}
type Watched = { readonly call: HeldCall; readonly listener: Listener }

/** @param everyMs how long after one reading the next begins */
export function createHeld(pool: Pool, everyMs: number): Held {
  const held = new Set<Watched>()
  let timer: NodeJS.Timeout | null = null
  let isReading = false

  function schedule(): void {
    if (timer !== null || isReading || held.size === 0) return
    timer = setTimeout(() => void read(), everyMs)
  }

  async function read(): Promise<void> {
    timer = null
    isReading = true
    const asked = [...held]
    try {
      const places = new Map<string, number>()
      for (const { call } of asked) if (!places.has(call.approvalId)) places.set(call.approvalId, places.size)
      const owners = new Map(asked.map(({ call }) => [call.approvalId, call.organisationId]))
      const found = await findStandings(
        pool,
        [...places.keys()].map((id) => ({ organisationId: owners.get(id) ?? '', id })),
      )
      // After what people said: a request that was taken back by then is found here, and goes on no more.
      const takenBack = await findTakenBack(
        pool,
        asked.map(({ call: { organisationId, owner, receivedAt } }) => ({
          organisationId,
          owner,
          heldMs: performance.now() - receivedAt,
        })),
      )
      for (const [i, each] of asked.entries()) {
        if (takenBack.has(i)) each.listener.cancel()
        // An approval that is not there any more decides nothing.
        const state = found.get(places.get(each.call.approvalId) ?? -1) ?? 'void'
        if (held.has(each)) each.listener.tell(state)
      }
    } catch {
      // The store is away: nothing is known, so nothing happens but that time passes.
    } finally {
      isReading = false
      schedule()
    }
  }

  return {
    watch(call, listener) {
      const watched = { call, listener }
      held.add(watched)
      schedule()
      return () => {
        held.delete(watched)
        if (held.size > 0 || timer === null) return
        clearTimeout(timer)
        timer = null
      }
    },
    cancel(owner) {
      const meant = [...held].filter(({ call }) => call.owner === owner)
      for (const { listener } of meant) listener.cancel()
      return meant.length
    },
    count: () => held.size,
    stop() {
      for (const { listener } of [...held]) listener.end()
    },
  }
}

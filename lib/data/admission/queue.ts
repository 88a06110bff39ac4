// Where calls wait for admission: those that only repeat a refusal in one lane, all others in another (lane.ts), so that
// a flood of refusals neither holds calls up nor travels with them; and each organisation that makes others wait in one of
// its own (own-lanes.ts).
import { Fault } from '#lib/fault.ts'
import { checkStorable, type DecidedCall, type Verdict } from './admit.ts'
import { repeatsRefusal } from './batch.ts'
import { createFolds } from './folds.ts'
import { createLane } from './lane.ts'
import { createOwnLanes } from './own-lanes.ts'
import { type Pool, storeBusy } from './pool.ts'
import { newWaiting } from './waiting.ts'

export type Admission = {
  /**
   * Admits or refuses one decided call, and records it.
   * @throws {Fault} store-unavailable or too-many-at-once: nothing may be forwarded
   */
  admit(call: DecidedCall): Promise<Verdict>
}

const MAX_BATCH = 64
// How long a refusal that repeats another waits for company: a flood of them then costs the database a tenth of its batches.
const COMPANY_MS = 10
const MAX_WAIT_MS = 3000
const MAX_WAITING_PER_GRANT = 1000
const MAX_WAITING = 20_000

/**
 * @param onLost told of each call whose verdict never arrived: its commit may have happened
 * @param now a clock in ms, for how long a call has waited; never for a decision
 */
export function createAdmission(
  pool: Pool,
  onLost: (call: DecidedCall) => void,
  now: () => number = Date.now,
): Admission {
  const folds = createFolds(now)
  const context = { folds, onLost, now, most: MAX_BATCH }
  const own = createOwnLanes(pool, context)
  const shared = createLane(pool, { ...context, own })
  const repeating = createLane(pool, { ...context, own, company: COMPANY_MS })
  const lanes = [shared, repeating, own]
  const ids = new Set<string>()

  function checkRoom({ facts }: DecidedCall): void {
    const waiting = lanes.reduce((sum, { size }) => sum + size, 0)
    // Where fewer wait than one grant may have, none has too many.
    if (waiting < MAX_WAITING_PER_GRANT) return
    const [organisationId, grantId] = [facts.organisationId, facts.grant.id]
    const ofGrant = lanes.reduce((sum, lane) => sum + lane.sizeOf(organisationId, grantId), 0)
    if (ofGrant >= MAX_WAITING_PER_GRANT)
      throw new Fault(
        'too-many-at-once',
        `This grant has ${MAX_WAITING_PER_GRANT} calls waiting, which is as many as it may. Try again in a moment.`,
      )
    if (waiting >= MAX_WAITING) throw storeBusy('too many calls wait')
  }

  return {
    async admit(call) {
      const shape = checkStorable(call)
      checkRoom(call)
      if (ids.has(call.id))
        throw new Fault('internal', 'Two calls came with one id, so the second was refused.')
      ids.add(call.id)
      try {
        return await new Promise<Verdict>((resolve, reject) => {
          const waiting = newWaiting({ call, shape, until: now() + MAX_WAIT_MS }, resolve, reject)
          if (own.takes(call)) own.add(waiting)
          else if (repeatsRefusal(shape, folds)) repeating.add(waiting)
          else shared.add(waiting)
        })
      } finally {
        ids.delete(call.id)
      }
    },
  }
}

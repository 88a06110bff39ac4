// Calls that wait share one statement and one commit. A batch forms while the one before it is under way, and until the turn
// is over in which its first call came: no timer, and no added wait when idle, but for what only repeats a refusal. The shared
// lane never waits for a lock: what would have to wait, and what failed beside others, goes on in a lane of its organisation
// (own-lanes.ts).
import { promisify } from 'node:util'
import { Fault } from '#lib/fault.ts'
import { admitBatch, checkStorable, type DecidedCall, type Verdict } from './admit.ts'
import { admitAlone } from './alone.ts'
import { repeatsRefusal } from './batch.ts'
import { createFolds } from './folds.ts'
import { createOwnLanes } from './own-lanes.ts'
import { type Pool, storeUnavailable } from './pool.ts'
import { createRotation } from './rotation.ts'
import { failureOf } from './sql-errors.ts'
import { giveUp, isInTime, newWaiting, settle, type Waiting } from './waiting.ts'

export type Admission = {
  /**
   * Admits or refuses one decided call, and records it.
   * @throws {Fault} store-unavailable or too-many-at-once: nothing may be forwarded
   */
  admit(call: DecidedCall): Promise<Verdict>
}

const endOfTurn = promisify(setImmediate)

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
  const shared = createRotation<Waiting>()
  const folds = createFolds(now)
  const own = createOwnLanes(pool, { folds, onLost, now, most: MAX_BATCH })
  const ids = new Set<string>()
  let underWay = false
  /** Of those in the shared lane, the calls for which a batch is sent at once. */
  let pressing = 0
  let company: NodeJS.Timeout | undefined

  async function flush(): Promise<void> {
    clearTimeout(company)
    company = undefined
    if (underWay) return
    underWay = true
    while (shared.size > 0) {
      let batch: Waiting[] = []
      try {
        // The first of many would go alone, and all others wait for it: each batch costs Postgres as much as ten calls.
        await endOfTurn()
        batch = takeBatch().filter((each) => isInTime(each, now()))
        await send(batch)
      } catch (error) {
        // Of a batch that could not even be begun, those are told who would have been in it.
        giveUp(batch.length > 0 ? batch : takeBatch(), error, onLost)
      }
      // Those that came meanwhile have not waited their time.
      if (pressing === 0 && shared.size < MAX_BATCH && company) break
    }
    underWay = false
  }

  function takeBatch(): Waiting[] {
    const batch = shared.take(MAX_BATCH)
    for (const { isPatient } of batch) if (!isPatient) pressing--
    return batch
  }

  function awaitCompany(): void {
    company ??= setTimeout(() => void flush(), COMPANY_MS)
  }

  function add(each: Waiting): void {
    const { organisationId, grant } = each.call.facts
    shared.add(organisationId, grant.id, each)
    if (!each.isPatient) pressing++
    if (each.isPatient && shared.size < MAX_BATCH) awaitCompany()
    else void flush()
  }

  async function send(batch: readonly Waiting[]): Promise<void> {
    if (batch.length === 0) return
    const calls = batch.map(({ call }) => call)
    const shapes = batch.map(({ shape }) => shape)
    try {
      const [first] = batch
      const alone = first && batch.length === 1 ? await admitAlone(pool, first) : null
      if (first && alone) return settle(first, alone)
      const verdicts = await admitBatch(pool, calls, { patient: false, folds, shapes })
      for (const each of batch) {
        const verdict = verdicts.get(each.call.id)
        if (verdict === 'retry') own.add(each)
        else settle(each, verdict)
      }
    } catch (error) {
      const failure = failureOf(error)
      if (failure === 'poisoned') {
        for (const each of batch) own.add(each)
        return
      }
      if (failure === 'lost') for (const call of calls) onLost(call)
      // One organisation may be why it took too long: for a while each goes on by itself.
      else for (const call of calls) own.setApart(call.facts.organisationId)
      for (const each of batch) each.reject(storeUnavailable(error))
    }
  }

  function checkRoom({ facts }: DecidedCall): void {
    // Where fewer wait than one grant may have, none has too many.
    if (shared.size + own.size < MAX_WAITING_PER_GRANT) return
    const [organisationId, grantId] = [facts.organisationId, facts.grant.id]
    const waiting = shared.sizeOf(organisationId, grantId) + own.sizeOf(organisationId, grantId)
    if (waiting >= MAX_WAITING_PER_GRANT)
      throw new Fault(
        'too-many-at-once',
        `This grant has ${MAX_WAITING_PER_GRANT} calls waiting, which is as many as it may. Try again in a moment.`,
      )
    if (shared.size + own.size >= MAX_WAITING) throw storeUnavailable('too many calls wait')
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
          const isPatient = repeatsRefusal(shape, folds)
          const waiting = newWaiting({ call, shape, isPatient, until: now() + MAX_WAIT_MS }, resolve, reject)
          if (own.takes(call)) own.add(waiting)
          else add(waiting)
        })
      } finally {
        ids.delete(call.id)
      }
    },
  }
}

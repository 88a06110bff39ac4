// Calls that wait share one statement and one commit. A batch forms while the one before it is under way, and until the turn
// is over in which its first call came: no timer, and no added wait when idle, but where calls are to wait for company. A lane
// never waits for a lock: what would have to, and what failed beside others, goes on in a lane of its organisation
// (own-lanes.ts).
import { promisify } from 'node:util'
import { admitBatch, type DecidedCall } from './admit.ts'
import { admitAlone } from './alone.ts'
import type { Folds } from './folds.ts'
import type { OwnLanes } from './own-lanes.ts'
import { type Pool, storeUnavailable } from './pool.ts'
import { createRotation } from './rotation.ts'
import { failureOf } from './sql-errors.ts'
import { giveUp, isInTime, settle, type Waiting } from './waiting.ts'

export type Lane = {
  readonly size: number
  sizeOf(organisationId: string, grantId: string): number
  add(each: Waiting): void
}
type Context = {
  readonly folds: Folds
  readonly own: OwnLanes
  readonly onLost: (call: DecidedCall) => void
  readonly now: () => number
  /** The most calls of a batch. */
  readonly most: number
  /** How long its calls wait for company, in ms; unset: no longer than a turn. */
  readonly company?: number
}

const endOfTurn = promisify(setImmediate)

export function createLane(pool: Pool, { folds, own, onLost, now, most, company = 0 }: Context): Lane {
  const waiting = createRotation<Waiting>()
  let underWay = false
  let timer: NodeJS.Timeout | undefined

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (underWay) return
    underWay = true
    while (waiting.size > 0) {
      let batch: Waiting[] = []
      try {
        // The first of many would go alone, and all others wait for it: each batch costs Postgres as much as ten calls.
        await endOfTurn()
        batch = waiting.take(most).filter((each) => isInTime(each, now()))
        await send(batch)
      } catch (error) {
        // Of a batch that could not even be begun, those are told who would have been in it.
        giveUp(batch.length > 0 ? batch : waiting.take(most), error, onLost)
      }
      // Those that came meanwhile have not waited their time.
      if (timer && waiting.size < most) break
    }
    underWay = false
  }

  async function send(batch: readonly Waiting[]): Promise<void> {
    const [first] = batch
    if (!first) return
    const calls = batch.map(({ call }) => call)
    const shapes = batch.map(({ shape }) => shape)
    try {
      const alone = batch.length === 1 ? await admitAlone(pool, first) : null
      if (alone) return settle(first, alone)
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

  return {
    get size() {
      return waiting.size
    },
    sizeOf: waiting.sizeOf,
    add(each) {
      const { organisationId, grant } = each.call.facts
      waiting.add(organisationId, grant.id, each)
      if (company > 0 && waiting.size < most) timer ??= setTimeout(() => void flush(), company)
      else void flush()
    },
  }
}

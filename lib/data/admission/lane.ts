// Calls that wait share one statement and one commit. A batch forms while the one before it is under way, and until the turn
// is over in which its first call came: no timer, and no added wait when idle, but where calls are to wait for company. It
// leaves before the callers of the one before it hear, so that the database works while they go on. A lane never waits for a lock: what would have to, and what failed beside others, goes on in a lane of its organisation
// (own-lanes.ts).
import { promisify } from 'node:util'
import { admitBatch } from './admit.ts'
import { admitAlone } from './alone.ts'
import type { LaneContext, OwnLanes } from './own-lanes.ts'
import { type Pool, storeUnavailable } from './pool.ts'
import { createRotation } from './rotation.ts'
import { failureOf } from './sql-errors.ts'
import { giveUp, isInTime, settle, type Waiting } from './waiting.ts'

export type Lane = {
  readonly size: number
  sizeOf(organisationId: string, grantId: string): number
  add(each: Waiting): void
}
type Context = LaneContext & {
  readonly own: OwnLanes
  /** How long its calls wait for company, in ms; unset: no longer than a turn. */
  readonly company?: number
}

const endOfTurn = promisify(setImmediate)
const endOfTick = promisify(process.nextTick)
const nobody = () => {}

export function createLane(pool: Pool, { folds, own, onLost, now, most, company = 0 }: Context): Lane {
  const waiting = createRotation<Waiting>()
  let underWay = false
  let timer: NodeJS.Timeout | undefined

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (underWay) return
    underWay = true
    let tell = nobody
    const tellOnce = () => {
      const those = tell
      tell = nobody
      those()
    }
    while (waiting.size > 0) {
      let batch: Waiting[] = []
      try {
        // The first of many would go alone, and all others wait for it: each batch costs Postgres as much as ten calls.
        await endOfTurn()
        batch = waiting.take(most).filter((each) => isInTime(each, now()))
        const sent = send(batch)
        // Who hears now has much to do: the database should not have to wait until it is done.
        await endOfTick()
        tellOnce()
        tell = await sent
      } catch (error) {
        // Of a batch that could not even be begun, those are told who would have been in it.
        giveUp(batch.length > 0 ? batch : waiting.take(most), error, onLost)
      }
      // Those that came meanwhile have not waited their time.
      if (timer && waiting.size < most) break
    }
    tellOnce()
    underWay = false
  }

  /** Resolves once it is known what becomes of a batch, with what tells its callers. */
  async function send(batch: readonly Waiting[]): Promise<() => void> {
    const [first] = batch
    if (!first) return nobody
    try {
      const alone = batch.length === 1 ? await admitAlone(pool, first) : null
      if (alone) return () => settle(first, alone)
      const calls = batch.map(({ call }) => call)
      const shapes = batch.map(({ shape }) => shape)
      const verdicts = await admitBatch(pool, calls, { patient: false, folds, shapes })
      return () => {
        for (const each of batch) {
          const verdict = verdicts.get(each.call.id)
          if (verdict === 'retry') own.add(each)
          else settle(each, verdict)
        }
      }
    } catch (error) {
      return () => fail(batch, error)
    }
  }

  function fail(batch: readonly Waiting[], error: unknown): void {
    const failure = failureOf(error)
    if (failure === 'poisoned') {
      for (const each of batch) own.add(each)
      return
    }
    for (const each of batch) {
      if (failure === 'lost') onLost(each.call)
      // One organisation may be why it took too long: for a while each goes on by itself.
      else own.setApart(each.call.facts.organisationId)
      each.reject(storeUnavailable(error))
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

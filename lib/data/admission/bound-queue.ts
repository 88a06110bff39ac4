// The queue of calls with a wish (approvals.ts), apart from all others: their admission takes several
// statements, and whoever waits for a person must keep nobody else waiting.
import type pg from 'pg'
import type { DecidedCall, Verdict } from './admit.ts'
import { checkStorable } from './admit.ts'
import { admitBound } from './approvals.ts'
import { storeBusy, storeUnavailable } from './pool.ts'
import type { Admission } from './queue.ts'
import { failureOf } from './sql-errors.ts'

const MAX_BATCH = 32
const MAX_WAITING = 5000
const MAX_WAIT_MS = 5000
const MAX_TRIES = 5

type Waiting = {
  readonly call: DecidedCall
  readonly until: number
  tries: number
  readonly resolve: (verdict: Verdict) => void
  readonly reject: (error: unknown) => void
}

/**
 * @param onLost told of each call whose verdict never arrived: its commit may have happened
 * @param now a clock in ms, for how long a call has waited; never for a decision
 */
export function createBoundAdmission(
  pool: pg.Pool,
  onLost: (call: DecidedCall) => void,
  now: () => number = Date.now,
): Admission {
  const waiting: Waiting[] = []
  let isUnderWay = false

  async function flush(): Promise<void> {
    if (isUnderWay) return
    isUnderWay = true
    while (waiting.length > 0) await send(waiting.splice(0, MAX_BATCH).filter(isInTime))
    isUnderWay = false
  }

  function isInTime(each: Waiting): boolean {
    if (each.until > now()) return true
    each.reject(storeBusy('waited too long'))
    return false
  }

  async function send(batch: readonly Waiting[]): Promise<void> {
    if (batch.length === 0) return
    const calls = batch.map(({ call }) => call)
    try {
      const verdicts = await admitBound(pool, calls)
      for (const each of batch) settle(each, verdicts.get(each.call.id))
    } catch (error) {
      // What may have been committed is never sent again.
      if (failureOf(error) === 'lost') {
        for (const call of calls) onLost(call)
        for (const each of batch) each.reject(storeUnavailable(error))
      } else if (batch.length === 1) {
        for (const each of batch) each.reject(storeUnavailable(error))
      } else {
        // One call's values may have failed them all: halve, so that no call harms another.
        const half = Math.ceil(batch.length / 2)
        await send(batch.slice(0, half))
        await send(batch.slice(half))
      }
    }
  }

  function settle(each: Waiting, verdict: Verdict | 'retry' | undefined): void {
    if (verdict === undefined) each.reject(storeUnavailable('no verdict'))
    else if (verdict !== 'retry') each.resolve(verdict)
    else if (++each.tries < MAX_TRIES) waiting.push(each)
    else each.reject(storeUnavailable('no verdict'))
  }

  return {
    admit(call) {
      checkStorable(call)
      if (waiting.length >= MAX_WAITING) throw storeBusy('too many calls wait')
      return new Promise((resolve, reject) => {
        waiting.push({ call, until: now() + MAX_WAIT_MS, tries: 0, resolve, reject })
        void flush()
      })
    },
  }
}

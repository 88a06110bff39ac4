// Calls that wait share one statement and one commit. A batch forms while the one before it is under
// way: no timer, and no added wait when idle.
import pg from 'pg'
import { admitBatch, checkStorable, type DecidedCall, type Verdict } from './admit.ts'
import { storeUnavailable } from './pool.ts'

const MAX_BATCH = 64
const MAX_RETRIES = 5
const MAX_WAIT_MS = 3000

export type Admission = {
  /**
   * Admits or refuses one decided call, and records it.
   * @throws {Fault} store-unavailable: nothing may be forwarded
   */
  admit(call: DecidedCall): Promise<Verdict>
}
/** What admits a batch in one transaction: `admitBatch`, or what does the same for calls of another kind. */
type AdmitCalls = (pool: pg.Pool, calls: readonly DecidedCall[]) => ReturnType<typeof admitBatch>
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
 * @param admitCalls what admits a batch in one transaction
 */
export function createAdmission(
  pool: pg.Pool,
  onLost: (call: DecidedCall) => void,
  now: () => number = Date.now,
  admitCalls: AdmitCalls = admitBatch,
): Admission {
  let waiting: Waiting[] = []
  let underWay = false

  async function flush(): Promise<void> {
    if (underWay) return
    underWay = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH)
      waiting = waiting.slice(MAX_BATCH)
      await settle(batch)
    }
    underWay = false
  }

  async function settle(all: readonly Waiting[]): Promise<void> {
    const batch = all.filter((each) => each.until > now())
    for (const late of all) if (!batch.includes(late)) late.reject(storeUnavailable('waited too long'))
    if (batch.length === 0) return
    try {
      const verdicts = await admitCalls(
        pool,
        batch.map((each) => each.call),
      )
      for (const each of batch) answer(each, verdicts.get(each.call.id))
    } catch (error) {
      if (!isRefusedBySql(error)) {
        for (const each of batch) onLost(each.call)
        for (const each of batch) each.reject(storeUnavailable(error))
      } else if (batch.length === 1) {
        batch[0]?.reject(storeUnavailable(error))
      } else {
        // One call's values may have failed them all: halve, so that no call harms another.
        const half = Math.ceil(batch.length / 2)
        await settle(batch.slice(0, half))
        await settle(batch.slice(half))
      }
    }
  }

  function answer(each: Waiting, verdict: Verdict | 'retry' | undefined): void {
    if (verdict === undefined || (verdict === 'retry' && each.tries >= MAX_RETRIES))
      each.reject(storeUnavailable('no verdict'))
    else if (verdict === 'retry') {
      each.tries++
      waiting.push(each)
    } else each.resolve(verdict)
  }

  return {
    admit(call) {
      checkStorable(call)
      return new Promise((resolve, reject) => {
        waiting.push({ call, until: now() + MAX_WAIT_MS, tries: 0, resolve, reject })
        void flush()
      })
    },
  }
}

// An SQLSTATE is the server's word that nothing was committed; anything else (a broken connection, an
// answer that timed out) leaves that open, and so does the server going away (08, 57P).
function isRefusedBySql(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !/^(08|57P)/.test(error.code ?? '08')
}

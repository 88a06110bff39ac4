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
type Waiting = {
  readonly call: DecidedCall
  readonly until: number
  tries: number
  isAnswered: boolean
  readonly resolve: (verdict: Verdict) => void
  readonly reject: (error: unknown) => void
}

/**
 * @param onLost told of each call whose verdict never arrived: its commit may have happened
 * @param now a clock in ms, for how long a call has waited; never for a decision
 */
export function createAdmission(
  pool: pg.Pool,
  onLost: (call: DecidedCall) => void,
  now: () => number = Date.now,
): Admission {
  let waiting: Waiting[] = []
  let underWay = false

  async function flush(): Promise<void> {
    if (underWay) return
    underWay = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH)
      waiting = waiting.slice(MAX_BATCH)
      try {
        await settle(batch)
      } catch (error) {
        giveUp(batch, error)
      }
    }
    underWay = false
  }

  // Whatever failed, nobody waits for ever, and the queue goes on. Only what nobody was told of may be
  // given back: a call that was answered may be on its way.
  function giveUp(batch: readonly Waiting[], error: unknown): void {
    for (const each of batch) {
      if (each.isAnswered) continue
      onLost(each.call)
      each.reject(storeUnavailable(error))
    }
  }

  async function settle(all: readonly Waiting[]): Promise<void> {
    const batch = all.filter((each) => each.until > now() && !each.isAnswered)
    for (const late of all) if (!batch.includes(late)) late.reject(storeUnavailable('waited too long'))
    if (batch.length === 0) return
    try {
      const verdicts = await admitBatch(
        pool,
        batch.map((each) => each.call),
      )
      for (const each of batch) answer(each, verdicts.get(each.call.id))
    } catch (error) {
      if (!isRefusedBySql(error)) {
        giveUp(batch, error)
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
        const each: Waiting = {
          call,
          until: now() + MAX_WAIT_MS,
          tries: 0,
          isAnswered: false,
          resolve: (verdict) => {
            each.isAnswered = true
            resolve(verdict)
          },
          reject: (error) => {
            each.isAnswered = true
            reject(error)
          },
        }
        waiting.push(each)
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

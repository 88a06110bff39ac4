// SIGKILLs among the replicas while something runs: one every so often, started again at once, and never
// the last one that is ready.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from './random.ts'
import type { Replica } from './replica.ts'
import type { Stage } from './stage.ts'

export type Storm = {
  readonly kills: () => number
  /** Ends the killing. @returns when every replica is ready again */
  calm(): Promise<void>
}

export function startStorm({ replicas }: Stage, everyMs: number, random: Random): Storm {
  const stop = new AbortController()
  const starting = new Set<Promise<void>>()
  let kills = 0
  const strike = async (replica: Replica): Promise<void> => {
    kills++
    await replica.kill()
    await replica.start()
  }
  const raging = (async () => {
    while (!stop.signal.aborted) {
      await sleep(everyMs, undefined, { signal: stop.signal }).catch(() => {})
      const ready = replicas.filter((replica) => replica.isReady())
      if (stop.signal.aborted || ready.length < 2) continue
      const strikes = strike(random.pick(ready)).finally(() => starting.delete(strikes))
      starting.add(strikes)
    }
    await Promise.all(starting)
  })()
  return {
    kills: () => kills,
    calm: () => {
      stop.abort()
      return raging
    },
  }
}

/** A replica that is ready; waits for one. */
export async function readyReplica({ replicas }: Stage, random: Random): Promise<Replica> {
  for (;;) {
    const ready = replicas.filter((replica) => replica.isReady())
    if (ready.length > 0) return random.pick(ready)
    await sleep(20)
  }
}

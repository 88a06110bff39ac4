// What is due is taken on, one chore after another, and given back with how far it came.
import {
  type Chore,
  type ChoreName,
  dropPartitions,
  finishChore,
  makePartitions,
  type Pool,
  purge,
  rollUpCalls,
  sweepCalls,
  takeChore,
} from '#lib/data/admission/index.ts'
import { endUnusedGrants } from '#lib/data/oauth/index.ts'
import type { Log } from '#lib/log.ts'
import type { UpkeepTimes } from './upkeep.ts'

export type Chores = {
  /** Does what is due, in the background. Nothing where it is still at it. */
  run(may: { readonly maySweep: boolean }): void
  /** Ends after the batch that is under way. */
  stop(): Promise<void>
}
type Next = { readonly againInMs: number; readonly reached?: string | null }

// Longer than a run lasts by far: whoever holds one for longer has died.
const LEASE_MS = 60_000
const RUN_MS = 15_000
// The first spans are short: how much they hold is not known yet.
const FIRST_SPAN_MS = 60_000
const LONGEST_SPAN_MS = 7 * 86_400_000
const SHORTEST_SPAN_MS = 10

export function createChores(pool: Pool, log: Log, times: UpkeepTimes): Chores {
  let underWay: Promise<void> | null = null
  let isStopped = false
  let spanMs = FIRST_SPAN_MS
  let rollUpMs = FIRST_SPAN_MS

  async function runAll(maySweep: boolean): Promise<void> {
    await run('partitions', partitions)
    if (maySweep) await run('sweep', sweep)
    await run('purge', purgeAll)
    await run('usage', rollUp)
  }

  async function run(name: ChoreName, work: (chore: Chore, isOver: () => boolean) => Promise<Next>) {
    if (isStopped) return
    try {
      const chore = await takeChore(pool, name, LEASE_MS)
      if (!chore) return
      const until = performance.now() + RUN_MS
      const next = await work(chore, () => isStopped || performance.now() > until)
      await finishChore(pool, name, chore, next)
    } catch (error) {
      log.warn({ err: error, chore: name }, 'a chore could not be done; it is tried again')
    }
  }

  async function partitions(): Promise<Next> {
    const { made, occupied } = await makePartitions(pool)
    const dropped = await dropPartitions(pool)
    if (made > 0 || dropped.length > 0) log.info({ made, dropped }, 'partitions of the calls')
    if (occupied > 0)
      log.warn({ weeks: occupied }, 'calls went to the default partition; they are deleted by rows')
    return { againInMs: times.partitionsMs }
  }

  async function sweep({ reached }: Chore, isOver: () => boolean): Promise<Next> {
    let place = reached
    let closed = 0
    let isDone = false
    while (!isDone && !isOver()) {
      try {
        const swept = await sweepCalls(pool, place, spanMs, times)
        closed += swept.closed
        place = swept.reached
        isDone = swept.isDone
        spanMs = Math.min(spanMs * 2, LONGEST_SPAN_MS)
      } catch (error) {
        // Too much for one statement: less, until it fits. What is written so far is kept.
        if (spanMs <= SHORTEST_SPAN_MS) throw error
        spanMs = Math.max(spanMs / 8, SHORTEST_SPAN_MS)
      }
    }
    if (closed > 0) log.warn({ calls: closed }, 'calls that a replica left open were closed as unknown')
    return { againInMs: isDone ? times.sweepMs : 0, reached: place }
  }

  async function purgeAll(_: Chore, isOver: () => boolean): Promise<Next> {
    const began = performance.now()
    const unused = await endUnusedGrants(pool)
    if (unused > 0) log.info({ grants: unused }, 'grants that no client ever fetched were ended')
    const { purged, isDone } = await purge(pool, isOver)
    const ms = Math.round(performance.now() - began)
    if (Object.keys(purged).length > 0) log.info({ rows: purged, ms, isDone }, 'old rows were deleted')
    return { againInMs: isDone ? times.purgeMs : 0, reached: isDone ? 'now' : null }
  }

  // How far it came stands in the transaction of the sums themselves.
  async function rollUp(_: Chore, isOver: () => boolean): Promise<Next> {
    let isDone = false
    while (!isDone && !isOver()) {
      try {
        isDone = await rollUpCalls(pool, rollUpMs)
        rollUpMs = Math.min(rollUpMs * 2, LONGEST_SPAN_MS)
      } catch (error) {
        // Too much for one statement: less, until it fits.
        if (rollUpMs <= SHORTEST_SPAN_MS) throw error
        rollUpMs = Math.max(rollUpMs / 8, SHORTEST_SPAN_MS)
      }
    }
    return { againInMs: isDone ? times.usageMs : 0 }
  }

  return {
    run({ maySweep }) {
      if (underWay || isStopped) return
      underWay = runAll(maySweep).finally(() => {
        underWay = null
      })
    },
    async stop() {
      isStopped = true
      await underWay
    },
  }
}

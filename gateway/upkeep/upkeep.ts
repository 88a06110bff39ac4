// The standing work on the record of calls. Each replica says that it is alive; whichever comes first makes
// the partitions of the weeks ahead, closes what dead replicas left open, and deletes what nobody keeps.
import { randomBytes } from 'node:crypto'
import { beat, leave, makePartitions, type Outcomes, type Pool } from '#lib/data/admission/index.ts'
import type { Log } from '#lib/log.ts'
import { createChores } from './chores.ts'
import { createSealing } from './sealing.ts'

export type Upkeep = {
  /** Makes the partitions that the first calls go to. Never fails: they have the default one. */
  prepare(): Promise<void>
  start(): void
  /** Stops; `leave` says so to the others, when the outcomes are written. */
  stop(): Promise<void>
  leave(): Promise<void>
}

export type UpkeepTimes = {
  /** Between two signs of life. */
  readonly beatMs: number
  /** From what age a call is claimed as a long one. */
  readonly longMs: number
  /** Without a sign of life for this long a replica is dead. */
  readonly deadAfterMs: number
  /** How old a record is when it is swept: more than `longMs` and two beats. */
  readonly graceMs: number
  /** Between two sweeps, two purges, two looks at the partitions, two additions to the sums of usage. */
  readonly sweepMs: number
  readonly purgeMs: number
  readonly partitionsMs: number
  readonly usageMs: number
  /** Between two looks at what is to be sealed. */
  readonly sealMs: number
}
const TIMES: UpkeepTimes = {
  beatMs: 5_000,
  longMs: 10_000,
  deadAfterMs: 30_000,
  graceMs: 45_000,
  sweepMs: 10_000,
  purgeMs: 60_000,
  partitionsMs: 3_600_000,
  usageMs: 30_000,
  sealMs: 1_000,
}

export function createUpkeep(
  { pool, outcomes, log }: { pool: Pool; outcomes: Outcomes; log: Log },
  given: Partial<UpkeepTimes> = {},
): Upkeep {
  const times = { ...TIMES, ...given }
  const replicaId = randomBytes(8).toString('hex')
  const chores = createChores(pool, log, times)
  const sealing = createSealing(pool, log, times.sealMs)
  let timer: NodeJS.Timeout | null = null
  let underWay: Promise<void> = Promise.resolve()
  let isStopped = false

  function again(ms: number): void {
    if (isStopped) return
    timer = setTimeout(() => {
      underWay = live().finally(() => again(times.beatMs))
    }, ms)
    timer.unref()
  }

  async function live(): Promise<void> {
    try {
      const changes = outcomes.underWay.changes(times.longMs)
      const isNew = await beat(pool, replicaId, changes, times.deadAfterMs)
      outcomes.underWay.written(changes)
      if (isNew) outcomes.underWay.forget()
      // In the background: the next sign of life does not wait for a long purge.
      if (!isStopped) chores.run({ maySweep: !isNew })
    } catch (error) {
      log.warn({ err: error }, 'the sign of life could not be given')
    }
  }

  return {
    async prepare() {
      try {
        await makePartitions(pool)
      } catch (error) {
        log.warn({ err: error }, 'the partitions of the calls could not be looked at')
      }
    },
    start() {
      again(0)
      sealing.start()
    },
    async stop() {
      isStopped = true
      if (timer) clearTimeout(timer)
      await underWay
      await Promise.all([chores.stop(), sealing.stop()])
    },
    async leave() {
      await leave(pool, replicaId).catch((error) => {
        log.warn({ err: error }, 'the others could not be told that this replica has ended')
      })
    },
  }
}

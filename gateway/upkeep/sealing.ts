// The record of what people do is sealed a moment after it is written: every replica looks, and whichever comes first
// seals. Where none runs, entries wait for their seal and are sealed by the next that starts.
import type { Pool } from '#lib/data/admission/index.ts'
import { makeAuditPartitions, sealAudit } from '#lib/data/seals/index.ts'
import type { Log } from '#lib/log.ts'

export type Sealing = { start(): void; stop(): Promise<void> }

const PARTITIONS_MS = 3_600_000

export function createSealing(pool: Pool, log: Log, everyMs: number): Sealing {
  let timer: NodeJS.Timeout | null = null
  let underWay: Promise<void> = Promise.resolve()
  let isStopped = false
  let partitionsDueAt = 0

  function again(ms: number): void {
    if (isStopped) return
    timer = setTimeout(() => {
      underWay = look().finally(() => again(everyMs))
    }, ms)
    timer.unref()
  }

  async function look(): Promise<void> {
    try {
      if (performance.now() >= partitionsDueAt) {
        await makeAuditPartitions(pool)
        partitionsDueAt = performance.now() + PARTITIONS_MS
      }
      await sealAudit(pool)
    } catch (error) {
      log.warn({ err: error }, 'the record of changes could not be sealed; it is tried again')
    }
  }

  return {
    start: () => again(0),
    async stop() {
      isStopped = true
      if (timer) clearTimeout(timer)
      await underWay
    },
  }
}

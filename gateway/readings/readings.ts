// The standing work of reading servers' lists again (POLICY.md D1): what is due in the table is taken on,
// a few at a time, by whichever replica comes first.
import { createAccesses } from '#lib/access/index.ts'
import {
  claimDueServers,
  type DueServer,
  giveUpReading,
  type Pool,
  wishForReading,
} from '#lib/data/admission/index.ts'
import type { Log } from '#lib/log.ts'
import { accessDepsOf } from '../access-deps.ts'
import type { Config } from '../config.ts'
import type { Hop } from '../hop/index.ts'
import { readServer } from './read-server.ts'

export type Readings = {
  /** Begins to take on what is due. Nothing happens where the configuration sets no interval. */
  start(): void
  /**
   * Wishes for a reading of a server whose list is said to have changed. Costs next to nothing however
   * often it is called: a flood of wishes is one, and a server is read at most every few seconds.
   */
  soon(organisationId: string, serverId: string): void
  /** Looks at the table at once: somebody waits for what is due. */
  look(): void
  /** Stops, and gives back what was taken on and not read. */
  stop(): Promise<void>
}

export type ReadingTimes = {
  /** Between two looks at the table. */
  readonly lookMs: number
  /** The least time between two readings of one server, whoever wishes for more. */
  readonly restMs: number
  /** How long wishes are gathered before the table hears of them. */
  readonly gatherMs: number
}
const TIMES: ReadingTimes = { lookMs: 15_000, restMs: 10_000, gatherMs: 500 }
const AT_ONCE = 4
// A reading takes 30 s at most; whoever holds a server for longer has died.
const LEASE_MS = 120_000
const MAX_WISHES = 10_000

/** @param hop the way to servers behind a connector; without it they cannot be read */
export function createReadings(pool: Pool, config: Config, log: Log, hop?: Hop): Readings {
  const accesses = createAccesses(accessDepsOf(pool, config))
  const times = { ...TIMES, ...config.readingTimes }
  const everyMs = config.readEveryMs ?? null
  const stopping = new AbortController()
  const wishes = new Map<string, NodeJS.Timeout>()
  const underWay = new Set<Promise<void>>()
  let look: NodeJS.Timeout | null = null
  let isStarted = false

  function lookIn(ms: number): void {
    if (!isStarted || stopping.signal.aborted) return
    if (look) clearTimeout(look)
    look = setTimeout(() => void takeOn(), ms)
    look.unref()
  }

  async function takeOn(): Promise<void> {
    look = null
    const free = AT_ONCE - underWay.size
    if (everyMs === null || free <= 0 || stopping.signal.aborted) return
    let due: DueServer[] = []
    try {
      due = await claimDueServers(pool, free, LEASE_MS)
    } catch (error) {
      log.warn({ err: error }, 'the servers that are due to be read could not be looked up')
    }
    for (const server of due) {
      const work = read(server, everyMs).finally(() => {
        underWay.delete(work)
        lookIn(0)
      })
      underWay.add(work)
    }
    if (underWay.size < AT_ONCE) lookIn(times.lookMs * (0.5 + Math.random()))
  }

  async function read(server: DueServer, every: number): Promise<void> {
    try {
      await readServer(server, { pool, accesses, config, hop }, every, stopping.signal)
    } catch (error) {
      if (stopping.signal.aborted) await giveUpReading(pool, server).catch(() => {})
      else log.error({ err: error, server: server.serverId }, 'the list of a server could not be read')
    }
  }

  return {
    start() {
      if (everyMs === null) return
      isStarted = true
      lookIn(times.lookMs * Math.random())
    },
    look: () => lookIn(0),
    soon(organisationId, serverId) {
      const key = `${organisationId} ${serverId}`
      if (wishes.has(key) || wishes.size >= MAX_WISHES || stopping.signal.aborted) return
      const tell = setTimeout(() => {
        wishes.delete(key)
        wishForReading(pool, organisationId, serverId, times.restMs).then(
          () => lookIn(times.gatherMs),
          (error) => log.warn({ err: error }, 'a wish to read a list again was lost'),
        )
      }, times.gatherMs)
      tell.unref()
      wishes.set(key, tell)
    },
    async stop() {
      stopping.abort(new Error('the gateway is draining'))
      if (look) clearTimeout(look)
      for (const tell of wishes.values()) clearTimeout(tell)
      await Promise.allSettled(underWay)
    },
  }
}

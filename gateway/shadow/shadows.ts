// Drafts in shadow: evaluated on real calls after they were decided, and counted. No call waits for it, none is
// changed by it and none fails by it; where no draft is in shadow, a call costs one look at an empty map.
import {
  countShadowed,
  findShadowDocument,
  type LiveShadow,
  listLiveShadows,
  type Pool,
} from '#lib/data/admission/index.ts'
import type { Log } from '#lib/log.ts'
import type { CompiledPolicy } from '#lib/policy/index.ts'
import { compiledDocument } from '../shelf.ts'
import { type Decided, judgeInShadow } from './judge.ts'
import { countDifference, countTotal, newTally, putBack } from './tally.ts'

/** A decided call that some draft is to be asked about. */
export type Shadowed = Omit<Decided, 'isFull'> & { readonly shadow: Shadow; readonly grantId: string }
export type Shadow = LiveShadow & { readonly policy: CompiledPolicy | null }

export type Shadows = {
  /** The draft in shadow of a published version on a server, if there is one. */
  find(versionId: string | null, serverId: string): Shadow | null
  /**
   * Takes note of a call that was decided; the draft is asked later.
   * @param callId of its record @param isFull some limit had no room for it
   */
  note(shadowed: Shadowed, callId: string, isFull: boolean): void
  start(): void
  /** Evaluates and writes what is left, and stops. */
  stop(): Promise<void>
}

const LOOK_MS = 1_000
const WRITE_MS = 2_000
/** What waits for its turn; what comes beyond is counted as missed. */
const MAX_WAITING = 500
/** What evaluations may take of one turn of the event loop, so that calls come in between: one at least, in ms. */
const TURN_MS = 0.5

export function createShadows(
  pool: Pool,
  log: Log,
  times: { lookMs?: number; writeMs?: number } = {},
): Shadows {
  const { lookMs = LOOK_MS, writeMs = WRITE_MS } = times
  let byVersion: ReadonlyMap<string, Shadow> = new Map()
  let tally = newTally()
  const waiting: { shadowed: Shadowed; callId: string; isFull: boolean }[] = []
  let turn: NodeJS.Immediate | null = null
  let timer: NodeJS.Timeout | null = null
  let underWay: Promise<void> = Promise.resolve()
  let writtenAt = 0
  let isStopped = false

  async function look(): Promise<void> {
    const live = await listLiveShadows(pool)
    if (live.length === 0 && byVersion.size === 0) return
    const known = new Map([...byVersion.values()].map((shadow) => [shadow.id, shadow]))
    const found = await Promise.all(live.map((each) => load(each, known.get(each.id))))
    byVersion = new Map(
      found.flatMap((shadow) =>
        shadow ? [[keyOf(shadow.versionId, shadow.serverId), shadow] as const] : [],
      ),
    )
  }

  async function load(live: LiveShadow, known: Shadow | undefined): Promise<Shadow | null> {
    if (known) return known.versionId === live.versionId ? known : { ...live, policy: known.policy }
    const document = await findShadowDocument(pool, live)
    return document === null ? null : { ...live, policy: compiledDocument(document) }
  }

  function evaluateSome(withinMs: number): void {
    const begun = performance.now()
    let done = 0
    for (const { shadowed, callId, isFull } of waiting) {
      if (done > 0 && performance.now() - begun > withinMs) break
      done += 1
      const { shadow, grantId, call } = shadowed
      const { organisationId, id: shadowId } = shadow
      try {
        const { live, draft, rule } = judgeInShadow(shadow.policy, { ...shadowed, isFull })
        countTotal(tally, shadow, 'calls')
        // Names that no list has are endless, and so would the rows be.
        const tool = call.tool === null ? '' : call.name
        if (live !== draft)
          countDifference(tally, {
            organisationId,
            shadowId,
            tool,
            grantId,
            live,
            draft,
            rule,
            at: call.at,
            callId,
          })
      } catch (error) {
        countTotal(tally, shadow, 'errors')
        log.warn(
          { err: error, shadow: shadowId },
          'a draft in shadow could not be evaluated; the call is not concerned',
        )
      }
    }
    waiting.splice(0, done)
    turn = waiting.length > 0 ? setImmediate(() => evaluateSome(TURN_MS)) : null
  }

  async function write(): Promise<void> {
    if (tally.totals.size === 0) return
    const batch = tally
    tally = newTally()
    try {
      await countShadowed(pool, [...batch.totals.values()], [...batch.counts.values()])
    } catch (error) {
      putBack(tally, batch)
      throw error
    }
  }

  async function work(): Promise<void> {
    try {
      await look()
      const now = performance.now()
      if (now - writtenAt < writeMs) return
      writtenAt = now
      await write()
    } catch (error) {
      log.warn({ err: error }, 'the drafts in shadow could not be read or counted; it is tried again')
    }
  }

  function again(ms: number): void {
    if (isStopped) return
    timer = setTimeout(() => {
      underWay = work().finally(() => again(lookMs))
    }, ms)
    timer.unref()
  }

  return {
    find: (versionId, serverId) =>
      byVersion.size === 0 || versionId === null ? null : (byVersion.get(keyOf(versionId, serverId)) ?? null),
    note(shadowed, callId, isFull) {
      if (waiting.length >= MAX_WAITING) return countTotal(tally, shadowed.shadow, 'missed')
      waiting.push({ shadowed, callId, isFull })
      turn ??= setImmediate(() => evaluateSome(TURN_MS))
    },
    start: () => again(0),
    async stop() {
      isStopped = true
      if (timer) clearTimeout(timer)
      await underWay
      if (turn) clearImmediate(turn)
      evaluateSome(Number.POSITIVE_INFINITY)
      await write().catch((error) =>
        log.warn({ err: error }, 'what was counted in shadow could not be written'),
      )
    },
  }
}

function keyOf(versionId: string, serverId: string): string {
  return `${versionId} ${serverId}`
}

// Where an organisation's calls go on by themselves: those that have to wait for a counter that another
// transaction holds, and those of a batch that the database refused. Whatever happens here, it happens to
// one organisation.
import { admitBatch, type DecidedCall } from './admit.ts'
import type { Folds } from './folds.ts'
import { type Pool, storeUnavailable } from './pool.ts'
import { createRotation, type Rotation } from './rotation.ts'
import { failureOf } from './sql-errors.ts'
import { giveUp, isInTime, settle, type Waiting } from './waiting.ts'

export type OwnLanes = {
  readonly size: number
  sizeOf(organisationId: string, grantId: string): number
  /** Whether a new call goes here at once: behind those of its grant that wait for a counter. */
  takes(call: DecidedCall): boolean
  add(each: Waiting): void
  /** For a while all calls of this organisation go here. */
  setApart(organisationId: string): void
}
export type LaneContext = {
  readonly folds: Folds
  readonly onLost: (call: DecidedCall) => void
  readonly now: () => number
  /** The most calls of a batch. */
  readonly most: number
}
type Lane = { readonly waiting: Rotation<Waiting>; underWay: boolean }

// Connections: the shared lane and the reading of facts need theirs.
const MAX_LANES = 4
const MAX_TRIES = 8
const APART_MS = 30_000

export function createOwnLanes(pool: Pool, { folds, onLost, now, most }: LaneContext): OwnLanes {
  const lanes = new Map<string, Lane>()
  const apartUntil = new Map<string, number>()
  let running = 0
  let size = 0

  function start(): void {
    for (const [organisationId, lane] of lanes) {
      if (running >= MAX_LANES) return
      if (lane.underWay) continue
      lane.underWay = true
      running++
      // To the end of the line: with many lanes each has its turn.
      lanes.delete(organisationId)
      lanes.set(organisationId, lane)
      void sendOne(lane).finally(() => {
        running--
        lane.underWay = false
        if (lane.waiting.size === 0) lanes.delete(organisationId)
        start()
      })
    }
  }

  async function sendOne(lane: Lane): Promise<void> {
    const taken = lane.waiting.take(most)
    size -= taken.length
    const batch = taken.filter((each) => isInTime(each, now()))
    try {
      await send(batch)
    } catch (error) {
      giveUp(batch, error, onLost)
    }
  }

  async function send(batch: readonly Waiting[]): Promise<void> {
    if (batch.length === 0) return
    const calls = batch.map(({ call }) => call)
    const shapes = batch.map(({ shape }) => shape)
    try {
      const verdicts = await admitBatch(pool, calls, { patient: true, folds, shapes })
      for (const each of batch) {
        const verdict = verdicts.get(each.call.id)
        if (verdict !== 'retry') settle(each, verdict)
        else again(each)
      }
    } catch (error) {
      const failure = failureOf(error)
      if (failure === 'poisoned' && batch.length > 1) {
        const half = Math.ceil(batch.length / 2)
        await send(batch.slice(0, half))
        await send(batch.slice(half))
        return
      }
      if (failure === 'lost') for (const call of calls) onLost(call)
      // What it sends next may be like it: others have paid once.
      if (failure === 'poisoned') for (const call of calls) setApart(call.facts.organisationId)
      for (const each of batch) each.reject(storeUnavailable(error))
    }
  }

  function again(each: Waiting): void {
    each.tries++
    if (each.tries > MAX_TRIES) settle(each, undefined)
    else add(each)
  }

  function add(each: Waiting): void {
    const { organisationId, grant } = each.call.facts
    const lane = lanes.get(organisationId) ?? { waiting: createRotation<Waiting>(), underWay: false }
    lane.waiting.add(organisationId, grant.id, each)
    lanes.set(organisationId, lane)
    size++
    start()
  }

  function setApart(organisationId: string): void {
    for (const [each, until] of apartUntil) if (until <= now()) apartUntil.delete(each)
    apartUntil.set(organisationId, now() + APART_MS)
  }

  function sizeOf(organisationId: string, grantId: string): number {
    return lanes.get(organisationId)?.waiting.sizeOf(organisationId, grantId) ?? 0
  }

  return {
    get size() {
      return size
    },
    sizeOf,
    takes: ({ facts: { organisationId, grant }, decision }) =>
      (apartUntil.get(organisationId) ?? 0) > now() ||
      (decision.draws.length > 0 && sizeOf(organisationId, grant.id) > 0),
    add,
    setApart,
  }
}

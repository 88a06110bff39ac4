// Counters of which two things are certain: what was taken at least, and at most. Between the two lies what the
// gateway would have counted, so a call that fits above has fitted, and one that does not fit below has not.
import { compareDecimals } from '#lib/json/index.ts'
import type { Draw } from '../decision.ts'
import {
  type Counted,
  type Counters,
  counterKey,
  firstFull,
  type KeyedDraw,
  newCounters,
  take,
} from '../evaluate/counters.ts'

export type BoundedCounters = {
  readonly least: Counters
  readonly most: Counters
  /** Most draws are one object for all calls of a limit, and a key takes longer to write than to look up. */
  readonly keys: WeakMap<Draw, Map<string, string>>
}

export function newBoundedCounters(): BoundedCounters {
  return { least: newCounters(), most: newCounters(), keys: new WeakMap() }
}

export type BoundedDraws = {
  readonly draws: readonly Draw[]
  /** Those of which the amount was not recorded. */
  readonly unsure: ReadonlySet<Draw>
  /** Whom the call is counted for. Its session is not recorded: the grant stands for all of its sessions. */
  readonly counted: Counted
  /** Milliseconds since the epoch, not earlier than that of the call before. */
  readonly at: number
  /** The policy lets it pass for certain, if there is room. */
  readonly isCertain: boolean
}

/** Whether there was room; takes what was certainly taken, and what may have been. Changes `counters`. */
export function drawBounded(counters: BoundedCounters, asked: BoundedDraws): 'room' | 'full' | 'unknown' {
  const { draws, unsure, at, isCertain } = asked
  if (draws.length === 0) return 'room'
  const keyed = draws.map((draw) => ({ draw, key: keyOf(counters, draw, asked.counted) }))
  const least = keyed.filter(({ draw }) => draw.scope !== 'session')
  if (keyed.some(({ draw }) => !fitsAlone(draw)) || firstFull(counters.least, least, at)) return 'full'
  const most = unsure.size === 0 ? keyed : keyed.map((each) => (unsure.has(each.draw) ? atMost(each) : each))
  const isRoom = unsure.size === 0 && !firstFull(counters.most, most, at)
  if (isRoom && isCertain) take(counters.least, least, at)
  take(counters.most, most, at)
  return isRoom ? 'room' : 'unknown'
}

function keyOf({ keys }: BoundedCounters, draw: Draw, counted: Counted): string {
  const known = keys.get(draw) ?? new Map<string, string>()
  if (known.size === 0) keys.set(draw, known)
  // A grant has one user and, in a replay, one server and one session.
  const key = known.get(counted.grant) ?? counterKey(draw, counted)
  known.set(counted.grant, key)
  return key
}

function fitsAlone({ amount, max }: Draw): boolean {
  return compareDecimals(max, '0') > 0 && compareDecimals(amount, max) <= 0
}

/** What was let in had room, so it was no more than the maximum. */
function atMost({ draw, key }: KeyedDraw): KeyedDraw {
  return { draw: { ...draw, amount: draw.max }, key }
}

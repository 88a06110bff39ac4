// Counters in memory (L1–L7), for tests of policies and for replaying calls. Admission has the same
// rules in SQL (`admit_calls`), and a test in lib/data/admission holds the two to each other.
import { addDecimals, compareDecimals } from '#lib/json/index.ts'
import type { Draw } from '../decision.ts'
import type { Scope, Window } from '../policy.ts'
import { windowAt } from './window.ts'

/** Whom a call is counted for: an id for each scope but the organisation, of which there is one. */
export type Counted = Readonly<Record<Exclude<Scope, 'organisation'>, string>>

export type CounterVerdict =
  | { readonly ok: true }
  | {
      readonly ok: false
      /** The first limit that the call does not fit. */
      readonly draw: Draw
      /** A decimal text. */
      readonly remaining: string
      /** Milliseconds since the epoch: a call of this amount may fit then, and never earlier. */
      readonly resetAt: number
    }

type Taken = { readonly at: number; readonly amount: string }
/** `used` is what counts now: of the window that began at `from`, or the sum of `taken`, oldest first. */
type Count = { from: number; used: string; taken: Taken[] }
export type Counters = Map<string, Count>

export function newCounters(): Counters {
  return new Map()
}

/** A draw with the key of its counter. */
export type KeyedDraw = { readonly draw: Draw; readonly key: string }

/**
 * Takes all draws of one call, or none and says which did not fit. Changes `counters`.
 * @param at milliseconds since the epoch, not earlier than that of the call before
 */
export function drawFrom(
  counters: Counters,
  draws: readonly Draw[],
  counted: Counted,
  at: number,
): CounterVerdict {
  const keyed = draws.map((draw) => ({ draw, key: counterKey(draw, counted) }))
  const refused = firstFull(counters, keyed, at)
  if (refused) return refused
  take(counters, keyed, at)
  return { ok: true }
}

/** The first limit without room for its draw; null where all of them fit. */
export function firstFull(
  counters: Counters,
  keyed: readonly KeyedDraw[],
  at: number,
): Extract<CounterVerdict, { ok: false }> | null {
  for (const { draw, key } of keyed) {
    const count = countAt(counters, key, draw, at)
    const { used } = count
    const fits = compareDecimals(addDecimals(used, draw.amount), draw.max) <= 0
    if (fits && compareDecimals(draw.max, '0') > 0) continue
    // As admission tells it: milliseconds are rounded up, so that a reset is never told too early.
    return { ok: false, draw, remaining: left(draw.max, used), resetAt: freeAt(draw, count, at) + 1 }
  }
  return null
}

/** Takes draws, whether or not there is room. Limits that share a counter share one count, taken once for each call (L5). */
export function take(counters: Counters, keyed: readonly KeyedDraw[], at: number): void {
  for (const [place, { draw, key }] of keyed.entries()) {
    if (place > 0 && keyed.findIndex((each) => each.key === key) < place) continue
    const count = countAt(counters, key, draw, at)
    count.used = addDecimals(count.used, draw.amount)
    // What took nothing frees nothing when it leaves the window.
    if (draw.algorithm === 'sliding' && compareDecimals(draw.amount, '0') > 0)
      count.taken.push({ at, amount: draw.amount })
  }
}

/** L5: the scope and its id, the server where it matters, and what the limit says of itself. */
export function counterKey({ scope, counter, window, algorithm }: Draw, counted: Counted): string {
  const id = scope === 'organisation' ? '' : counted[scope]
  const server = scope === 'user' || scope === 'organisation' ? null : counted.server
  return JSON.stringify([scope, id, server, counter, window, algorithm])
}

/** The count without what no longer counts. */
function countAt(counters: Counters, key: string, { algorithm, window }: Draw, at: number): Count {
  const from = algorithm === 'fixed' ? windowAt(window, at).from : 0
  const known = counters.get(key)
  if (!known || known.from !== from) {
    const fresh: Count = { from, used: '0', taken: [] }
    counters.set(key, fresh)
    return fresh
  }
  if (algorithm === 'sliding') forget(known, at - slidingMs(window))
  return known
}

function forget(count: Count, since: number): void {
  const [oldest] = count.taken
  if (!oldest || oldest.at >= since) return
  const passed = count.taken.findIndex((taken) => taken.at >= since)
  for (const { amount } of count.taken.splice(0, passed < 0 ? count.taken.length : passed))
    count.used = subtract(count.used, amount)
}

/** A sliding month looks back the longest one: no interval of a month lets more pass. */
function slidingMs(window: Window): number {
  if (window === 'month') return 31 * 86_400_000
  const { from, until } = windowAt(window, 0)
  return until - from
}

/** Until when a call of this amount does not fit; for one that never fits, a whole window from now. */
function freeAt({ algorithm, window, amount, max }: Draw, { used, taken }: Count, at: number): number {
  if (algorithm === 'fixed') return windowAt(window, at).until
  const excess = subtract(addDecimals(used, amount), max)
  let freed = '0'
  if (compareDecimals(amount, max) <= 0)
    for (const each of taken) {
      freed = addDecimals(freed, each.amount)
      if (compareDecimals(freed, excess) >= 0) return each.at + slidingMs(window)
    }
  return at + slidingMs(window)
}

function left(max: string, used: string): string {
  const rest = subtract(max, used)
  return rest.startsWith('-') ? '0' : rest
}

function subtract(a: string, b: string): string {
  return addDecimals(a, `-${b}`)
}

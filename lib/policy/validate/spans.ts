// How many windows of one limit a window of another can touch: what the tighter one lets through in all of them
// is the most that the other can ever see.
import type { Algorithm, Window } from '../policy.ts'

export type Span = { readonly window: Window; readonly algorithm: Algorithm }

const DAY = 86_400
const SECONDS = { second: 1, minute: 60, hour: 3600, day: DAY, week: 7 * DAY } as const
const LONGEST_MONTH = 31 * DAY
const SHORTEST_MONTH = 28 * DAY
/** Weeks begin on a Monday, and the epoch was a Thursday (L1). */
const MONDAY = 4 * DAY

/**
 * The most windows of `inner` that any window of `outer` can touch, or a number that is surely not less:
 * for a sliding `inner`, how many of its intervals it takes to cover it.
 */
export function mostTouched(outer: Span, inner: Span): number {
  if (outer.window === inner.window && outer.algorithm === inner.algorithm) return 1
  const length = outer.window === 'month' ? LONGEST_MONTH : secondsOf(outer.window)
  if (inner.algorithm === 'sliding') {
    const own = inner.window === 'month' ? SHORTEST_MONTH : secondsOf(inner.window)
    return Math.ceil(length / own)
  }
  // A month begins and ends with a day, and so with whatever divides one.
  if (inner.window === 'month' && outer.algorithm === 'fixed' && DAY % length === 0) return 1
  // An interval that slides begins at any instant, also at the last of a window.
  if (outer.algorithm === 'sliding' || inner.window === 'month')
    return 1 + Math.ceil(length / (inner.window === 'month' ? SHORTEST_MONTH : secondsOf(inner.window)))
  const own = secondsOf(inner.window)
  return Math.ceil((latestStart(outer.window, inner.window, own) + length) / own)
}

/** How far into a window of `inner` a window of `outer` can begin, in seconds. */
function latestStart(outer: Window, inner: Window, own: number): number {
  const step = outer === 'month' ? DAY : secondsOf(outer)
  const anchor = (outer === 'week' ? MONDAY : 0) - (inner === 'week' ? MONDAY : 0)
  const grid = divisor(step, own)
  return own - grid + (((anchor % grid) + grid) % grid)
}

function secondsOf(window: Window): number {
  if (window === 'month') return LONGEST_MONTH
  return typeof window === 'number' ? window : SECONDS[window]
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}

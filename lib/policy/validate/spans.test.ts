// [V] How many windows of one limit a window of another touches, held against the calendar itself.
import { describe, expect, it } from 'vitest'
import { windowAt } from '../evaluate/window.ts'
import type { Window } from '../policy.ts'
import { mostTouched } from './spans.ts'

const fixed = (window: Window) => ({ window, algorithm: 'fixed' }) as const
const sliding = (window: Window) => ({ window, algorithm: 'sliding' }) as const
const SECOND = 1000
const DAY = 86_400

/** 2023-12-31 to 2028-01-02: a leap year, and every way in which weeks and months meet. */
const FROM = Date.UTC(2023, 11, 31)
const UNTIL = Date.UTC(2028, 0, 2)

/** The most windows of `inner` that some window of `outer` touches, counted one by one. */
function counted(outer: Window, inner: Window): number {
  let most = 0
  for (let at = FROM; at < UNTIL; ) {
    const { from, until } = windowAt(outer, at)
    let touched = 0
    for (let here = from; here < until; here = windowAt(inner, here).until) touched++
    most = Math.max(most, touched)
    at = until
  }
  return most
}

const LONG: Window[] = [
  'day',
  'week',
  'month',
  DAY,
  2 * DAY,
  3 * DAY,
  7 * DAY,
  10 * DAY,
  30 * DAY,
  36 * 3600,
  366 * DAY,
]
const SHORT: Window[] = ['day', 'week', 'month', 'hour', DAY, 2 * DAY, 7 * DAY, 36 * 3600, 5 * 3600, 30 * DAY]

describe('[V6] windows in windows', () => {
  it.each(LONG.flatMap((outer) => SHORT.map((inner) => [outer, inner] as const)))(
    'no window of %s touches more of %s than said',
    (outer, inner) => {
      expect(mostTouched(fixed(outer), fixed(inner))).toBeGreaterThanOrEqual(counted(outer, inner))
    },
  )

  it.each<[Window, Window, number]>([
    ['day', 'minute', 1440],
    ['day', 'hour', 24],
    ['hour', 'second', 3600],
    ['week', 'day', 7],
    ['month', 'day', 31],
    ['month', 'week', 6],
    ['minute', 'day', 1],
    ['day', 'month', 1],
    ['day', 'week', 1],
    ['week', 'week', 1],
    ['week', 7 * DAY, 2],
    [7 * DAY, 'week', 2],
    [DAY, 'day', 1],
    [90, 60, 2],
    [100, 60, 3],
    [36 * 3600, 'day', 2],
  ])('%s touches %s exactly %i times at most', (outer, inner, most) => {
    expect(mostTouched(fixed(outer), fixed(inner))).toBe(most)
    if (outer !== 90 && outer !== 100 && outer !== 'hour') expect(counted(outer, inner)).toBe(most)
  })

  it('an interval that slides begins anywhere', () => {
    expect(mostTouched(sliding('hour'), fixed('hour'))).toBe(2)
    expect(mostTouched(sliding('day'), fixed('hour'))).toBe(25)
    expect(mostTouched(sliding(90), fixed(60))).toBe(3)
    const { from } = windowAt(60, FROM)
    const touched = new Set<number>()
    for (let at = from + 60 * SECOND - 1; at < from + 60 * SECOND - 1 + 90 * SECOND; at += 1)
      touched.add(windowAt(60, at).from)
    expect(touched.size).toBe(3)
  })

  it('intervals that slide are laid side by side', () => {
    expect(mostTouched(fixed('hour'), sliding('minute'))).toBe(60)
    expect(mostTouched(sliding(90), sliding(60))).toBe(2)
    expect(mostTouched(sliding('day'), sliding('day'))).toBe(1)
    expect(mostTouched(fixed('month'), sliding('day'))).toBe(31)
  })
})

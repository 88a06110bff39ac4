import fc from 'fast-check'
import { expect, it } from 'vitest'
import { againAfterFailure, againAfterSuccess } from './times.ts'

const MINUTE = 60_000
const chance = fc.double({ min: 0, max: 1, noNaN: true })

it('[D1] a list is read again about once in the interval, and never at one moment for all', () => {
  fc.assert(
    fc.property(fc.integer({ min: MINUTE, max: 9999 * MINUTE }), chance, (every, luck) => {
      const again = againAfterSuccess(every, luck)
      expect(again).toBeGreaterThanOrEqual(0.9 * every)
      expect(again).toBeLessThanOrEqual(1.1 * every)
    }),
  )
  expect(againAfterSuccess(MINUTE, 0)).not.toBe(againAfterSuccess(MINUTE, 1))
})

it('failures are tried again soon, then ever later, and never given up', () => {
  const waits = [1, 2, 3, 4, 8, 40, 4_000].map((failures) => againAfterFailure(60 * MINUTE, failures, 0.5))
  expect(waits.map((wait) => Math.round(wait / MINUTE))).toEqual([5, 10, 20, 40, 360, 360, 360])
  expect(againAfterFailure(MINUTE, 1, 0.5)).toBe(MINUTE)
})

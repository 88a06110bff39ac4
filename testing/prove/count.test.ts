import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overAdmissions, overAltogether, type Take } from './count.ts'
import type { Limit } from './limits.ts'

const SECOND = 1_000_000
const fixed: Limit = { counter: 'c', scope: 'grant', window: '10s', seconds: 10, isSliding: false, max: 300 }
const sliding: Limit = { ...fixed, isSliding: true }
const take = (limit: Limit, at: number, amount = 100, count = 'a'): Take => ({
  count,
  limit,
  amount,
  at: at * SECOND,
})

describe('counting against a fixed limit', () => {
  it('[F1] finds the one that is too many, in its window alone', () => {
    const three = [take(fixed, 1), take(fixed, 2), take(fixed, 9.9)]
    expect(overAdmissions(three)).toBe(0)
    expect(overAdmissions([...three, take(fixed, 10)])).toBe(0)
    expect(overAdmissions([...three, take(fixed, 9.95)])).toBe(1)
    expect(overAdmissions([...three, take(fixed, 5, 100, 'another')])).toBe(0)
  })

  it('[L4] sums amounts to the hundredth', () => {
    expect(overAdmissions([take(fixed, 1, 299), take(fixed, 2, 1)])).toBe(0)
    expect(overAdmissions([take(fixed, 1, 299), take(fixed, 2, 2)])).toBe(1)
  })

  it('[F5] counts by the journal alone: as many as all windows of the run may hold together', () => {
    const three = [take(fixed, 1), take(fixed, 1), take(fixed, 1)]
    expect(overAltogether(three, 0, 9_000)).toBe(0)
    expect(overAltogether([...three, take(fixed, 1)], 0, 9_000)).toBe(1)
    expect(overAltogether([...three, take(fixed, 1)], 9_000, 11_000)).toBe(0)
  })
})

describe('counting against a sliding limit', () => {
  it('[F6] finds what is too many in any interval of that length', () => {
    expect(overAdmissions([6, 9, 13, 16].map((at) => take(sliding, at)))).toBe(0)
    expect(overAdmissions([6, 9, 13, 15.999].map((at) => take(sliding, at)))).toBe(1)
  })

  it('says the same as trying every interval', () => {
    const takes = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 40 }), amount: fc.integer({ min: 1, max: 200 }) }),
    )
    fc.assert(
      fc.property(takes, (drawn) => {
        const all = drawn.map(({ at, amount }) => take(sliding, at, amount))
        const isFull = all.some(({ at: end }) => {
          const inside = all.filter(({ at }) => at <= end && at > end - 10 * SECOND)
          return inside.reduce((sum, { amount }) => sum + amount, 0) > sliding.max
        })
        expect(overAdmissions(all) > 0).toBe(isFull)
      }),
    )
  })
})

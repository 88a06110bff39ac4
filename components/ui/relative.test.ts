import { describe, expect, it } from 'vitest'
import { relative } from './relative.ts'

const NOW = Date.UTC(2026, 0, 31, 12)

describe('a relative time', () => {
  it.each([
    [0, 'just now'],
    [-4_999, 'just now'],
    [-12_000, '12 sec. ago'],
    [-59_999, '59 sec. ago'],
    [-60_000, '1 min. ago'],
    [-7_199_000, '1 hr. ago'],
    [-2 * 86_400_000, '2 days ago'],
    [3_600_000, 'in 1 hr.'],
    [-31 * 86_400_000, 'Dec 31, 2025'],
  ])('is counted in the largest whole unit: %i ms', (distance, text) => {
    expect(relative(NOW + distance, NOW, 'en-US')).toBe(text)
  })
})

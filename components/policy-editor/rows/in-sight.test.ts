import { describe, expect, test } from 'vitest'
import { isWithin, offsetToShow, rangeInSight, rowsOfRange, totalOf } from './in-sight.ts'

const grid = { count: 100, pitch: 48, size: 44 }
const view = { offset: 0, height: 480 }

describe('the rows that exist', () => {
  test('are those in sight and a few beyond', () => {
    expect(rangeInSight(view, grid, 3)).toEqual({ first: 0, last: 13 })
    expect(rangeInSight({ ...view, offset: 960 }, grid, 3)).toEqual({ first: 17, last: 33 })
  })
  test('never reach over either end', () => {
    expect(rangeInSight({ ...view, offset: 99_999 }, grid, 3)).toEqual({ first: 86, last: 99 })
    expect(rangeInSight(view, { ...grid, count: 4 }, 3)).toEqual({ first: 0, last: 3 })
  })
  test('of a list that became shorter are its last ones at once', () => {
    const { first, last } = rangeInSight({ ...view, offset: 4000 }, { ...grid, count: 20 }, 0)
    expect([first <= 10, last]).toEqual([true, 19])
  })
  test('of an empty list are none', () => {
    const range = rangeInSight(view, { ...grid, count: 0 }, 3)
    expect(rowsOfRange(range, [])).toEqual([])
    expect(isWithin(range, { first: 0, last: -1 })).toBe(true)
  })
  test('are in order with the ones that are kept', () => {
    expect(rowsOfRange({ first: 4, last: 6 }, [90, 5, 1])).toEqual([1, 4, 5, 6, 90])
  })
})

describe('a row is brought into sight', () => {
  test('not at all where it is seen whole', () => {
    expect(offsetToShow(5, view, grid)).toBe(0)
  })
  test('by its upper edge from above, by its lower edge from below', () => {
    expect(offsetToShow(2, { ...view, offset: 960 }, grid)).toBe(96)
    expect(offsetToShow(20, view, grid)).toBe(20 * 48 + 44 - 480)
  })
  test('[board] whichever row it is, it is seen whole then', () => {
    for (let row = 0; row < grid.count; row++) {
      for (const offset of [0, 100, 2000, totalOf(grid) - view.height]) {
        const at = offsetToShow(row, { ...view, offset }, grid)
        expect(row * 48 >= at && row * 48 + 44 <= at + view.height).toBe(true)
      }
    }
  })
})

test('a range is drawn again only where rows in sight are missing', () => {
  const drawn = rangeInSight(view, grid, 3)
  expect(isWithin(rangeInSight({ ...view, offset: 100 }, grid, 0), drawn)).toBe(true)
  expect(isWithin(rangeInSight({ ...view, offset: 300 }, grid, 0), drawn)).toBe(false)
})

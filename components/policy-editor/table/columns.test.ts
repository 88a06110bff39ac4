import { describe, expect, it } from 'vitest'
import { COLUMNS, ROW_GRID, sortOf } from './columns.ts'

const column = (id: string) => COLUMNS.find((each) => each.id === id) ?? expect.fail()

describe('sortOf', () => {
  it('says which way a column goes: the worst and the most come first, names from A', () => {
    expect(sortOf(column('risk'), { by: 'severity', reversed: false })).toBe('descending')
    expect(sortOf(column('calls'), { by: 'calls', reversed: true })).toBe('ascending')
    expect(sortOf(column('tool'), { by: 'name', reversed: false })).toBe('ascending')
    expect(sortOf(column('tool'), { by: 'name', reversed: true })).toBe('descending')
  })

  it('says nothing of a column that does not decide the order', () => {
    expect(sortOf(column('tool'), { by: 'calls', reversed: false })).toBeUndefined()
    expect(sortOf(column('rules'), { by: 'lane', reversed: false })).toBeUndefined()
  })
})

describe('the grid of a row', () => {
  /** How wide (rem) the place must be for a column not to be hidden. */
  const goneBelow = ({ style }: { style: string }) => Number(/@max-\[(\d+)rem\]:hidden/.exec(style)?.[1] ?? 0)
  const tracks = (classes: string) =>
    classes
      .slice(classes.indexOf('[', classes.indexOf('grid-cols-')) + 1, -1)
      .replaceAll(/\([^)]*\)/g, '')
      .split('_').length

  it('has a track for each column that is there, at every width', () => {
    for (const classes of ROW_GRID.split(' ').filter((each) => each.includes('grid-cols-'))) {
      const below = Number(/@max-\[(\d+)rem\]/.exec(classes)?.[1] ?? Number.POSITIVE_INFINITY)
      const there = COLUMNS.filter((each) => goneBelow(each) < below)
      expect([classes, tracks(classes)]).toEqual([classes, there.length])
    }
  })
})

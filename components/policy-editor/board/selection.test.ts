import { describe, expect, it } from 'vitest'
import { movedWith, NO_SELECTION, neighbour, type Selection, selectionReducer, tabStop } from './selection.ts'

const shown = [['a', 'b', 'c'], [], ['d'], ['e', 'f'], []]
const selected = (selection: Selection) => [...selection.selected].sort().join('')

describe('neighbour', () => {
  it('walks up and down in a lane and stops at its ends', () => {
    expect(neighbour(shown, 'a', 'down')).toBe('b')
    expect(neighbour(shown, 'c', 'down')).toBe('c')
    expect(neighbour(shown, 'a', 'up')).toBe('a')
    expect(neighbour(shown, 'c', 'first')).toBe('a')
    expect(neighbour(shown, 'a', 'last')).toBe('c')
    expect(neighbour(shown, 'a', 'page-down')).toBe('c')
  })

  it('skips empty lanes sideways and keeps as near the row as the lane allows', () => {
    expect(neighbour(shown, 'c', 'right')).toBe('d')
    expect(neighbour(shown, 'd', 'right')).toBe('e')
    expect(neighbour(shown, 'f', 'right')).toBe('f')
    expect(neighbour(shown, 'f', 'left')).toBe('d')
  })

  it('walks the table, whose rows are one column', () => {
    expect(neighbour([['x', 'y']], 'x', 'down')).toBe('y')
    expect(neighbour([['x', 'y']], 'x', 'right')).toBe('x')
  })

  it('begins at the first card, and finds one again when a filter hid the focused card', () => {
    expect(neighbour(shown, null, 'down')).toBe('a')
    expect(tabStop(shown, 'hidden by a filter')).toBe('a')
    expect(tabStop(shown, 'f')).toBe('f')
    expect(tabStop([[], []], 'f')).toBeNull()
  })
})

describe('selectionReducer', () => {
  it('toggles one card at a time', () => {
    const one = selectionReducer(NO_SELECTION, { type: 'toggle', name: 'b' })
    const two = selectionReducer(one, { type: 'toggle', name: 'e' })
    expect(selected(two)).toBe('be')
    expect(selected(selectionReducer(two, { type: 'toggle', name: 'b' }))).toBe('e')
  })

  it('extends from the anchor both ways, also across lanes, and shrinks again', () => {
    const from = selectionReducer(NO_SELECTION, { type: 'focus', name: 'b' })
    const down = selectionReducer(from, { type: 'extend', name: 'd', shown })
    expect(selected(down)).toBe('bcd')
    expect(selected(selectionReducer(down, { type: 'extend', name: 'c', shown }))).toBe('bc')
    expect(selected(selectionReducer(down, { type: 'extend', name: 'a', shown }))).toBe('ab')
  })

  it('selects all that is shown, and forgets what a filter hides', () => {
    const all = selectionReducer(NO_SELECTION, { type: 'all', names: shown.flat() })
    expect(selected(all)).toBe('abcdef')
    const narrowed = [['b'], ['d'], []]
    expect(selected(selectionReducer(all, { type: 'keep', shown: narrowed }))).toBe('bd')
    expect(selectionReducer(all, { type: 'keep', shown })).toBe(all)
  })
})

describe('movedWith', () => {
  it('is the whole selection for a selected card and the card alone for another', () => {
    const selection = { ...NO_SELECTION, selected: new Set(['a', 'd']) }
    expect(movedWith(selection, 'd')).toEqual(['d', 'a'])
    expect(movedWith(selection, 'e')).toEqual(['e'])
  })
})

import { describe, expect, it } from 'vitest'
import { globalKeyOf, intentionOf } from './keys.ts'

const press = (key: string, more: Partial<{ shift: boolean; mod: boolean; alt: boolean }> = {}) => ({
  key,
  shift: false,
  mod: false,
  alt: false,
  ...more,
})

describe('intentionOf', () => {
  it('moves with 1 to 5, in the order of the lanes', () => {
    expect(['1', '2', '3', '4', '5'].map((key) => intentionOf(press(key)))).toEqual(
      ['allow', 'limit', 'approve', 'deny', 'hide'].map((to) => ({ type: 'move', to })),
    )
    expect(intentionOf(press('6'))).toBeNull()
  })

  it('extends with shift, selects all with the modifier, and leaves the browser its own keys', () => {
    expect(intentionOf(press('ArrowDown', { shift: true }))).toEqual({
      type: 'go',
      direction: 'down',
      extend: true,
    })
    expect(intentionOf(press('a', { mod: true }))).toEqual({ type: 'all' })
    expect(intentionOf(press('f', { mod: true }))).toBeNull()
    expect(intentionOf(press('1', { mod: true }))).toBeNull()
    expect(intentionOf(press('ArrowLeft', { alt: true }))).toBeNull()
    expect(intentionOf(press('Tab'))).toBeNull()
    expect(intentionOf(press('Delete', { mod: true }))).toBeNull()
  })
})

describe('the Delete key', () => {
  it('means what is gone from the server', () => {
    expect(intentionOf(press('Delete'))).toEqual({ type: 'forget' })
    expect(intentionOf(press('Backspace'))).toEqual({ type: 'forget' })
  })
})

describe('globalKeyOf', () => {
  it('knows undo and redo by both spellings', () => {
    expect(globalKeyOf(press('z', { mod: true }), false)).toBe('undo')
    expect(globalKeyOf(press('Z', { mod: true, shift: true }), false)).toBe('redo')
    expect(globalKeyOf(press('y', { mod: true }), false)).toBe('redo')
  })

  it('never takes a key from someone who is typing', () => {
    for (const key of ['/', '?']) expect(globalKeyOf(press(key), true)).toBeNull()
    expect(globalKeyOf(press('z', { mod: true }), true)).toBeNull()
  })
})

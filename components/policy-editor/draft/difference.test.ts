import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differenceOf, reverseOf } from './difference.ts'

const apply = (text: string, edit: { offset: number; length: number; content: string }) =>
  text.slice(0, edit.offset) + edit.content + text.slice(edit.offset + edit.length)

describe('differenceOf', () => {
  it('is null for equal texts and otherwise leads from one to the other, and its reverse back', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', 'é', '😀'), maxLength: 12 })
    fc.assert(
      fc.property(text, text, (before, after) => {
        const edit = differenceOf(before, after)
        expect(edit === null).toBe(before === after)
        if (edit === null) return
        expect(apply(before, edit)).toBe(after)
        expect(apply(after, reverseOf(before, edit))).toBe(before)
      }),
    )
  })

  it('is the one span that changed', () => {
    expect(differenceOf('"max": 30,', '"max": 300,')).toEqual({ offset: 9, length: 0, content: '0' })
  })
})

import { describe, expect, it } from 'vitest'
import { type RecordedGap, recordedPieces } from './recorded-text.ts'

const laidOut = (args: unknown, gaps: readonly RecordedGap[] = []) =>
  recordedPieces({ mode: 'all', text: JSON.stringify(args), gaps })
    .map((piece) => ('gap' in piece ? `⟨${piece.gap.kind} ${piece.gap.at}⟩` : piece.text))
    .join('')

describe('recorded arguments as text', () => {
  it('are the JSON that was recorded, laid out, with every digit', () => {
    const args = { a: [1, { b: 'x' }], c: null, d: {}, e: [] }
    expect(laidOut(args)).toBe(
      '{\n  "a": [\n    1,\n    {\n      "b": "x"\n    }\n  ],\n  "c": null,\n  "d": {},\n  "e": []\n}',
    )
    expect(recordedPieces({ mode: 'all', text: '{"n":1.00}', gaps: [] })).toEqual([
      { text: '{\n  "n": 1.00\n}' },
    ])
  })

  it('say in place what was left out, which no text of an argument can look like', () => {
    const gaps = [
      { at: '/password', kind: 'secret' },
      { at: '/l', kind: 'long', bytes: 9 },
      { at: '/t', kind: 'long', bytes: 9 },
    ] as const
    expect(laidOut({ password: null, l: [1], t: 'abc', forged: '⟨secret /x⟩' }, gaps)).toBe(
      '{\n  "password": ⟨secret /password⟩,\n  "l": [\n    1,\n    ⟨long /l⟩\n  ],\n  "t": "abc" ⟨long /t⟩,\n  "forged": "⟨secret /x⟩"\n}',
    )
  })

  it('are nothing where nothing was recorded', () => {
    expect(laidOut({})).toBe('')
    expect(laidOut({}, [{ at: '', kind: 'secret' }])).toBe('⟨secret ⟩')
  })
})

import { describe, expect, it } from 'vitest'
import type { Limit } from '#lib/policy/index.ts'
import { durationText } from './duration.ts'
import { fieldsFor } from './fields.ts'
import { countedOptions, limitProblem, limitSentence, readMax } from './limit-words.ts'

const limit: Limit = { counter: 'c', window: 'day', max: 1000, scope: 'grant', algorithm: 'fixed' }

describe('the parts of a limit', () => {
  it('[L4] counts calls, or the sum of one number: no text, no list of them', () => {
    const fields = fieldsFor([
      {
        properties: {
          amount: { type: 'number' },
          note: { type: 'string' },
          open: {},
          items: { type: 'array', items: { type: 'number' } },
        },
      },
    ])
    expect(countedOptions(fields, undefined).map((option) => option.value)).toEqual([
      'calls',
      'args.amount',
      'args.open',
      'args.items[0]',
    ])
    expect(countedOptions(fields, 'args.other').at(-1)).toEqual({ value: 'args.other', label: 'of other' })
  })

  it('takes a maximum in digits and guesses nothing', () => {
    expect(readMax(' 30 ')).toEqual({ ok: true, value: 30 })
    expect(readMax('0')).toEqual({ ok: true, value: 0 })
    for (const wrong of ['', '-1', '1,000', '30/min', 'x', '+3', '1e']) expect(readMax(wrong).ok).toBe(false)
  })

  it('[P5] says in the parser’s words why a field may not stand', () => {
    expect(limitProblem('window', '15m', limit)).toBeNull()
    expect(limitProblem('window', '400d', limit)).toContain('366 days')
    expect(limitProblem('window', 'fortnight', limit)).toContain('A window is one of')
    expect(limitProblem('max', 20_000, { ...limit, algorithm: 'sliding' })).toContain('10,000')
    expect(limitProblem('counter', '', limit)).toBe('A counter has a name.')
  })

  it('reads as a sentence', () => {
    expect(limitSentence(limit)).toBe('At most 1000 calls in each day, for each grant.')
    const other: Limit = {
      ...limit,
      window: 900,
      algorithm: 'sliding',
      scope: 'user',
      increment_from: 'args.amount',
    }
    expect(limitSentence(other)).toBe('A sum of amount of at most 1000 in any 15 minutes, for each person.')
  })

  it('writes a length with its largest unit', () => {
    expect([60, 90, 7200, 86_400, 1].map(durationText)).toEqual(['1m', '90s', '2h', '1d', '1s'])
  })
})

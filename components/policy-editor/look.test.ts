import { describe, expect, it } from 'vitest'
import { NO_FILTER } from './board/filter.ts'
import { type Look, lookIn, lookParameters } from './look.ts'

const usual: Look = { filter: NO_FILTER, order: { by: 'severity', reversed: false }, view: 'board' }

/** What a browser would read back from the address. */
function readBack(look: Look): Look {
  const given = Object.entries(lookParameters(look)).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  )
  return lookIn(Object.fromEntries(new URLSearchParams(given)))
}

describe('the address of a look', () => {
  it('is empty for the usual one', () => {
    expect(Object.values(lookParameters(usual)).every((value) => value === null)).toBe(true)
    expect(lookIn({})).toEqual(usual)
  })

  it('gives back every filter, order and view', () => {
    const look: Look = {
      filter: {
        query: 'create, & 100%',
        severities: ['Medium', 'Critical'],
        categories: ['Read', 'Financial'],
        marks: ['changed', 'unused'],
      },
      order: { by: 'calls', reversed: true },
      view: 'table',
    }
    expect(readBack(look)).toEqual(look)
  })

  it('reads words in any case and leaves out what it does not know', () => {
    expect(lookIn({ risk: 'CRITICAL,awful', order: 'colour', view: ['board', 'table'], show: '' })).toEqual({
      ...usual,
      filter: { ...NO_FILTER, severities: ['Critical'] },
    })
  })

  it('falls back on the view of the last visit', () => {
    expect(lookIn({}, 'table').view).toBe('table')
    expect(lookIn({ view: 'board' }, 'table').view).toBe('board')
    expect(lookIn({}, 'chart').view).toBe('board')
  })
})

import { describe, expect, it } from 'vitest'
import { parametersOf } from './parameters.ts'

describe('parametersOf', () => {
  it('puts types in words, required ones first', () => {
    const schema = {
      type: 'object',
      properties: {
        limit: { type: 'integer' },
        ids: { type: 'array', items: { type: 'string' } },
        mode: { enum: ['fast', 'safe'], description: 'How.' },
        name: { type: ['string', 'null'] },
      },
      required: ['name'],
    }
    expect(parametersOf(schema).map(({ name, type, required }) => [name, type, required])).toEqual([
      ['name', 'text or null', true],
      ['limit', 'whole number', false],
      ['ids', 'list of texts', false],
      ['mode', 'one of 2', false],
    ])
    expect(parametersOf(schema)[3]?.choices).toEqual(['fast', 'safe'])
  })

  it('finds none in what is no schema', () => {
    for (const nothing of [null, undefined, 'object', [], {}, { properties: 3 }]) {
      expect(parametersOf(nothing)).toEqual([])
    }
    expect(parametersOf({ properties: { any: true } })[0]?.type).toBe('anything')
  })
})

import { describe, expect, it } from 'vitest'
import { toPlain } from '#lib/json/index.ts'
import { schemaOf } from './shorthand.ts'

const plain = (line: string) => toPlain(schemaOf(line))

describe('the arguments of a tool on one line', () => {
  it('have types, values, lists and members', () => {
    expect(
      plain('to! amount!:number kind=PIX|BOLETO payer{name! email} tags[] parts[]{sku! n:integer=1|2} x:any'),
    ).toEqual({
      type: 'object',
      properties: {
        to: { type: 'string' },
        amount: { type: 'number' },
        kind: { type: 'string', enum: ['PIX', 'BOLETO'] },
        payer: {
          type: 'object',
          properties: { name: { type: 'string' }, email: { type: 'string' } },
          required: ['name'],
        },
        tags: { type: 'array', items: { type: 'string' } },
        parts: {
          type: 'array',
          items: {
            type: 'object',
            properties: { sku: { type: 'string' }, n: { type: 'integer', enum: [1, 2] } },
            required: ['sku'],
          },
        },
        x: {},
      },
      required: ['to', 'amount'],
    })
    expect(plain('')).toEqual({ type: 'object', properties: {} })
    expect(plain('page[size]:number')).toMatchObject({ properties: { 'page[size]': { type: 'number' } } })
  })

  it.each(['a{b', 'a:text', 'a}', 'a ?'])('in another form are refused: %s', (line) => {
    expect(() => schemaOf(line)).toThrow(SyntaxError)
  })
})

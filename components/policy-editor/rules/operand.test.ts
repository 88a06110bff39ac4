import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonNumber, serializeJson } from '#lib/json/index.ts'
import { OPERATORS } from '#lib/policy/index.ts'
import { FACTS } from './facts.ts'
import { freeField } from './field.ts'
import { argumentFields } from './fields.ts'
import { carriedOver, controlFor, operandText, readOperand } from './operand.ts'
import { type OperatorChoice, operatorsFor } from './operators.ts'

const schema = {
  properties: {
    amount: { type: 'number' },
    name: { type: 'string' },
    on: { type: 'boolean' },
    mode: { enum: ['a', 'b'] },
    level: { enum: [1, 2] },
    url: { type: 'string', format: 'uri' },
    outputPath: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
    deep: { type: 'object' },
    any: {},
  },
}
const field = (name: string) =>
  argumentFields(schema).find((each) => each.path === `args.${name}`) ?? freeField(`args.${name}`, name)

describe('operators', () => {
  it('fit the type, the likeliest first', () => {
    expect(operatorsFor(field('amount')).slice(0, 2)).toEqual(['gt', 'gte'])
    expect(operatorsFor(field('on'))).toEqual(['eq', 'exists', 'absent'])
    expect(operatorsFor(field('mode'))[0]).toBe('eq')
    expect(operatorsFor(field('level'))).not.toContain('regex')
    expect(operatorsFor(field('tags'))).toEqual(['contains', 'exists', 'absent'])
    expect(operatorsFor(field('deep'))).toEqual(['exists', 'absent'])
    expect(operatorsFor(field('url'))[0]).toBe('host_in')
    expect(operatorsFor(field('outputPath'))[0]).toBe('within')
    expect(operatorsFor(field('name'))[0]).toBe('eq')
    expect(operatorsFor(field('name'))).not.toContain('gt')
  })

  it('offer all thirteen where nobody says what the type is', () => {
    expect(new Set(operatorsFor(field('any')))).toEqual(new Set<OperatorChoice>([...OPERATORS, 'absent']))
  })

  it('keep the one that stands in the document', () => {
    expect(operatorsFor(field('amount'), 'regex')).toContain('regex')
  })

  it('have a control for every field and operator', () => {
    for (const each of [...argumentFields(schema), ...FACTS])
      for (const op of operatorsFor(each)) expect(controlFor(each, op).kind).toBeTruthy()
    expect(controlFor(field('on'), 'eq')).toEqual({ kind: 'flag' })
    expect(controlFor(field('mode'), 'in').kind).toBe('choices')
    expect(controlFor(field('amount'), 'in')).toEqual({ kind: 'chips', reads: 'number' })
    expect(controlFor(field('tags'), 'contains')).toEqual({ kind: 'typed', reads: 'text' })
  })
})

describe('typed values', () => {
  it('[C4] never coerce: a number field takes numbers, a text field texts', () => {
    expect(readOperand('500', 'number')).toEqual({ ok: true, value: 500 })
    expect(readOperand('500', 'text')).toEqual({ ok: true, value: '500' })
    for (const wrong of ['5x', '1,000', '$5', '0x10', '.5', '1e', 'five', 'true', '"5"'])
      expect(readOperand(wrong, 'number')).toMatchObject({ ok: false })
    expect(readOperand(' ', 'number')).toMatchObject({ ok: false })
  })

  it('[C4] keep every digit of a number', () => {
    const read = readOperand('9007199254740993', 'number')
    expect(read).toEqual({ ok: true, value: new JsonNumber('9007199254740993') })
  })

  it('read JSON where the type is open, and a text in quotes as a text', () => {
    expect(readOperand('5', 'any')).toEqual({ ok: true, value: 5 })
    expect(readOperand('"5"', 'any')).toEqual({ ok: true, value: '5' })
    expect(readOperand('true', 'any')).toEqual({ ok: true, value: true })
    expect(readOperand('null', 'any')).toEqual({ ok: true, value: null })
    expect(readOperand('hello there', 'any')).toEqual({ ok: true, value: 'hello there' })
  })

  it('are shown as what reads back as the same value, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const shown = readOperand(operandText(text, 'any'), 'any')
        expect(shown.ok && shown.value).toBe(text)
      }),
      { numRuns: 300 },
    )
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const shown = readOperand(operandText(number, 'number'), 'number')
        expect(shown.ok && serializeJson(shown.value)).toBe(serializeJson(number))
      }),
      { numRuns: 300 },
    )
  })

  it('stay where they fit the next control, and go where they do not', () => {
    expect(carriedOver(100, controlFor(field('amount'), 'in'))).toEqual([100])
    expect(carriedOver([100, 200], controlFor(field('amount'), 'lt'))).toBe(100)
    expect(carriedOver(100, controlFor(field('name'), 'eq'))).toBeUndefined()
    expect(carriedOver('b', controlFor(field('mode'), 'eq'))).toBe('b')
    expect(carriedOver('z', controlFor(field('mode'), 'eq'))).toBeUndefined()
    expect(carriedOver('x', controlFor(field('on'), 'eq'))).toBe(true)
    expect(carriedOver('x', controlFor(field('name'), 'absent'))).toBeUndefined()
  })
})

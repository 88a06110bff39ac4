import { describe, expect, it } from 'vitest'
import { argumentFields, fieldAt, fieldsFor, sharedFields } from './fields.ts'

const payment = {
  type: 'object',
  properties: {
    note: { type: 'string', description: 'For people' },
    amount: { type: 'integer' },
    currency: { enum: ['EUR', 'USD'] },
    when: { type: 'string', format: 'date-time' },
    config: {
      type: 'object',
      properties: { source: { type: 'string' }, 'a.b': { type: 'boolean' } },
      required: ['source'],
    },
    items: {
      type: 'array',
      items: { type: 'object', properties: { price: { type: 'number' } }, required: ['price'] },
    },
    tags: { type: 'array', items: { enum: ['x', 'y'] } },
  },
  required: ['amount', 'config'],
}
const row = (schema: unknown, path: string) =>
  argumentFields(schema).find((field) => field.path === path) ?? null

describe('the fields of an input schema', () => {
  it('lists required arguments first, objects with their members, and lists with each element before the first', () => {
    expect(argumentFields(payment).map((field) => field.path)).toEqual([
      'args.amount',
      'args.config',
      'args.config.source',
      'args.config["a.b"]',
      'args.note',
      'args.currency',
      'args.when',
      'args.items',
      'args.items[*]',
      'args.items[*].price',
      'args.tags',
      'args.tags[*]',
      'args.items[0]',
      'args.items[0].price',
      'args.tags[0]',
    ])
  })

  it('says what is always there: a required member of an optional object is not', () => {
    expect(row(payment, 'args.amount')?.presence).toBe('given')
    expect(row(payment, 'args.config.source')?.presence).toBe('given')
    expect(row(payment, 'args.config["a.b"]')?.presence).toBe('optional')
    expect(row(payment, 'args.items[*].price')?.presence).toBe('each')
    expect(row(payment, 'args.items[0].price')?.presence).toBe('optional')
    const nested = { properties: { o: { type: 'object', properties: { a: {} }, required: ['a'] } } }
    expect(row(nested, 'args.o.a')?.presence).toBe('optional')
  })

  it('puts types in words and choices in order', () => {
    const detail = (path: string) => row(payment, path)?.detail
    expect(detail('args.amount')).toBe('whole number')
    expect(detail('args.when')).toBe('date and time')
    expect(detail('args.currency')).toBe('one of 2')
    expect(detail('args.tags')).toBe('list of one of 2')
    expect(row(payment, 'args.currency')?.choices.map((choice) => choice.label)).toEqual(['EUR', 'USD'])
    expect(row(payment, 'args.items[*].price')?.label).toBe('price of each of items')
    expect(row(payment, 'args.items[0].price')?.label).toBe('price of the first of items')
  })

  it('follows references and lays alternatives together', () => {
    const schema = {
      $defs: { money: { type: 'object', properties: { value: { type: 'number' } }, required: ['value'] } },
      properties: {
        price: { $ref: '#/$defs/money' },
        limit: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
        mode: { oneOf: [{ const: 'fast' }, { const: 'safe' }] },
        either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
        whole: { allOf: [{ type: 'string' }, { format: 'uri' }] },
      },
      required: ['price'],
    }
    expect(row(schema, 'args.price.value')).toMatchObject({ types: ['number'], presence: 'given' })
    expect(row(schema, 'args.limit')).toMatchObject({ types: ['number'], integer: true })
    expect(row(schema, 'args.mode')?.choices.map((choice) => choice.value)).toEqual(['fast', 'safe'])
    expect(row(schema, 'args.either')?.detail).toBe('text or number')
    expect(row(schema, 'args.whole')).toMatchObject({ types: ['string'], format: 'uri', detail: 'URL' })
  })

  it('ends where a schema goes round in circles, and says nothing of what is no schema', () => {
    const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } } }
    const schema = { $defs: { node }, properties: { list: { $ref: '#/$defs/node' } } }
    expect(argumentFields(schema).length).toBeLessThan(20)
    expect(argumentFields({ properties: { self: { $ref: '#/properties/self' } } })).toHaveLength(1)
    for (const nothing of [null, undefined, 3, 'x', [], {}, { properties: [] }])
      expect(argumentFields(nothing)).toEqual([])
  })

  it('offers a wide tool its first fields and no more than a list can show', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 900 }, (_, at) => [`p${at}`, { type: 'string' }]),
    )
    expect(argumentFields({ properties }).length).toBe(400)
  })
})

describe('the fields of several tools', () => {
  it('puts the widespread first, and promises no type on which they disagree', () => {
    const one = { properties: { id: { type: 'string' }, size: { type: 'number' } }, required: ['id', 'size'] }
    const two = { properties: { size: { type: 'string' } }, required: ['size'] }
    const [first, second] = sharedFields([one, two])
    expect(first).toMatchObject({ path: 'args.size', types: [], presence: 'given', detail: 'anything' })
    expect(second).toMatchObject({ path: 'args.id', presence: 'optional', detail: 'text, in 1 of 2' })
  })
})

describe('any other path', () => {
  const fields = fieldsFor([payment])

  it('[C1] knows every root', () => {
    const paths = fields.map((field) => field.path)
    for (const root of ['grant.label', 'grant.tags', 'client.name', 'user.email', 'tool.category'])
      expect(paths).toContain(root)
    for (const root of ['tool.severity', 'time.hour', 'time.weekday']) expect(paths).toContain(root)
    expect(fieldAt('time.weekday', fields).choices.map((choice) => choice.value)).toEqual([
      'mon',
      'tue',
      'wed',
      'thu',
      'fri',
      'sat',
      'sun',
    ])
  })

  it('takes the type of the first element for any other, and of the same path in another spelling', () => {
    expect(fieldAt('args.items[7].price', fields)).toMatchObject({
      types: ['number'],
      label: 'price of number 8 of items',
    })
    expect(fieldAt('args["amount"]', fields)).toMatchObject({ types: ['number'], path: 'args["amount"]' })
  })

  it('promises nothing of a path that no schema declares', () => {
    expect(fieldAt('args.nope.deeper', fields)).toMatchObject({
      types: [],
      presence: 'undeclared',
      label: 'nope.deeper',
    })
  })
})

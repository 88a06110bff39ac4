// [V] What is said of “arguments that fit” is said of all of them: the validator's answer is held
// against calls that an independent reader of JSON Schema lets through, judged by the evaluator itself.
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPlain } from '#lib/json/index.ts'
import { compileCondition, judgeConditions } from '../evaluate/condition.ts'
import { nothingSpent } from '../evaluate/operator.ts'
import type { Condition } from '../policy.ts'
import { callOf } from '../testing/examples.ts'
import { runs } from '../testing/runs.ts'
import { canBe } from './possible.ts'
import { prepare } from './prepared.ts'
import { reach, reachArguments } from './reach.ts'
import { truthsOf } from './truths.ts'

const TEXTS = ['', 'a', 'ab', 'b', 'abcd', '/srv/a', 'https://example.com/']
const NUMBERS = [-1, 0, 0.5, 1, 2, 2.5, 10]
const scalar = fc.constantFrom(null, true, false, ...TEXTS, ...NUMBERS)
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('x', 'y'), scalar, { maxKeys: 2 }),
)

const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined, freq: 2 })
const small = fc.integer({ min: 0, max: 3 })
const leaf: fc.Arbitrary<object> = fc.oneof(
  fc.record({
    type: fc.constantFrom('string', ['string', 'null']),
    minLength: maybe(small),
    maxLength: maybe(small),
  }),
  fc.record({
    type: fc.constantFrom('number', 'integer', ['integer', 'string']),
    minimum: maybe(fc.constantFrom(...NUMBERS)),
    maximum: maybe(fc.constantFrom(...NUMBERS)),
    exclusiveMinimum: maybe(fc.constantFrom(...NUMBERS)),
    exclusiveMaximum: maybe(fc.constantFrom(...NUMBERS)),
  }),
  fc.record({ enum: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
  fc.record({ const: scalar }),
  fc.constantFrom(
    { type: 'boolean' },
    {},
    { $ref: '#/$defs/text' },
    { $ref: '#/$defs/again' },
    { $ref: '#/nowhere' },
  ),
)
const schema: fc.Arbitrary<object> = fc.letrec<{ node: object }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({
      type: fc.constantFrom('array', ['array', 'null']),
      items: maybe(tie('node')),
      prefixItems: maybe(fc.array(tie('node'), { minLength: 1, maxLength: 2 })),
      minItems: maybe(small),
      maxItems: maybe(small),
    }),
    fc.record({
      type: fc.constantFrom('object', undefined, ['object', 'string']),
      properties: fc.dictionary(fc.constantFrom('x', 'y'), tie('node'), { maxKeys: 2 }),
      required: maybe(fc.subarray(['x', 'y'])),
      additionalProperties: fc.constantFrom(false, true, undefined),
    }),
    fc.record({ anyOf: fc.array(tie('node'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ allOf: fc.array(tie('node'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ oneOf: fc.array(tie('node'), { minLength: 2, maxLength: 2 }), minimum: maybe(small) }),
  ),
})).node

const clean = (node: unknown): unknown => JSON.parse(JSON.stringify(node))
const DEFS = { text: { type: 'string', maxLength: 2 }, again: { $ref: '#/$defs/text' } }
const toolSchema = fc
  .record({
    properties: fc.dictionary(fc.constantFrom('a', 'b'), schema, { minKeys: 1, maxKeys: 2 }),
    required: maybe(fc.subarray(['a', 'b'])),
  })
  .map((node) => clean({ type: 'object', additionalProperties: false, $defs: DEFS, ...node }) as object)

const path = fc.constantFrom(
  'args.a',
  'args.a',
  'args.b',
  'args.a.x',
  'args.a[*]',
  'args.a[0]',
  'args.a[1].x',
  'args.a[*].x',
  'time.hour',
  'client.name',
)
const operator = fc.oneof(
  fc.record({ op: fc.constantFrom('eq', 'neq', 'contains'), value }),
  fc.record({ op: fc.constantFrom('lt', 'lte', 'gt', 'gte'), value: fc.constantFrom(...NUMBERS) }),
  fc.record({ op: fc.constantFrom('in', 'not_in'), value: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ op: fc.constant('exists'), value: fc.boolean() }),
  fc.record({ op: fc.constant('regex'), value: fc.constantFrom('a', '^a', 'b*', '^(?:ab)+$', '') }),
  fc.record({ op: fc.constant('within'), value: fc.constant('/srv') }),
  fc.record({ op: fc.constant('host_in'), value: fc.constantFrom([], ['example.com']) }),
)
const comparison = fc.tuple(path, operator).map(([where, rest]) => ({ path: where, ...rest }))
const condition = fc.oneof(
  { arbitrary: comparison, weight: 3 },
  { arbitrary: fc.record({ any_of: fc.array(comparison, { minLength: 1, maxLength: 2 }) }), weight: 1 },
)
const conditions = fc.array(condition, { minLength: 1, maxLength: 3 })

const args = fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(value, fc.array(value, { maxLength: 2 })), {
  maxKeys: 2,
})

const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false })

/** A reader that knows the schema, or null where it does not take it. */
function readerOf(schemaToRead: object): ((candidate: unknown) => boolean) | null {
  try {
    const check = ajv.compile(schemaToRead)
    return (candidate) => check(candidate) === true
  } catch {
    return null
  }
}

/** Each run compiles a schema, so a long run of all properties is a shorter one here. */
const bounded = (usual: number) => ({ ...runs(usual), numRuns: Math.min(runs(usual).numRuns, 3000) })

const FACTS: Record<string, { schema: object; missing: boolean }> = {
  'time.hour': { schema: { type: 'integer', minimum: 0, maximum: 23 }, missing: false },
  'client.name': { schema: { type: 'string' }, missing: true },
}

describe('[V2][V3] the validator is right', () => {
  let judged = 0
  let narrow = 0

  it.each(['every', 'some'] as const)(
    'no call that fits comes to anything else than it said (%s)',
    (quantifier) => {
      fc.assert(
        fc.property(
          toolSchema,
          conditions,
          fc.array(args, { minLength: 12, maxLength: 12 }),
          fc.integer({ min: 0, max: 23 }),
          fc.constantFrom('a', 'ab', undefined),
          (tool, written, candidates, hour, client) => {
            const read = fromPlain(written) as unknown as Condition[]
            const said = truthsOf(
              prepare(read, ''),
              (each) => {
                const fact = FACTS[each.path.root]
                return fact
                  ? reach(fact.schema, each.path.steps, fact.missing)
                  : reachArguments(tool, each.path.steps)
              },
              quantifier,
            )
            if (said !== 7) narrow++
            const fits = readerOf(tool)
            const compiled = read.map(compileCondition)
            for (const candidate of candidates) {
              if (!fits?.(candidate)) continue
              judged++
              const call = callOf('pay', candidate, {
                at: hour * 3_600_000,
                client: client === undefined ? {} : { name: client },
              })
              const truth = judgeConditions(compiled, call, quantifier, nothingSpent())
              expect(canBe(said, truth), `${truth} of ${said}`).toBe(true)
            }
          },
        ),
        bounded(300),
      )
    },
    120_000,
  )

  it('and had something to say, of many calls', () => {
    expect(judged).toBeGreaterThan(500)
    expect(narrow).toBeGreaterThan(100)
  })

  it('takes any JSON for a schema', () => {
    fc.assert(
      fc.property(fc.jsonValue(), conditions, (anything, written) => {
        const tool = { type: 'object', properties: { a: anything, b: anything }, $defs: anything }
        for (const given of [anything, tool])
          truthsOf(
            prepare(fromPlain(written) as unknown as Condition[], ''),
            (each) => reach(given, each.path.steps),
            'some',
          )
      }),
      runs(500),
    )
  })

  it('a reference that leads back to itself is read as anything, at once', () => {
    const loop = {
      type: 'object',
      properties: { a: { $ref: '#/$defs/l' } },
      $defs: { l: { allOf: [{ $ref: '#/$defs/l' }] } },
    }
    const tree = { type: 'object', properties: { a: { $ref: '#' }, x: { type: 'string' } }, required: ['x'] }
    const [looping] = prepare([{ path: 'args.a', op: 'eq', value: 5 }], '').flatMap(
      (each) => each.comparisons,
    )
    const [deep] = prepare([{ path: 'args.a.a.a.x', op: 'eq', value: 5 }], '').flatMap(
      (each) => each.comparisons,
    )
    expect(looping && reach(loop, looping.path.steps)).toMatchObject({ anything: true })
    expect(deep && reach(tree, deep.path.steps)).toMatchObject({
      anything: false,
      absent: true,
      ends: [{ way: [{ type: 'string' }] }],
    })
  })
})

// What holds of every definition, however it is written, and of those that are written to do harm.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Category } from '#lib/policy/index.ts'
import { type Classifiable, classify, SIGNAL_KINDS } from './index.ts'
import { INVENTED } from './testing/invented.ts'
import { toolsOf } from './testing/tools-of.ts'

const RANK: readonly Category[] = ['Other', 'Read', 'Write', 'Execute', 'Destructive', 'Financial']
const rankOf = (tool: Classifiable) => RANK.indexOf(classify(tool).category)

const VOCABULARY = [...new Set(toolsOf(INVENTED).flatMap(({ name }) => name.match(/[a-z]{2,}/g) ?? []))]
const someWords = fc.array(fc.constantFrom(...VOCABULARY), { minLength: 1, maxLength: 5 })
const sentence = someWords.map((words) => words.join(' '))
const anyName = fc.oneof(
  fc.string({ unit: 'binary' }),
  someWords.map((words) => words.join('_')),
)
const anyTool = fc.record({
  name: anyName,
  description: fc.oneof(fc.string({ unit: 'binary' }), sentence),
  inputSchema: fc.oneof(
    fc.jsonValue(),
    fc.record({
      properties: fc.dictionary(sentence, fc.jsonValue()),
      required: fc.jsonValue(),
      items: fc.jsonValue(),
      anyOf: fc.jsonValue(),
    }),
  ),
  annotations: fc.jsonValue(),
})
const flag = fc.option(fc.boolean(), { nil: undefined })

describe('every definition', () => {
  it('has one class, which is the same every time, with evidence, signals and reasons', () => {
    fc.assert(
      fc.property(anyTool, (tool) => {
        const first = classify(tool)
        expect(classify(structuredClone(tool))).toEqual(first)
        expect(RANK).toContain(first.category)
        expect(first.confidence).toBeGreaterThanOrEqual(0)
        expect(first.confidence).toBeLessThanOrEqual(1)
        expect(first.rationale.length).toBeGreaterThan(0)
        for (const { kind } of first.signals) expect(SIGNAL_KINDS).toContain(kind)
        if (first.category !== 'Other')
          expect(first.evidence.some(({ says }) => says === first.category)).toBe(true)
      }),
    )
  })

  it('has a class where the schema refers to itself in every way, or is no object', () => {
    for (const inputSchema of [null, 1, 'x', [], [[]], { properties: [] }, { properties: { a: null } }])
      expect(classify({ name: 'get_it', inputSchema }).category).toBe('Read')
    const knot: Record<string, unknown> = { type: 'object' }
    Object.assign(knot, { properties: { a: knot, b: knot }, items: knot, anyOf: [knot, knot], oneOf: [knot] })
    expect(classify({ name: 'get_it', inputSchema: knot }).category).toBe('Read')
  })

  it('is of the class of its words, in whatever convention its name joins them', () => {
    const upper = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
    fc.assert(
      fc.property(someWords, sentence, (words, description) => {
        const pascal = words.map(upper).join('')
        const names = [
          words.join('_'),
          words.join('-'),
          words.join('.'),
          words.join('/'),
          words.join(' '),
          words.map(upper).join(' '),
          words.join('_').toUpperCase(),
          pascal,
          pascal.charAt(0).toLowerCase() + pascal.slice(1),
        ]
        const classes = new Set(names.map((name) => classify({ name, description }).category))
        expect([...classes]).toHaveLength(1)
      }),
    )
  })
})

describe('[H5] annotations', () => {
  it('never lower a class, whatever they claim', () => {
    fc.assert(
      fc.property(anyTool, flag, flag, flag, (tool, readOnlyHint, destructiveHint, idempotentHint) => {
        const bare = { ...tool, annotations: undefined }
        const claimed = { ...tool, annotations: { readOnlyHint, destructiveHint, idempotentHint } }
        expect(rankOf(claimed)).toBeGreaterThanOrEqual(rankOf(bare))
      }),
    )
  })
})

describe('a definition made to be slow', () => {
  const spent = (tool: Classifiable): number => {
    const before = performance.now()
    for (let round = 0; round < 10; round++) classify(tool)
    return performance.now() - before
  }
  const fields = (count: number, name: string, property: object) => ({
    properties: Object.fromEntries(Array.from({ length: count }, (_, at) => [`${name}${at}`, property])),
  })
  const honest: Classifiable = {
    name: 'create_or_update_the_record',
    description: 'Creates or updates a record of the table, and tells everybody who watches it. '.repeat(25),
    inputSchema: fields(300, 'code_', { type: 'string', description: 'The value of the field. '.repeat(20) }),
  }
  let deep: unknown = {}
  for (let depth = 0; depth < 5_000; depth++)
    deep = { properties: { a: deep }, items: deep, anyOf: [deep, deep] }

  it.each<[string, Classifiable]>([
    ['a long name', { name: 'a_'.repeat(500_000) }],
    ['a long name without a break', { name: 'aA'.repeat(500_000) }],
    ['an endless preamble', { name: 'x', description: 'this tool to use the '.repeat(100_000) }],
    ['words that begin like an act', { name: 'x', description: 'runrun'.repeat(200_000) }],
    ['verbs without an end', { name: 'x', description: 'create, delete and '.repeat(100_000) }],
    ['brackets', { name: 'x', description: '[[['.repeat(300_000) }],
    ['spaces', { name: 'x', description: ' '.repeat(1_000_000) }],
    ['acts that go further', { name: 'x', description: 'this also then deletes '.repeat(50_000) }],
    ['a deep schema', { name: 'x', inputSchema: deep }],
    [
      'fields that are all code',
      {
        name: 'x',
        description: 'run'.repeat(700),
        inputSchema: fields(2_000, 'code', { description: 'execut'.repeat(90) }),
      },
    ],
    [
      'choices without an end',
      { name: 'x', inputSchema: fields(300, 'x', { enum: Array(5_000).fill('delete') }) },
    ],
  ])('takes no more than a few times what a large honest one takes: %s', (_, tool) => {
    spent(honest)
    const fair = Math.max(...[1, 2, 3].map(() => spent(honest)))
    const least = Math.min(...[1, 2, 3].map(() => spent(tool)))
    expect(least / fair).toBeLessThan(10)
  })
})

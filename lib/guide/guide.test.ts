// A guide says what its document does, whatever the tool is called and whatever its schema asks for.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classify, severityOf } from '#lib/catalogue/index.ts'
import { toPlain } from '#lib/json/index.ts'
import {
  CATEGORIES,
  type Category,
  compilePolicy,
  evaluate,
  LANES,
  parsePolicyText,
  recommendedPolicy,
  validatePolicy,
} from '#lib/policy/index.ts'
import {
  CALLS_A_MINUTE,
  type GuidedTool,
  guideServer,
  guideTool,
  type RuleGuide,
  ruleFor,
  shownName,
} from './index.ts'

const SERVER = { slug: 'a-server', name: 'A server' }
type Classified = GuidedTool & { category: Category; severity: ReturnType<typeof severityOf> }

const classed = (tool: GuidedTool, category: Category): Classified => ({
  ...tool,
  category,
  severity: severityOf(category),
})

/** Whoever reads a snippet reads the document. */
function expectSound(rule: Pick<RuleGuide, 'document' | 'json' | 'yaml'>, tools: readonly Classified[]) {
  for (const [text, format] of [
    [rule.json, 'json'],
    [rule.yaml, 'yaml'],
  ] as const) {
    if (text === null) continue
    const parsed = parsePolicyText(text, format)
    if (!parsed.ok) throw new Error(`${format}: ${parsed.issues[0].message}\n${text}`)
    expect(toPlain(parsed.value.document)).toEqual(toPlain(rule.document))
    const checked = tools.map((tool) => ({
      ...tool,
      inputSchema: tool.inputSchema,
      state: 'pinned' as const,
    }))
    const issues = validatePolicy(parsed.value.policy, checked)
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
  }
}

/** Every number of the text stands in the document. */
function expectNumbersFrom(text: string, { json }: Pick<RuleGuide, 'json'>, tool: string) {
  const inDocument = new Set(json.match(/\d+/g))
  const said = text.replaceAll(tool, '').replaceAll(shownName(tool), '').match(/\d+/g) ?? []
  expect(said.filter((number) => !inDocument.has(number))).toEqual([])
}

describe('a tool is guided by the preset', () => {
  it.each([
    ['Read', 'allow', null],
    ['Write', 'limit', 30],
    ['Execute', 'limit', 10],
    ['Destructive', 'hide', null],
    ['Financial', 'approve', null],
    ['Other', 'limit', 60],
  ] as const)('%s: %s %s', (category, treatment, amount) => {
    const tool = classed({ name: 'do_it' }, category)
    const guide = guideTool(SERVER, tool, tool)
    expect([guide.treatment, guide.amount]).toEqual([treatment, amount])
    expect(guide.json).toBe(recommendedPolicy([tool]))
    // The wizard begins where the recommendation stands.
    expect(ruleFor(tool, treatment).document).toEqual(guide.document)
  })

  it('create_connection may be called 30 times a minute, and the call after that is told when to come back', () => {
    const tool = { name: 'create_connection', description: 'Create a data connection.' }
    const guide = guideTool(SERVER, tool, { category: 'Write', severity: 'Medium' })
    expect(guide.examples.map(({ title, verdict, rule }) => [title, verdict.effect, rule])).toEqual([
      ['The first call', 'allow', ''],
      ['Call 31 within the same minute', 'deny', '/tools/create_connection/limits/create_connection_rate'],
      ['The first call of the next minute', 'allow', ''],
    ])
    expect(guide.examples[1]?.verdict.retryAfterSeconds).toBe(49)
    expect(guide.button).toBe('Limit to 30 calls per minute')
  })
})

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }),
  fc.constantFrom('__proto__', 'constructor', 'a.b.c', 'a/b~c', '*', 'get_*', '"quoted"', "it's", '- a: b'),
  fc.constantFrom(
    '\u202eevil',
    'z\u200bw',
    'é'.repeat(600),
    'x'.repeat(1100),
    'x'.repeat(5000),
    '\ud800',
    'no',
  ),
)
const schema: fc.Arbitrary<unknown> = fc.oneof(
  fc.constant(undefined),
  fc.json().map((text) => JSON.parse(text)),
  fc.constantFrom(true, false, null, 7, [], { $ref: '#' }, { type: 'object', required: ['__proto__'] }),
  fc.constant({
    type: 'object',
    properties: Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`p${index}`, { type: 'string', pattern: '(a+)+$' }]),
    ),
    required: ['p0', 'p199'],
  }),
)
const hostile = fc.record({ name, description: fc.string(), inputSchema: schema })

describe('of a hostile tool', () => {
  it('every document is valid, every snippet is the document, and no text has a number of its own', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(...CATEGORIES), (definition, category) => {
        const tool = classed(definition, category)
        const guide = guideTool(SERVER, tool, tool)
        const chosen = LANES.map((lane) => ruleFor(tool, lane, 7))
        for (const rule of [guide, ...chosen]) {
          expectSound(rule, [tool])
          expectNumbersFrom(`${rule.sentence} ${rule.button}`, rule, tool.name)
          expect(rule.examples).toHaveLength(3)
        }
        for (const { answer, document, json } of guide.questions) {
          expect(answer.length).toBeLessThan(3000)
          if (!document || json === undefined) continue
          expectSound({ document, json, yaml: null }, [tool])
          for (const [field] of answer.matchAll(/“[a-z_]+”/g))
            expect(json).toContain(`"${field.slice(1, -1)}"`)
        }
      }),
      { numRuns: 300 },
    )
  }, 120_000)

  it('an example is decided as the evaluator decides it', () => {
    fc.assert(
      fc.property(
        hostile,
        fc.constantFrom(...CATEGORIES),
        fc.constantFrom(...LANES),
        (definition, category, lane) => {
          const tool = classed(definition, category)
          const [first] = ruleFor(tool, lane).examples
          const parsed = parsePolicyText(ruleFor(tool, lane).json)
          if (!parsed.ok || !first) throw new Error('a rule has a document and examples')
          const decided = evaluate(compilePolicy(parsed.value.policy), {
            name: tool.name,
            tool: { name: tool.name, state: 'pinned', category, severity: tool.severity, declared: [] },
            arguments: first.arguments,
            grant: { label: '', tags: [] },
            client: {},
            user: {},
            at: 0,
          })
          expect([first.verdict.effect, first.rule, first.verdict.message]).toEqual([
            decided.effect,
            decided.rule,
            decided.message,
          ])
        },
      ),
      { numRuns: 200 },
    )
  }, 120_000)

  it('a limit is a whole number within its bounds, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer(), fc.constant(undefined)), (amount) => {
        const rule = ruleFor(classed({ name: 'send' }, 'Write'), 'limit', amount)
        expect(Number.isInteger(rule.amount)).toBe(true)
        expect(rule.amount).toBeGreaterThanOrEqual(CALLS_A_MINUTE.least)
        expect(rule.amount).toBeLessThanOrEqual(CALLS_A_MINUTE.most)
        expectSound(rule, [])
      }),
      { numRuns: 100 },
    )
  })
})

describe('real tools', () => {
  const folder = resolve('../shared/data/tools')
  type Server = { server: string; tools: GuidedTool[] }
  const servers = (): Server[] =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) => {
        const read = JSON.parse(readFileSync(resolve(folder, file), 'utf8'))
        return read.entries ?? [read]
      })

  it('have guides whose documents are valid, alone and for the whole server', (context) => {
    if (!existsSync(folder)) return context.skip('the tools of real servers are not beside this tree')
    let seen = 0
    for (const { server, tools } of servers()) {
      const all = tools.map((tool) => ({ ...tool, ...classify(tool, { server }) }))
      for (const tool of all) {
        const guide = guideTool({ slug: server, name: server }, tool, tool)
        expectSound(guide, [tool])
        expectNumbersFrom(`${guide.sentence} ${guide.button}`, guide, tool.name)
        for (const { document, json } of guide.questions)
          if (document && json !== undefined) expectSound({ document, json, yaml: null }, [tool])
        seen++
      }
      const whole = guideServer({ slug: server, name: server }, all)
      expectSound(whole, all)
      expect(Object.values(whole.lanes).flat().length).toBe(new Set(all.map((tool) => tool.name)).size)
    }
    expect(seen).toBeGreaterThan(3000)
  }, 600_000)

  it('take their example arguments, and what does not fit says so', (context) => {
    if (!existsSync(folder)) return context.skip('the tools of real servers are not beside this tree')
    const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false, validateFormats: false })
    const unsure: string[] = []
    const wrong: string[] = []
    let seen = 0
    for (const { server, tools } of servers())
      for (const tool of tools) {
        const [usual, least] = ruleFor(classed(tool, 'Read'), 'deny').examples
        const check = validator(ajv, tool.inputSchema)
        for (const example of [usual, least]) {
          if (!example) throw new Error('a rule has three examples')
          seen++
          if (!example.argumentsFit) unsure.push(`${server} ${tool.name}`)
          else if (!check(toPlain(example.arguments))) wrong.push(`${server} ${tool.name}`)
        }
      }
    expect(wrong).toEqual([])
    expect(unsure.length / seen).toBeLessThan(0.01)
  }, 600_000)
})

function validator(ajv: Ajv2020, schema: unknown): (value: unknown) => boolean {
  if (typeof schema !== 'object' || schema === null) return () => true
  const { $schema: _, $id: __, ...plain } = schema as Record<string, unknown>
  return ajv.compile(plain)
}

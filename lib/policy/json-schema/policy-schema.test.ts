// The schema and the parser are two readers of one language. Here each document goes to both.
import Ajv2020 from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson, serializeJson } from '#lib/json/index.ts'
import { type Category, type IssueCode, parsePolicyText, recommendedPolicy } from '../index.ts'
import { validDocument } from '../testing/arbitraries.ts'
import { REAL_DOCUMENTS } from '../testing/examples.ts'
import { runs } from '../testing/runs.ts'
import { upTo } from './length-pattern.ts'
import { policySchema, SCHEMA_PATH } from './policy-schema.ts'
import { change, changeAt } from './testing/change.ts'

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: false })
const accepts = ajv.compile(policySchema())

/** What the schema cannot say (policy-schema.ts), as codes of the parser. */
const CANNOT_SAY: readonly IssueCode[] = [
  'bad-regex',
  'regex-too-wide',
  'too-much-regex',
  'bad-host',
  'too-many',
  'too-many-patterns',
  'too-long',
  'glob-ambiguous',
  'limit-clash',
]

function judge(text: string): { schema: boolean; codes: readonly IssueCode[] } {
  const parsed = parsePolicyText(text)
  return {
    schema: accepts(JSON.parse(text)),
    codes: parsed.ok ? [] : parsed.issues.map((issue) => issue.code),
  }
}
const documentWith = (members: object) => JSON.stringify({ version: '1', default: 'deny', ...members })
const entryWith = (entry: unknown) => documentWith({ tools: { send: entry } })
const comparisonWith = (comparison: unknown) => entryWith({ deny_if: [{ conditions: [comparison] }] })
const operand = (op: string, value: unknown) => comparisonWith({ path: 'args.a', op, value })
const limitWith = (members: object) =>
  entryWith({ limits: [{ counter: 'c', window: 'day', max: 1, ...members }] })

describe('[P] a document that the parser accepts', () => {
  it('is accepted by the schema: random ones', () => {
    fc.assert(
      fc.property(validDocument, ({ text }) => {
        expect(accepts(JSON.parse(text)), JSON.stringify(accepts.errors)).toBe(true)
      }),
      runs(1000),
    )
  }, 120_000)

  const tools = ['Read', 'Write', 'Execute', 'Destructive', 'Financial', 'Other'].map((category) => ({
    name: category.toLowerCase(),
    category: category as Category,
  }))
  it.each([
    ...Object.values(REAL_DOCUMENTS),
    recommendedPolicy(tools),
    documentWith({ $schema: 'https://portcullis.example.com/policy.schema.json' }),
    documentWith({ $schema: './policy.schema.json', description: 'Ours', 'x-owner': { team: ['a'] } }),
    entryWith({ $schema: 1, description: 'Send', 'x-note': null }),
    entryWith({ action: 'deny' }),
    entryWith({ action: 'require_approval', reason: 'Look.', rate_limit: '1.5/90s' }),
    entryWith({ require_approval: true }),
    entryWith({ require_approval: { timeout: '7d' } }),
    entryWith({ require_approval: { timeout: 604800 } }),
    entryWith({ rate_limit: { max: 0, window: 31_622_400 } }),
    entryWith({ rate_limit: '30/month' }),
    limitWith({ window: '366d', algorithm: 'sliding', max: 10_000 }),
    limitWith({ increment_from: 'args["a b"][0].c', scope: 'organisation' }),
    comparisonWith({ path: 'args', op: 'exists' }),
    comparisonWith({ path: 'grant.tags[*]', op: 'exists', value: false }),
    comparisonWith({ any_of: [{ path: 'time.weekday', op: 'in', value: ['sat', 'sun'] }] }),
    operand('within', '/srv//a..b/.'),
    operand('host_in', ['example.com', '*.a-b.example', '192.0.2.1', '[2001:db8::1]', '[::]', 'x.0xg']),
    operand('contains', null),
    operand('eq', { 'deeper than': ['usual'] }),
  ])('is accepted by the schema: %s', (text) => {
    expect(judge(text)).toEqual({ schema: true, codes: [] })
  })
})

describe('[P] a document that the schema refuses', () => {
  it.each([
    ['null', 'wrong-type'],
    ['[]', 'wrong-type'],
    ['{}', 'missing-key'],
    ['{"version":"1"}', 'missing-key'],
    ['{"version":1,"default":"deny"}', 'wrong-value'],
    ['{"version":"1","default":"ask"}', 'wrong-value'],
    [documentWith({ tool: {} }), 'unknown-key'],
    [documentWith({ $schema: 1 }), 'wrong-type'],
    [documentWith({ description: 1 }), 'wrong-type'],
    [documentWith({ hide: 'a' }), 'wrong-type'],
    [documentWith({ hide: [1] }), 'wrong-type'],
    [documentWith({ methods: { tools: 'allow' } }), 'unknown-key'],
    [documentWith({ methods: { prompts: true } }), 'wrong-value'],
    [documentWith({ tools: [] }), 'wrong-type'],
    [documentWith({ all_tools: { action: 'deny' } }), 'unknown-key'],
    [documentWith({ all_tools: { strict_arguments: true } }), 'unknown-key'],
    [entryWith(true), 'wrong-type'],
    [entryWith({ denyif: [] }), 'unknown-key'],
    [entryWith({ deny_if: {} }), 'wrong-type'],
    [entryWith({ deny_if: [{}] }), 'missing-key'],
    [entryWith({ deny_if: [{ conditions: [], reason: 'x' }] }), 'unknown-key'],
    [entryWith({ deny_if: [{ conditions: [], on_deny: 1 }] }), 'wrong-type'],
    [entryWith({ require_approval: false }), 'wrong-value'],
    [entryWith({ require_approval: { timeout: '8d' } }), 'out-of-range'],
    [entryWith({ require_approval: { timeout: 0 } }), 'out-of-range'],
    [entryWith({ require_approval: { timeout: 1.5 } }), 'wrong-value'],
    [entryWith({ require_approval: { timeout: '1w' } }), 'wrong-value'],
    [entryWith({ strict_arguments: 'yes' }), 'wrong-type'],
    [entryWith({ action: 'block' }), 'wrong-value'],
    [entryWith({ action: 'deny', deny_if: [] }), 'shorthand-clash'],
    [entryWith({ action: 'require_approval', require_approval: true }), 'shorthand-clash'],
    [entryWith({ action: 'allow', reason: 'x' }), 'shorthand-clash'],
    [entryWith({ reason: 'x' }), 'shorthand-clash'],
    [entryWith({ rate_limit: '1/day', limits: [] }), 'shorthand-clash'],
    [entryWith({ rate_limit: '1/year' }), 'wrong-value'],
    [entryWith({ rate_limit: '-1/day' }), 'wrong-value'],
    [entryWith({ rate_limit: '1/367d' }), 'wrong-value'],
    [entryWith({ rate_limit: { max: 1 } }), 'missing-key'],
    [entryWith({ rate_limit: { max: 1, window: 60, scope: 'user' } }), 'unknown-key'],
    [entryWith({ limits: [{ window: 'day', max: 1 }] }), 'missing-key'],
    [limitWith({ counter: '' }), 'wrong-value'],
    [limitWith({ window: 'fortnight' }), 'wrong-value'],
    [limitWith({ window: 0 }), 'out-of-range'],
    [limitWith({ window: 31_622_401 }), 'out-of-range'],
    [limitWith({ window: '8785h' }), 'out-of-range'],
    [limitWith({ window: '015m' }), 'wrong-value'],
    [limitWith({ max: -1 }), 'out-of-range'],
    [limitWith({ max: '1' }), 'wrong-type'],
    [limitWith({ max: 10_001, algorithm: 'sliding' }), 'out-of-range'],
    [limitWith({ algorithm: 'leaky' }), 'wrong-value'],
    [limitWith({ scope: 'agent' }), 'wrong-value'],
    [limitWith({ increment_from: 'amount' }), 'bad-path'],
    [limitWith({ increment_from: 'args' }), 'bad-path'],
    [limitWith({ increment_from: 'args.a[*]' }), 'bad-path'],
    [limitWith({ increment_from: 'grant.tags[0]' }), 'bad-path'],
    [comparisonWith(1), 'wrong-type'],
    [comparisonWith({ any_of: [] }), 'wrong-value'],
    [comparisonWith({ any_of: [{ any_of: [] }] }), 'unknown-key'],
    [comparisonWith({ op: 'eq', value: 1 }), 'missing-key'],
    [comparisonWith({ path: 'args.a', value: 1 }), 'missing-key'],
    [comparisonWith({ path: 'args.a', op: 'eq' }), 'missing-key'],
    [comparisonWith({ path: 'argument.a', op: 'exists' }), 'bad-path'],
    [comparisonWith({ path: 'args.', op: 'exists' }), 'bad-path'],
    [comparisonWith({ path: 'args[01]', op: 'exists' }), 'bad-path'],
    [comparisonWith({ path: 'args.a b', op: 'exists' }), 'bad-path'],
    [operand('==', 1), 'wrong-value'],
    [operand('gt', '5'), 'wrong-type'],
    [operand('in', 'a'), 'wrong-type'],
    [operand('exists', 1), 'wrong-type'],
    [operand('regex', 1), 'wrong-type'],
    [operand('within', 'srv'), 'bad-folder'],
    [operand('within', '/srv/..'), 'bad-folder'],
    [operand('within', '/srv\\a'), 'bad-folder'],
    [operand('host_in', 'example.com'), 'wrong-type'],
    [operand('host_in', ['Example.com']), 'bad-host'],
    [operand('host_in', ['https://example.com']), 'bad-host'],
    [operand('host_in', ['127.1']), 'bad-host'],
    [operand('host_in', ['*.1']), 'bad-host'],
    [operand('regex', 'a'.repeat(513)), 'too-long'],
    [entryWith({ deny_if: Array(65).fill({ conditions: [] }) }), 'too-many'],
    [documentWith({ description: 'a'.repeat(4097) }), 'too-long'],
    [documentWith({ 'x-note': ['a'.repeat(4097)] }), 'too-long'],
    [documentWith({ 'x-note': { ['a'.repeat(4097)]: 1 } }), 'too-long'],
    [documentWith({ tools: { ['a'.repeat(4097)]: {} } }), 'too-long'],
  ] as [string, IssueCode][])('is refused by the parser too: %s', (text, code) => {
    const { schema, codes } = judge(text)
    expect([schema, codes]).toEqual([false, expect.arrayContaining([code])])
  })
})

describe('[P] what the schema cannot say', () => {
  const rules = Array(33).fill({ conditions: [] })
  const long = { path: 'args.a', op: 'regex', value: 'a'.repeat(512) }
  const eleven = { deny_if: [{ conditions: Array(11).fill(long) }] }
  const names = Array.from({ length: 11 }, (_, index) => [`t${index}`, eleven] as const)
  const three = { any_of: Array(3).fill({ path: 'args.a', op: 'exists' }) }
  it.each([
    [operand('regex', '(?=a)'), 'bad-regex'],
    [operand('host_in', ['[2001:db8:0:0::1]']), 'bad-host'],
    [entryWith({ require: rules, deny_if: rules }), 'too-many'],
    [entryWith({ deny_if: [{ conditions: Array(11).fill(three) }] }), 'too-many'],
    [documentWith({ description: 'é'.repeat(2049) }), 'too-long'],
    [operand('regex', '(?i)[a-\u{10ffff}]'), 'regex-too-wide'],
    [documentWith({ tools: Object.fromEntries([...names, ['z', eleven]]) }), 'too-much-regex'],
    [documentWith({ hide: Array.from({ length: 1001 }, (_, index) => `${index}*`) }), 'too-many-patterns'],
    [documentWith({ tools: { 'a*': {}, '*a': {} } }), 'glob-ambiguous'],
    [
      entryWith({
        limits: [
          { counter: 'c', window: 'day', max: 1 },
          { counter: 'c', window: 'hour', max: 1 },
        ],
      }),
      'limit-clash',
    ],
  ] as [string, IssueCode][])('%s', (text, code) => {
    expect(judge(text)).toEqual({ schema: true, codes: [code] })
    expect(CANNOT_SAY).toContain(code)
  })

  // JSON.parse keeps the last of two equal keys, so a schema never sees that there were two.
  it.each([
    ['{"version":"1","version":"1","default":"deny"}', 'duplicate-key'],
    [documentWith({ 'x-a': '' }).replace('""', '"\\ud800"'), 'lone-surrogate'],
    [documentWith({ 'x-a': 0 }).replace(':0', ':1e401'), 'number-range'],
    [documentWith({ 'x-a': 0 }).replace(':0', `:${'['.repeat(64)}${']'.repeat(64)}`), 'too-deep'],
  ] as [string, IssueCode][])('nor a fault of the text: %s', (text, code) => {
    expect(judge(text)).toEqual({ schema: true, codes: [code] })
  })

  it('is nothing else: a random document with one thing changed is judged alike', () => {
    const seen = { accepted: 0, refused: 0 }
    fc.assert(
      fc.property(validDocument, fc.nat(), change, ({ text }, at, { key, value, kind }) => {
        const changed = changeAt(parseJson(text), at, key, value, kind)
        const { schema, codes } = judge(serializeJson(changed))
        if (codes.length === 0) expect(schema).toBe(true)
        else if (schema) expect(CANNOT_SAY).toEqual(expect.arrayContaining([...codes]))
        seen[schema ? 'accepted' : 'refused']++
      }),
      runs(2000),
    )
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(100)
  }, 120_000)
})

describe('[P5] upTo', () => {
  it('matches the whole numbers from 1 to the bound, and no other text', () => {
    for (const most of [1, 7, 9, 10, 19, 99, 100, 168, 366, 527]) {
      const pattern = new RegExp(`^${upTo(most)}$`)
      for (let number = 0; number <= 1100; number++)
        expect(pattern.test(String(number)), `${number} of ${most}`).toBe(number >= 1 && number <= most)
      expect(pattern.test('01')).toBe(false)
    }
  })
})

describe('what an editor shows', () => {
  it('says of every key what it means, and of every operator', () => {
    const silent: string[] = []
    walk(policySchema(), '', (node, at) => {
      if (/\/properties\/[^/]+$/.test(at) && !/\/(if|then|allOf)\//.test(at) && !node.description)
        silent.push(at)
    })
    expect(silent).toEqual([])
  })

  it('gives examples that the schema itself accepts', () => {
    let examples = 0
    const id = 'https://portcullis.example.com'
    const own = new Ajv2020({ strict: false })
    own.addSchema(policySchema(id))
    walk(policySchema(id), '', (node, at) => {
      if (!Array.isArray(node.examples)) return
      const pointer = `${id}${SCHEMA_PATH}#${at.split('/').map(encodeURIComponent).join('/')}`
      for (const example of node.examples) {
        examples++
        expect(own.validate({ $ref: pointer }, example), `${at}: ${JSON.stringify(example)}`).toBe(true)
      }
    })
    expect(examples).toBeGreaterThan(15)
  })
})

type Node = Record<string, unknown>

function walk(value: unknown, at: string, visit: (node: Node, at: string) => void): void {
  if (Array.isArray(value)) for (const [index, each] of value.entries()) walk(each, `${at}/${index}`, visit)
  else if (typeof value === 'object' && value !== null) {
    visit(value as Node, at)
    for (const [key, each] of Object.entries(value)) if (key !== 'examples') walk(each, `${at}/${key}`, visit)
  }
}

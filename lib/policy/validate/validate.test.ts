import { describe, expect, it } from 'vitest'
import { parseJson } from '#lib/json/index.ts'
import { edit, locateIssues, locatePointer, ruleAt, type ValidatedTool, validatePolicy } from '../index.ts'
import { policyOf, policyWith } from '../testing/examples.ts'

const schema = {
  type: 'object',
  properties: {
    amount: { type: 'number' },
    note: { type: 'string' },
    currency: { enum: ['EUR', 'USD'] },
    items: {
      type: 'array',
      items: { type: 'object', properties: { price: { type: 'integer' } }, required: ['price'] },
    },
    open: { type: 'object', additionalProperties: true, properties: {} },
    choice: { anyOf: [{ type: 'string' }, { type: 'number' }] },
  },
  required: ['amount', 'items'],
}
const tool = (name: string, facts: Partial<ValidatedTool> = {}): ValidatedTool => ({
  name,
  inputSchema: schema,
  category: 'Write',
  severity: 'Medium',
  state: 'pinned',
  ...facts,
})

const warningsOf = (members: Record<string, unknown>, tools: ValidatedTool[] = [tool('pay')]): string[] =>
  validatePolicy(policyWith(members), tools).map(({ code, pointer, severity }) => {
    return `${severity === 'error' ? '!' : ''}${code} ${pointer}`
  })
const entry = (rules: object) => ({ tools: { pay: rules } })
const rule = (list: string, path: string, op: string, value: unknown) =>
  entry({ [list]: [{ conditions: [{ path, op, value }] }] })
const at = '/tools/pay/deny_if/0/conditions/0'

describe('[V] names', () => {
  it.each<[Record<string, unknown>, string[]]>([
    [{ tools: { pay: {} } }, []],
    [{ tools: { pay: {}, pya: {} } }, ['unknown-tool /tools/pya']],
    [{ tools: { pay: {}, 'get_*': {} } }, ['unused-pattern /tools/get_*']],
    [{ hide: ['gone', 'x*'], tools: { pay: {} } }, ['unknown-tool /hide/0', 'unused-pattern /hide/1']],
    [{ tools: { 'p*': {} } }, []],
  ])('%o', (members, warnings) => {
    expect(warningsOf(members)).toEqual(warnings)
  })

  it('offers the tool that was meant', () => {
    const text = '{"version":"1","default":"deny","tools":{"create_refnd":{}}}'
    const [issue] = validatePolicy(policyOf(text), [tool('create_refund')])
    expect(issue?.message).toContain('Did you mean “create_refund”?')
    expect(issue?.fix && edit(text, issue.fix.command).text).toBe(text.replace('refnd', 'refund'))
  })

  it('says nothing of tools where none are known', () => {
    expect(warningsOf({ default: 'deny', hide: ['x'], tools: { a: {} } }, [])).toEqual([])
  })

  it('counts a tool that is gone as unknown', () => {
    expect(
      warningsOf({ tools: { pay: {}, old: {} } }, [tool('pay'), tool('old', { state: 'gone' })]),
    ).toEqual(['unknown-tool /tools/old'])
  })
})

describe('[V] paths and the schema', () => {
  it.each<[Record<string, unknown>, string[]]>([
    [rule('deny_if', 'args.amount', 'gt', 5), []],
    [rule('deny_if', 'args.amout', 'gt', 5), [`path-not-in-schema ${at}/path`]],
    [rule('deny_if', 'args.amount', 'regex', '^x$'), [`path-never-fits ${at}/path`]],
    [rule('deny_if', 'args.amount', 'eq', '5'), [`path-never-fits ${at}/path`]],
    [rule('deny_if', 'args.amount', 'neq', null), [`always-true ${at}`]],
    [rule('deny_if', 'args.amount', 'in', ['5', 5]), [`never-true ${at}/value/0`]],
    [rule('deny_if', 'args.amount', 'contains', 5), [`path-never-fits ${at}/path`]],
    [rule('deny_if', 'args.items[*].price', 'gt', 5), []],
    [rule('deny_if', 'args.items[*].cost', 'gt', 5), [`path-not-in-schema ${at}/path`]],
    [rule('deny_if', 'args.items[0].price', 'gt', 5), [`optional-without-exists ${at}/path`]],
    [rule('deny_if', 'args.items', 'gt', 5), [`path-never-fits ${at}/path`]],
    [rule('deny_if', 'args.open.anything', 'gt', 5), []],
    [rule('deny_if', 'args.choice', 'gt', 5), [`optional-without-exists ${at}/path`]],
    [rule('deny_if', 'args.choice.x', 'gt', 5), [`path-never-fits ${at}/path`]],
    [rule('deny_if', 'args.note', 'contains', 'x'), [`optional-without-exists ${at}/path`]],
    [rule('deny_if', 'args.currency', 'not_in', ['EUR']), [`optional-without-exists ${at}/path`]],
    [rule('deny_if', 'args.note', 'exists', true), []],
    [rule('require', 'args.note', 'contains', 'x'), []],
    [rule('deny_if', 'grant.label.x', 'eq', 'x'), ['everything-denied ', `!path-never-fits ${at}/path`]],
    [rule('deny_if', 'grant.tags[*]', 'eq', 'x'), []],
  ])('%o', (members, warnings) => {
    expect(warningsOf(members)).toEqual(warnings)
  })

  it('an optional argument may be settled by the rule itself or by a requirement', () => {
    const note = { path: 'args.note', op: 'contains', value: 'x' }
    const exists = { path: 'args.note', op: 'exists' }
    expect(warningsOf(entry({ deny_if: [{ conditions: [exists, note] }] }))).toEqual([])
    expect(
      warningsOf(entry({ require: [{ conditions: [exists] }], deny_if: [{ conditions: [note] }] })),
    ).toEqual([])
  })

  it('says what a call without the argument comes to', () => {
    const messages = ['eq', 'neq'].map(
      (op) => validatePolicy(policyWith(rule('deny_if', 'args.note', op, 'x')), [tool('pay')])[0]?.message,
    )
    expect(messages[0]).toContain('a call without it is not denied by this rule')
    expect(messages[1]).toContain('a call without it is refused')
  })

  it('looks into any_of, approvals and all_tools', () => {
    const wrong = { path: 'args.amout', op: 'gt', value: 5 }
    expect(warningsOf(entry({ deny_if: [{ conditions: [{ any_of: [wrong, wrong] }] }] }))).toEqual([
      `path-not-in-schema ${at}/any_of/0/path`,
      `path-not-in-schema ${at}/any_of/1/path`,
    ])
    expect(warningsOf(entry({ require_approval: { conditions: [wrong] } }))).toEqual([
      'path-not-in-schema /tools/pay/require_approval/conditions/0/path',
    ])
    expect(warningsOf({ all_tools: { require: [{ conditions: [wrong] }] }, tools: { pay: {} } })).toEqual([
      'path-not-in-schema /all_tools/require/0/conditions/0/path',
    ])
  })

  it('says of a rule for many tools what holds for each of them, and which of them a requirement refuses', () => {
    const tools = [
      tool('pay_a'),
      tool('pay_b', { inputSchema: { properties: { amout: { type: 'number' } } } }),
    ]
    const policy = (list: string) => ({
      tools: { 'pay_*': { [list]: [{ conditions: [{ path: 'args.amout', op: 'gt', value: 5 }] }] } },
    })
    expect(warningsOf(policy('deny_if'), tools)).toEqual([])
    expect(warningsOf(policy('deny_if'), [tool('pay_a'), tool('pay_b')])).toHaveLength(1)
    const [issue] = validatePolicy(policyWith(policy('require')), tools)
    expect(issue?.message).toContain('every call of pay_a is refused')
  })

  it('takes any schema', () => {
    for (const inputSchema of [
      undefined,
      null,
      true,
      'x',
      [],
      {},
      { properties: 5 },
      { properties: { amount: 5 } },
      { $ref: '#' },
      { properties: { amount: { type: 5 } } },
    ])
      expect(
        warningsOf(rule('deny_if', 'args.amount', 'gt', 5), [tool('pay', { inputSchema })]).filter(
          (each) => !each.startsWith('optional'),
        ),
      ).toEqual([])
  })
})

describe('[V] limits', () => {
  const limits = (...given: object[]) =>
    entry({
      limits: given.map((limit, index) => ({ counter: `c${index}`, window: 'day', max: 5, ...limit })),
    })
  it.each<[Record<string, unknown>, string[]]>([
    [limits({}), []],
    [limits({ max: 0 }), ['everything-denied ', 'limit-zero /tools/pay/limits/0/max']],
    [limits({ increment_from: 'args.amount' }), []],
    [limits({ increment_from: 'args.amout' }), ['path-not-in-schema /tools/pay/limits/0/increment_from']],
    [limits({ increment_from: 'args.note' }), ['path-never-fits /tools/pay/limits/0/increment_from']],
    [limits({ scope: 'session' }), ['limit-session-only /tools/pay/limits']],
    [limits({ scope: 'session', max: 4 }, { scope: 'grant' }), []],
    [
      {
        all_tools: { limits: [{ counter: 'a', window: 'day', max: 5 }] },
        ...limits({ scope: 'session', max: 4 }),
      },
      [],
    ],
  ])('%o', (members, warnings) => {
    expect(warningsOf(members)).toEqual(warnings)
  })
})

describe('[V] regular expressions', () => {
  it.each([
    ['^a$', true],
    ['^(?:a|b)$', true],
    ['\\Aa\\z', true],
    ['(?i)^a$', true],
    ['^[|]$', true],
    ['^a\\|b$', true],
    ['^a\\\\$', true],
    ['a', false],
    ['^a', false],
    ['a$', false],
    ['^a|b$', false],
    ['^a\\$', false],
    ['(?m)^a$', false],
    ['^(?m:a)$', true],
  ])('%s is anchored: %s', (pattern, anchored) => {
    const warnings = warningsOf(rule('require', 'args.note', 'regex', pattern))
    expect(warnings).toEqual(anchored ? [] : ['unanchored-regex /tools/pay/require/0/conditions/0/value'])
  })

  it('offers the anchored pattern', () => {
    const text = JSON.stringify({
      version: '1',
      default: 'deny',
      ...rule('require', 'args.note', 'regex', 'a|b'),
    })
    const [issue] = validatePolicy(policyOf(text), [tool('pay')])
    const fixed = issue?.fix ? edit(text, issue.fix.command).text : text
    expect(fixed).toContain('"^(?:a|b)$"')
    expect(validatePolicy(policyOf(fixed), [tool('pay')])).toEqual([])
  })
})

describe('[V] what is open, and what is shut', () => {
  it('a Critical tool left to default allow', () => {
    const tools = [
      tool('pay'),
      tool('wipe', { severity: 'Critical' }),
      tool('drop', { severity: 'Critical' }),
    ]
    expect(warningsOf({ default: 'allow' }, tools)).toEqual([
      'open-by-default /default',
      'methods-by-default /methods',
    ])
    const text =
      '{"version":"1","default":"allow","methods":{"tasks":"deny","sampling":"deny","elicitation":"deny","roots":"deny"}}'
    const [issue] = validatePolicy(policyOf(text), tools)
    expect(issue?.message).toContain('wipe, drop')
    const fixed = issue?.fix ? edit(text, issue.fix.command).text : text
    expect(validatePolicy(policyOf(fixed), tools)).toEqual([])
  })

  it('everything refused', () => {
    expect(warningsOf({})).toEqual(['everything-denied '])
    expect(warningsOf(entry({ action: 'deny' }))).toEqual(['everything-denied '])
    expect(warningsOf({ tools: { pay: {} } }, [tool('pay', { state: 'new' })])).toEqual([])
  })

  it('[C7] what a client says of itself', () => {
    expect(warningsOf(rule('require', 'client.name', 'eq', 'claude'))).toEqual([
      'client-name-widens /tools/pay/require/0/conditions/0/path',
    ])
    expect(warningsOf(rule('deny_if', 'client.name', 'neq', 'claude'))).toEqual([
      `client-name-widens ${at}/path`,
    ])
  })

  it('rules that never do anything', () => {
    expect(warningsOf(entry({ require: [{ conditions: [] }] }))).toEqual([
      'rule-without-effect /tools/pay/require/0',
    ])
    expect(warningsOf(rule('deny_if', 'args.amount', 'in', []))).toEqual([`!never-true ${at}/value`])
  })
})

describe('places in the text', () => {
  const text = `{
  "version": "1",
  "default": "deny",
  "tools": {
    "pya": {},
    "pay": { "action": "deny", "limits": [{ "counter": "a", "window": "day", "max": 0 }] },
    "get": { "rate_limit": "5/day" }
  }
}`
  const sliceAt = (place: { offset?: number; length?: number } | null) =>
    text.slice(place?.offset, (place?.offset ?? 0) + (place?.length ?? 0))

  it('warnings are found in the text that they are about', () => {
    const issues = locateIssues(text, validatePolicy(policyOf(text), [tool('pay'), tool('get')]))
    expect(issues.map((issue) => [issue.code, sliceAt(issue)])).toEqual([
      ['unknown-tool', '"pya"'],
      ['limit-zero', '0'],
      ['unreachable-rule', '[{ "counter": "a", "window": "day", "max": 0 }]'],
    ])
  })

  it('rule pointers are found in the value of a document', () => {
    const document = parseJson(text)
    expect(ruleAt(document, '/tools/pay/limits/a')).toMatchObject({ counter: 'a' })
    expect(ruleAt(document, '/tools/pay/deny_if/0')).toBe('deny')
    expect(ruleAt(document, '/tools/get/limits/get_rate')).toBe('5/day')
    expect(ruleAt(document, '/default')).toBe('deny')
    for (const nowhere of ['(hidden)', '', '/tools/none/require/0', '/tools/pay/require/0', '/version/x'])
      expect(ruleAt(document, nowhere), nowhere).toBeUndefined()
  })

  it('rule pointers are found, also where the rule is written in short', () => {
    expect(sliceAt(locatePointer(text, '/tools/pay/limits/a'))).toBe(
      '{ "counter": "a", "window": "day", "max": 0 }',
    )
    expect(sliceAt(locatePointer(text, '/tools/pay/deny_if/0'))).toBe('"deny"')
    expect(sliceAt(locatePointer(text, '/tools/get/limits/get_rate'))).toBe('"5/day"')
    expect(sliceAt(locatePointer(text, '/tools/none/require/0'))).toMatch(/^\{\n {4}"pya"/)
    expect(locatePointer(text, '(hidden)')).toBeNull()
    expect(locatePointer('{', '/tools')).toBeNull()
  })
})

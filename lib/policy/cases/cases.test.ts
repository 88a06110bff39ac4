import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serializeJson } from '#lib/json/index.ts'
import { compilePolicy, evaluate, parseCasesText, runPolicyTests, type ToolFacts } from '../index.ts'
import { toolCall, validDocument } from '../testing/arbitraries.ts'
import { compiled, toolFacts } from '../testing/examples.ts'
import { runs } from '../testing/runs.ts'

const LIMITED = compiled({
  tools: {
    pay: {
      limits: [
        { counter: 'calls', window: 'minute', max: 3 },
        { counter: 'spent', window: 'day', max: 100, increment_from: 'args.amount', scope: 'user' },
        { counter: 'burst', window: '10s', max: 2, algorithm: 'sliding', scope: 'session' },
      ],
    },
    ask: { require_approval: { conditions: [{ path: 'grant.tags', op: 'contains', value: 'eu' }] } },
    late: { deny_if: [{ conditions: [{ path: 'time.hour', op: 'gte', value: 18 }], on_deny: 'Tomorrow.' }] },
    risky: { deny_if: [{ conditions: [{ path: 'tool.severity', op: 'eq', value: 'Critical' }] }] },
    strict: { strict_arguments: true },
  },
})

/** The results of cases, by their names: `true`, or what was decided. */
function judge(cases: object[], policy = LIMITED, tools: readonly ToolFacts[] | null = null): unknown[] {
  const parsed = parseCasesText(JSON.stringify({ cases }))
  if (!parsed.ok)
    throw new Error(parsed.issues.map((issue) => `${issue.pointer} ${issue.message}`).join('\n'))
  return runPolicyTests(policy, parsed.value.cases, tools).map(({ ok, failure }) => {
    if (!failure) return ok
    return 'problem' in failure
      ? failure.problem
      : [failure.pointer, failure.nth, failure.decided.rule, failure.differs]
  })
}
const pay = (amount: number, facts: object = {}) => ({ tool: 'pay', arguments: { amount }, ...facts })
const step = (call: object, expected: unknown = 'allow', repeat = 1) => ({ call, expect: expected, repeat })
const refused = (counter: string) => ({
  effect: 'deny',
  reason: 'limit-reached',
  rule: `/tools/pay/limits/${counter}`,
})

describe('a case', () => {
  it('passes where the decision is the expected one, and says what is not', () => {
    const base = { name: 'late', call: { tool: 'late', at: '2025-01-06T18:00:00Z' } }
    const rule = '/tools/late/deny_if/0'
    expect(
      judge([
        { ...base, expect: 'deny' },
        { ...base, expect: { effect: 'deny', rule, reason: 'condition-met', message: 'Tomorrow.' } },
        { ...base, expect: 'allow' },
        { ...base, expect: { effect: 'deny', message: 'Later.', rule: '(hidden)' } },
        { ...base, call: { tool: 'late', at: '2025-01-06T18:59:00+01:00' }, expect: 'allow' },
        { ...base, call: { tool: 'late' }, expect: 'allow' },
      ]),
    ).toEqual([
      true,
      true,
      ['/cases/2', 1, rule, ['effect']],
      ['/cases/3', 1, rule, ['rule', 'message']],
      true,
      true,
    ])
  })

  it('gives the facts that it names, and none that it does not', () => {
    const eu = { grant: { label: 'support', tags: ['eu'] } }
    expect(
      judge([
        { name: 'a', call: { tool: 'ask', ...eu }, expect: 'await' },
        { name: 'a', call: { tool: 'ask', ...eu, approved: true }, expect: 'allow' },
        { name: 'a', call: { tool: 'ask', grant: 'support' }, expect: 'allow' },
        { name: 'a', call: { tool: 'risky' }, expect: 'allow' },
        { name: 'a', call: { tool: 'risky', severity: 'Critical' }, expect: 'deny' },
        {
          name: 'a',
          call: { tool: 'late', state: 'changed' },
          expect: { effect: 'deny', rule: '(definition changed)' },
        },
      ]),
    ).toEqual(Array(6).fill(true))
  })

  it('knows the tools that it is given and no others; a strict entry cannot be judged without', () => {
    const tools = [toolFacts('strict', { declared: ['a'] }), toolFacts('risky', { severity: 'Critical' })]
    const strict = (args: object) => ({ name: 'a', call: { tool: 'strict', arguments: args } })
    const list = [
      { ...strict({ a: 1 }), expect: 'allow' },
      { ...strict({ b: 1 }), expect: 'deny' },
      { name: 'a', call: { tool: 'risky' }, expect: 'deny' },
      { name: 'a', call: { tool: 'late' }, expect: { effect: 'deny', reason: 'unknown-tool' } },
    ]
    expect(judge(list, LIMITED, tools)).toEqual([true, true, true, true])
    expect(judge(list.slice(0, 1))).toEqual([expect.stringContaining('strict_arguments')])
  })

  it('of one call decides as the evaluator does, for random policies and calls', () => {
    fc.assert(
      fc.property(validDocument, toolCall, ({ policy }, call) => {
        // A test file names an instant; evaluation refuses what is none.
        fc.pre(Number.isFinite(new Date(call.at).getTime()))
        const ready = compilePolicy(policy)
        const decision = evaluate(ready, call)
        const asked = {
          tool: call.name,
          grant: call.grant,
          at: new Date(call.at).toISOString(),
          ...(call.client.name === undefined ? {} : { client: call.client.name }),
          ...(call.user.email === undefined ? {} : { user: call.user.email }),
          ...(call.tool ? { state: call.tool.state } : {}),
        }
        const text = JSON.stringify({ cases: [{ name: 'a', call: asked, expect: decision.effect }] })
        const parsed = parseCasesText(
          text.replace('"tool"', `"arguments":${serializeJson(call.arguments)},"tool"`),
        )
        if (!parsed.ok) throw new Error(parsed.issues[0].message)
        // A limit smaller than the amount refuses at the first call, which evaluation alone cannot see.
        const [result] = runPolicyTests(ready, parsed.value.cases, call.tool ? [call.tool] : [])
        const failure = result?.failure
        if (failure && !('problem' in failure)) expect(failure.decided.reason).toBe('limit-reached')
        else expect(result?.ok).toBe(true)
      }),
      runs(500),
    )
  }, 120_000)
})

describe('a sequence', () => {
  it('[L1] shares its counters: the fourth call of a minute is refused, the next minute is a new one', () => {
    const calm = { session: 'one' }
    expect(
      judge([
        {
          name: 'minute',
          sequence: [
            step(pay(1, { ...calm, at: '2025-01-06T12:00:00Z' }), 'allow', 2),
            step(pay(1, { ...calm, at: '+30s' })),
            step(pay(1, { ...calm, at: '+29s' }), refused('calls')),
            step(pay(1, { ...calm, at: '+1s' })),
          ],
        },
        { name: 'fresh', call: pay(1), expect: 'allow', repeat: 2 },
        { name: 'third', call: pay(1), expect: 'allow', repeat: 3 },
      ]),
    ).toEqual([true, true, ['/cases/2', 3, '/tools/pay/limits/burst', ['effect']]])
  })

  it('[L3][L4] counts amounts, for each user and for each session', () => {
    const by = (user: string, session: string, grant: string) => ({ user, session, grant })
    expect(
      judge([
        {
          name: 'user',
          sequence: [
            step(pay(60, by('ann', 's', 'a'))),
            step(pay(60, by('ann', 's', 'b')), refused('spent')),
            step(pay(40, by('ann', 's', 'b'))),
            step(pay(60, by('bob', 's', 'b'))),
          ],
        },
        {
          name: 'session',
          sequence: [
            step(pay(1, by('ann', 'one', 'a')), 'allow', 2),
            step(pay(1, by('ann', 'two', 'a'))),
            step(pay(1, by('ann', 'one', 'a')), { effect: 'deny', reason: 'limit-reached' }),
          ],
        },
      ]),
    ).toEqual([true, true])
  })

  it('[L2] sliding counts any ten seconds', () => {
    const at = (time: string) => pay(1, { at: time })
    expect(
      judge([
        {
          name: 'any',
          sequence: [
            step(at('2025-01-06T12:00:09Z')),
            step(at('+9s')),
            step(at('+1s'), refused('burst')),
            step(at('2025-01-06T12:00:19.001Z')),
          ],
        },
      ]),
    ).toEqual([true])
  })
})

describe('a test file that is none', () => {
  const one = { name: 'a', call: { tool: 'a' }, expect: 'allow' }
  it.each([
    [[], '', 'wrong-type'],
    [{}, '/cases', 'missing-key'],
    [{ cases: [] }, '/cases', 'wrong-value'],
    [{ cases: [one], polcy: 'x' }, '/polcy', 'unknown-key'],
    [{ cases: [{ ...one, name: undefined }] }, '/cases/0/name', 'missing-key'],
    [{ cases: [{ name: 'a' }] }, '/cases/0/call', 'missing-key'],
    [{ cases: [{ ...one, expect: undefined }] }, '/cases/0/expect', 'missing-key'],
    [{ cases: [{ ...one, expect: 'denied' }] }, '/cases/0/expect', 'wrong-value'],
    [{ cases: [{ ...one, expect: { rule: '' } }] }, '/cases/0/expect/effect', 'missing-key'],
    [
      { cases: [{ ...one, expect: { effect: 'deny', reason: 'no' } }] },
      '/cases/0/expect/reason',
      'wrong-value',
    ],
    [{ cases: [{ ...one, repeat: 0 }] }, '/cases/0/repeat', 'out-of-range'],
    [{ cases: [{ ...one, repeat: 1.5 }] }, '/cases/0/repeat', 'out-of-range'],
    [{ cases: [{ name: 'a', sequence: [] }] }, '/cases/0/sequence', 'wrong-value'],
    [
      { cases: [{ name: 'a', repeat: 2, sequence: [step({ tool: 'a' })] }] },
      '/cases/0/repeat',
      'shorthand-clash',
    ],
    [{ cases: [{ ...one, call: {} }] }, '/cases/0/call/tool', 'missing-key'],
    [{ cases: [{ ...one, call: { tool: 'a', arguments: [] } }] }, '/cases/0/call/arguments', 'wrong-type'],
    [{ cases: [{ ...one, call: { tool: 'a', args: {} } }] }, '/cases/0/call/args', 'unknown-key'],
    [{ cases: [{ ...one, call: { tool: 'a', at: 'noon' } }] }, '/cases/0/call/at', 'wrong-value'],
    [
      { cases: [{ ...one, call: { tool: 'a', at: '2025-13-01T00:00:00Z' } }] },
      '/cases/0/call/at',
      'wrong-value',
    ],
    [
      { cases: [{ ...one, call: { tool: 'a', at: '2025-01-01T00:00:00' } }] },
      '/cases/0/call/at',
      'wrong-value',
    ],
    [
      { cases: [{ ...one, call: { tool: 'a', grant: { tags: [1] } } }] },
      '/cases/0/call/grant/tags/0',
      'wrong-type',
    ],
    [{ cases: [{ ...one, call: { tool: 'a', approved: 1 } }] }, '/cases/0/call/approved', 'wrong-type'],
    [{ cases: [{ ...one, call: { tool: 'a', category: 'Reed' } }] }, '/cases/0/call/category', 'wrong-value'],
    [
      {
        cases: [
          { name: 'a', sequence: [step({ tool: 'a' }), step({ tool: 'a', at: '2025-01-06T11:00:00Z' })] },
        ],
      },
      '/cases/0/sequence/1/call/at',
      'out-of-range',
    ],
  ])('%j: %s', (file, pointer, code) => {
    const parsed = parseCasesText(JSON.stringify(file))
    expect(parsed.ok ? [] : parsed.issues.map((issue) => [issue.pointer, issue.code])).toEqual([
      [pointer, code],
    ])
  })

  it('says where in the text', () => {
    const parsed = parseCasesText('{"cases":[{"name":"a","call":{"tool":"a"},"expect":"x"}]}')
    expect(parsed.ok ? null : parsed.issues[0]).toMatchObject({ offset: 51, length: 3 })
  })
})

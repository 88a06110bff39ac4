import { describe, expect, it } from 'vitest'
import type { JsonObject } from '#lib/json/index.ts'
import { allowsMethod, evaluate, explain, isListed, limitRefusal, refusalText } from '../index.ts'
import { callOf, compiled, MONDAY, toolFacts } from '../testing/examples.ts'

const gt = (path: string, value: number) => ({ conditions: [{ path, op: 'gt', value }] })
const eq = (path: string, value: unknown) => ({ path, op: 'eq', value })

describe('[E] the order: the first refusal wins', () => {
  /** Everything is wrong with this call; each row mends one thing more, in the order of the checks. */
  const entry = {
    strict_arguments: true,
    require: [{ conditions: [eq('args.b', 2)], on_deny: 'require' }],
    deny_if: [{ conditions: [eq('args.c', 3)], on_deny: 'deny_if' }],
    require_approval: { conditions: [eq('args.d', 4)], reason: 'approval' },
    limits: [{ counter: 'spent', window: 'day', max: 5, increment_from: 'args.e', on_deny: 'limit' }],
  }
  const all = {
    require: [{ conditions: [eq('args.B', 2)], on_deny: 'all require' }],
    deny_if: [{ conditions: [eq('args.C', 3)], on_deny: 'all deny_if' }],
    require_approval: { conditions: [eq('args.D', 4)], reason: 'all approval' },
    limits: [{ counter: 'all/spent', window: 'day', max: 5, increment_from: 'args.E', on_deny: 'all limit' }],
  }
  const tools = { tools: { 'a/b': entry }, all_tools: all }
  const shown = compiled(tools)
  const names = ['a', 'B', 'b', 'C', 'c', 'D', 'd', 'E', 'e']
  const call = (
    args: Record<string, number>,
    facts: Parameters<typeof toolFacts>[1] = {},
    declared = names,
  ) => callOf('a/b', args, { tool: toolFacts('a/b', { declared, ...facts }) })

  const wrong = { a: 1, B: 0, b: 0, C: 3, c: 3, D: 4, d: 4, E: -1, e: -1 }
  it.each([
    ['[E1]', null, call(wrong, { state: 'new' }, []), '(no policy)', 'no-policy'],
    [
      '[E2]',
      compiled({ ...tools, hide: ['a/b'] }),
      callOf('a/b', wrong, { tool: null }),
      '(unknown tool)',
      'unknown-tool',
    ],
    [
      '[E2] gone',
      compiled({ ...tools, hide: ['a/b'] }),
      call(wrong, { state: 'gone' }),
      '(unknown tool)',
      'unknown-tool',
    ],
    [
      '[E2] another tool’s facts',
      shown,
      callOf('a/b', wrong, { tool: toolFacts('a') }),
      '(unknown tool)',
      'unknown-tool',
    ],
    ['[E3]', compiled({ hide: ['a*'] }), call(wrong, { state: 'changed' }), '(hidden)', 'hidden'],
    ['[E4]', compiled({}), call(wrong, { state: 'changed' }), '(definition changed)', 'definition-changed'],
    [
      '[E4] new',
      compiled({ default: 'allow' }),
      call(wrong, { state: 'new' }),
      '(definition changed)',
      'definition-changed',
    ],
    ['[E5]', compiled({ all_tools: all }), call(wrong), '(default deny)', 'not-listed'],
    ['[E6] strict', shown, call(wrong, {}, ['B']), '/tools/a~1b/strict_arguments', 'undeclared-argument'],
    ['[E6] all_tools', shown, call(wrong), '/all_tools/require/0', 'requirement-unmet'],
    ['[E6]', shown, call({ ...wrong, B: 2 }), '/tools/a~1b/require/0', 'requirement-unmet'],
    ['[E7] all_tools', shown, call({ ...wrong, B: 2, b: 2 }), '/all_tools/deny_if/0', 'condition-met'],
    ['[E7]', shown, call({ ...wrong, B: 2, b: 2, C: 0 }), '/tools/a~1b/deny_if/0', 'condition-met'],
    [
      '[E8] all_tools',
      shown,
      call({ ...wrong, B: 2, b: 2, C: 0, c: 0 }),
      '/all_tools/require_approval',
      'approval-needed',
    ],
    [
      '[E8]',
      shown,
      call({ ...wrong, B: 2, b: 2, C: 0, c: 0, D: 0 }),
      '/tools/a~1b/require_approval',
      'approval-needed',
    ],
    [
      '[E9] all_tools',
      shown,
      call({ ...wrong, B: 2, b: 2, C: 0, c: 0, D: 0, d: 0 }),
      '/all_tools/limits/all~1spent',
      'amount-unusable',
    ],
    [
      '[E9]',
      shown,
      call({ ...wrong, B: 2, b: 2, C: 0, c: 0, D: 0, d: 0, E: 1 }),
      '/tools/a~1b/limits/spent',
      'amount-unusable',
    ],
    ['allowed', shown, call({ a: 1, B: 2, b: 2, C: 0, c: 0, D: 0, d: 0, E: 1, e: 1 }), '', 'allowed'],
  ])('%s', (_, policy, given, rule, reason) => {
    const decision = evaluate(policy, given)
    expect(decision).toMatchObject({ rule, reason })
    expect(decision.effect).toBe(
      reason === 'allowed' ? 'allow' : reason === 'approval-needed' ? 'await' : 'deny',
    )
    if (decision.effect !== 'allow') expect(decision.draws).toEqual([])
  })

  it('[E9] draws from all_tools first, then from the entry, and all or none', () => {
    const allowed = evaluate(shown, call({ a: 1, B: 2, b: 2, C: 0, c: 0, D: 0, d: 0, E: 1, e: 0 }))
    expect(allowed.draws.map(({ rule, amount }) => [rule, amount])).toEqual([
      ['/all_tools/limits/all~1spent', '1'],
      ['/tools/a~1b/limits/spent', '0'],
    ])
  })

  it('[E11] gives on_deny and reason word for word', () => {
    const messages = [
      { ...wrong },
      { ...wrong, B: 2 },
      { ...wrong, B: 2, b: 2, C: 0 },
      { ...wrong, B: 2, b: 2, C: 0, c: 0, D: 0 },
      { ...wrong, B: 2, b: 2, C: 0, c: 0, D: 0, d: 0 },
    ].map((args) => refusalText(evaluate(shown, call(args))))
    expect(messages).toEqual(
      ['all require', 'require', 'deny_if', 'approval', 'all limit'].map(
        (message) => `[POLICY DENIED] ${message}`,
      ),
    )
  })
})

describe('[M] which entry governs', () => {
  it('[M1] names are compared as they are', () => {
    const policy = compiled({ tools: { read: {}, é: {} } })
    for (const name of ['Read', 'read ', ' read', 'read\u0000', 'e\u0301', 'ｒead', 'rea'])
      expect(evaluate(policy, callOf(name)).rule, JSON.stringify(name)).toBe('(default deny)')
    expect(evaluate(policy, callOf('é')).effect).toBe('allow')
  })

  it('[M2] nothing but * is special', () => {
    const policy = compiled({ tools: { 'a.c': {}, 'x?z': {}, '[ab]*': {}, '*.ends': {} } })
    expect(evaluate(policy, callOf('abc')).effect).toBe('deny')
    expect(evaluate(policy, callOf('xyz')).effect).toBe('deny')
    expect(evaluate(policy, callOf('a')).effect).toBe('deny')
    expect(evaluate(policy, callOf('a.c')).effect).toBe('allow')
    expect(evaluate(policy, callOf('x?z')).effect).toBe('allow')
    expect(evaluate(policy, callOf('[ab]c')).effect).toBe('allow')
    expect(evaluate(policy, callOf('.ends')).effect).toBe('allow')
  })

  it('[M3] the exact entry, else the most specific glob, governs alone', () => {
    const policy = compiled({
      tools: {
        'get_*': { action: 'deny' },
        'get_user_*': {},
        get_user_secret: { action: 'deny' },
        '*': { action: 'deny' },
      },
    })
    expect(evaluate(policy, callOf('get_user_name')).effect).toBe('allow')
    expect(evaluate(policy, callOf('get_user_secret')).rule).toBe('/tools/get_user_secret/deny_if/0')
    expect(evaluate(policy, callOf('get_file')).rule).toBe('/tools/get_*/deny_if/0')
    expect(evaluate(policy, callOf('put')).rule).toBe('/tools/*/deny_if/0')
  })

  it('[M3] hide wins over an exact entry', () => {
    const policy = compiled({ hide: ['*_user'], tools: { delete_user: {} } })
    expect(evaluate(policy, callOf('delete_user')).rule).toBe('(hidden)')
  })

  it('does not take members that every object has for entries', () => {
    const policy = compiled({ tools: {} })
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty'])
      expect(evaluate(policy, callOf(name)).rule).toBe('(default deny)')
    expect(evaluate(compiled({ tools: JSON.parse('{"__proto__":{}}') }), callOf('__proto__')).effect).toBe(
      'allow',
    )
  })
})

describe('[E5] default', () => {
  it('allow lets through what no entry names, under all_tools', () => {
    const policy = compiled({
      default: 'allow',
      all_tools: { deny_if: [gt('args.n', 5)] },
      tools: { known: {} },
    })
    expect(evaluate(policy, callOf('other', { n: 1 })).effect).toBe('allow')
    expect(evaluate(policy, callOf('other', { n: 6 })).rule).toBe('/all_tools/deny_if/0')
  })
})

describe('[E8] approval', () => {
  const policy = compiled({
    tools: {
      pay: {
        require_approval: { timeout: '2h', reason: 'Ask Ann.' },
        limits: [{ counter: 'c', window: 'day', max: 5 }],
      },
    },
  })
  it('waits, with its rule, timeout and reason, and draws nothing yet', () => {
    expect(evaluate(policy, callOf('pay'))).toMatchObject({
      effect: 'await',
      message: 'Ask Ann.',
      draws: [],
      approval: { rule: '/tools/pay/require_approval', timeoutSeconds: 7200, reason: 'Ask Ann.' },
    })
  })
  it('once approved goes on to the limits', () => {
    expect(evaluate(policy, callOf('pay'), { approved: true })).toMatchObject({
      effect: 'allow',
      draws: [{ counter: 'c' }],
    })
  })
  it('approves nothing that a rule denies', () => {
    const denied = compiled({ tools: { pay: { require_approval: true, deny_if: [{ conditions: [] }] } } })
    expect(evaluate(denied, callOf('pay'), { approved: true }).effect).toBe('deny')
  })
})

describe('[C6] unknown resolves to the refusing side', () => {
  const condition = { path: 'args.amount', op: 'lte', value: 5 }
  it.each([
    ['require', { require: [{ conditions: [condition] }] }, 'deny'],
    ['deny_if', { deny_if: [{ conditions: [condition] }] }, 'deny'],
    ['require_approval', { require_approval: { conditions: [condition] } }, 'await'],
  ])('%s', (_, entry, effect) => {
    expect(evaluate(compiled({ tools: { t: entry } }), callOf('t', { amount: 'five' })).effect).toBe(effect)
  })
})

describe('[L4] amounts', () => {
  const policy = compiled({
    tools: { t: { limits: [{ counter: 'c', window: 'day', max: 100, increment_from: 'args.n.v' }] } },
  })
  const amountOf = (args: unknown): string =>
    evaluate(policy, callOf('t', args)).draws[0]?.amount ?? 'refused'
  it.each<[unknown, string]>([
    [{ n: { v: 0.1 } }, '0.1'],
    [{ n: { v: 0 } }, '0'],
    [{ n: { v: 1e21 } }, `1${'0'.repeat(21)}`],
    [{ n: { v: 5000 } }, '5000'],
    [{ n: { v: -1 } }, 'refused'],
    [{ n: { v: '5' } }, 'refused'],
    [{ n: { v: null } }, 'refused'],
    [{ n: { v: [5] } }, 'refused'],
    [{ n: { V: 5 } }, 'refused'],
    [{ n: 5 }, 'refused'],
    [{}, 'refused'],
  ])('%o draws %s', (args, amount) => {
    expect(amountOf(args)).toBe(amount)
  })

  it('[L7] max 0 refuses everything, also an amount of 0', () => {
    const zero = compiled({
      tools: { t: { limits: [{ counter: 'c', window: 'day', max: 0, increment_from: 'args.n' }] } },
    })
    expect(evaluate(zero, callOf('t', { n: 0 }))).toMatchObject({
      effect: 'deny',
      reason: 'limit-reached',
      rule: '/tools/t/limits/c',
    })
  })

  it('keeps the digits of max', () => {
    const policy = compiled({ tools: { t: { limits: [{ counter: 'c', window: 'day', max: 0.3 }] } } })
    expect(evaluate(policy, callOf('t')).draws[0]?.max).toBe('0.3')
  })
})

describe('[E13] time', () => {
  const hour = { path: 'time.hour', op: 'lt', value: 18 }
  const weekday = { path: 'time.weekday', op: 'in', value: ['sat', 'sun'] }
  const H = 3_600_000
  const start = MONDAY - 30 * 60_000
  it.each([
    ['the hour', { require: [{ conditions: [hour] }] }, { from: start, until: start + H }],
    ['the day', { deny_if: [{ conditions: [weekday] }] }, { from: start - 14 * H, until: start + 10 * H }],
    [
      'both',
      { require: [{ conditions: [hour] }], deny_if: [{ conditions: [weekday] }] },
      { from: start, until: start + H },
    ],
    ['nothing that was reached', { require: [{ conditions: [eq('args.a', 1), hour] }] }, null],
    ['nothing', {}, null],
  ])('a decision that asked for %s holds that long', (_, entry, holds) => {
    expect(evaluate(compiled({ tools: { t: entry } }), callOf('t')).holds).toEqual(holds)
  })
})

describe('[E14] listing', () => {
  it.each<[string, Record<string, unknown>, Parameters<typeof toolFacts>[1], boolean]>([
    ['an entry', { tools: { t: {} } }, {}, true],
    ['the default', { default: 'allow' }, {}, true],
    ['no entry', {}, {}, false],
    ['hidden', { hide: ['*'], tools: { t: {} } }, {}, false],
    ['changed', { tools: { t: {} } }, { state: 'changed' }, false],
    ['new', { tools: { t: {} } }, { state: 'new' }, false],
    ['gone', { tools: { t: {} } }, { state: 'gone' }, false],
    ['denied always', { tools: { t: { action: 'deny' } } }, {}, false],
    ['denied always for all', { all_tools: { deny_if: [{ conditions: [] }] }, tools: { t: {} } }, {}, false],
    ['denied sometimes', { tools: { t: { deny_if: [gt('args.a', 1)] } } }, {}, true],
    ['approved by a person', { tools: { t: { require_approval: true } } }, {}, true],
    ['limited', { tools: { t: { rate_limit: '1/day' } } }, {}, true],
    ['limited to 0', { tools: { t: { rate_limit: '0/day' } } }, {}, false],
    [
      'by severity',
      { all_tools: { deny_if: [{ conditions: [eq('tool.severity', 'Critical')] }] }, tools: { t: {} } },
      { severity: 'Critical' },
      false,
    ],
    [
      'by another severity',
      { all_tools: { deny_if: [{ conditions: [eq('tool.severity', 'Critical')] }] }, tools: { t: {} } },
      {},
      true,
    ],
    [
      'by a required category',
      { all_tools: { require: [{ conditions: [eq('tool.category', 'Write')] }] }, tools: { t: {} } },
      {},
      false,
    ],
  ])('%s', (_, members, facts, listed) => {
    expect(isListed(compiled(members), toolFacts('t', facts))).toBe(listed)
  })

  it('[E1] without a policy nothing is listed', () => {
    expect(isListed(null, toolFacts('t'))).toBe(false)
  })
})

describe('[N1] methods', () => {
  it('follow their own word, else the default', () => {
    const policy = compiled({ default: 'allow', methods: { resources: 'deny' } })
    expect(allowsMethod(policy, 'resources')).toMatchObject({ allowed: false, rule: '/methods/resources' })
    expect(allowsMethod(policy, 'prompts')).toEqual({ allowed: true, rule: '/default', message: '' })
    expect(allowsMethod(compiled({ methods: { logging: 'allow' } }), 'logging').allowed).toBe(true)
    expect(allowsMethod(compiled({}), 'logging')).toMatchObject({ allowed: false, rule: '/default' })
    expect(allowsMethod(null, 'logging')).toMatchObject({ allowed: false, rule: '(no policy)' })
  })
})

describe('evaluate is total', () => {
  it('judges arguments nested far beyond any stack', () => {
    let deep: unknown = 1
    for (let depth = 0; depth < 100_000; depth++) deep = [deep]
    const call = { ...callOf('t'), arguments: { a: deep } as JsonObject }
    const policy = (value: unknown) =>
      compiled({ tools: { t: { require: [{ conditions: [eq('args.a', value)] }] } } })
    for (const value of [[1], [[[1]]], 1, null]) expect(evaluate(policy(value), call).effect).toBe('deny')
  })

  it('refuses what it cannot judge', () => {
    const policy = compiled({ tools: { t: { strict_arguments: true } } })
    const call = { ...callOf('t'), arguments: null as unknown as JsonObject }
    expect(evaluate(policy, call)).toMatchObject({ effect: 'deny', rule: '(no policy)', reason: 'no-policy' })
  })
})

describe('[E10][E11][L8] texts', () => {
  it('[E10] hidden and unknown tools are told the same', () => {
    const hidden = evaluate(compiled({ hide: ['t'] }), callOf('t')).message
    const unknown = evaluate(compiled({}), callOf('t', {}, { tool: null })).message
    expect(hidden).toBe('Unknown tool: t')
    expect(unknown).toBe(hidden)
  })

  it('[L8] a limit’s refusal says which, what is left and when it resets', () => {
    const [draw] = evaluate(compiled({ tools: { t: { rate_limit: '30/minute' } } }), callOf('t')).draws
    if (!draw) throw new Error('no draw')
    const resetAt = new Date(MONDAY)
    expect(limitRefusal(draw, '0', resetAt)).toBe(
      'The limit “t_rate” allows 30 per minute, and 0 of it is left. It resets at 2025-07-21T14:30:00.000Z; try again then.',
    )
    expect(limitRefusal({ ...draw, onDeny: 'Slow down.' }, '0', resetAt)).toBe('Slow down.')
    expect(
      limitRefusal({ ...draw, amount: '50', algorithm: 'sliding', window: 900 }, '12.5', resetAt),
    ).toContain('30 per any 15 minutes, and 12.5 of it is left. This call asks for 50.')
  })

  it('[X2] no text holds an argument’s value', () => {
    const policy = compiled({
      tools: {
        t: {
          strict_arguments: true,
          require: [{ conditions: [{ path: 'args.a', op: 'exists' }] }],
          deny_if: [{ conditions: [eq('args.a', 'x')] }],
          limits: [{ counter: 'c', window: 'day', max: 1, increment_from: 'args.a' }],
        },
      },
    })
    for (const args of [{ a: 'SECRET' }, { b: 'SECRET' }, { a: 'SECRET', b: 'SECRET' }]) {
      const call = callOf('t', args, { tool: toolFacts('t', { declared: ['a'] }) })
      const decision = evaluate(policy, call)
      expect(decision.effect).toBe('deny')
      expect(JSON.stringify([decision, explain(decision, call, policy)])).not.toContain('SECRET')
    }
  })
})

describe('[X1] explanations', () => {
  const policy = compiled({
    all_tools: { limits: [{ counter: 'calls', window: 'minute', max: 60 }] },
    tools: {
      t: { require: [{ conditions: [{ path: 'args.why', op: 'exists' }] }], deny_if: [gt('args.n', 5)] },
    },
  })
  const stepsOf = (args: unknown) => {
    const call = callOf('t', args)
    return explain(evaluate(policy, call), call, policy)
  }

  it('tell each check in its order up to the one that refused', () => {
    expect(stepsOf({ why: 'x', n: 6 })).toEqual({
      agent:
        '[POLICY DENIED] The policy denies this call when args.n is more than 5, or when that cannot be told.',
      person: 'Refused by /tools/t/deny_if/0: Denied when args.n is more than 5.',
      steps: [
        { text: 'The tool is not hidden.', pointer: '(hidden)', outcome: 'passed' },
        {
          text: 'The tool is defined as it was accepted.',
          pointer: '(definition changed)',
          outcome: 'passed',
        },
        { text: 'An entry governs the tool.', pointer: '/tools/t', outcome: 'passed' },
        { text: 'Requires that args.why is given.', pointer: '/tools/t/require/0', outcome: 'passed' },
        { text: 'Denied when args.n is more than 5.', pointer: '/tools/t/deny_if/0', outcome: 'refused' },
      ],
      change: null,
      callChange: 'It would pass if args.n is at most 5.',
    })
  })

  it('[X5] say which change of the call lets it pass, and it does', () => {
    expect(stepsOf({ why: 'x', n: 6 }).callChange).toBe('It would pass if args.n is at most 5.')
    expect(evaluate(policy, callOf('t', { why: 'x', n: 5 })).effect).toBe('allow')
    expect(stepsOf({ why: 'x', n: 1 }).callChange).toBeNull()
  })

  it('say where an outcome could not be told', () => {
    expect(stepsOf({ why: 'x', n: '6' }).steps.at(-1)?.text).toContain('cannot be told')
  })

  it('an allowed call passes every check', () => {
    const explanation = stepsOf({ why: 'x', n: 1 })
    expect(explanation).toMatchObject({ agent: '', person: 'Allowed: no rule refuses this call.' })
    expect(explanation.steps.at(-1)).toEqual({
      text: 'Limit “calls”: 60 per minute.',
      pointer: '/all_tools/limits/calls',
      outcome: 'passed',
    })
    expect(explanation.steps.every((step) => step.outcome === 'passed')).toBe(true)
  })

  it('a limit that admission refused is the one that refused', () => {
    const call = callOf('t', { why: 'x', n: 1 })
    const allowed = evaluate(policy, call)
    const refused = {
      ...allowed,
      effect: 'deny',
      rule: '/all_tools/limits/calls',
      reason: 'limit-reached',
      message: 'Full.',
    } as const
    const explanation = explain(refused, call, policy)
    expect(explanation.agent).toBe('[POLICY DENIED] Full.')
    expect(explanation.person).toBe('Refused by /all_tools/limits/calls: Limit “calls”: 60 per minute.')
    expect(explanation.steps.at(-1)?.outcome).toBe('refused')
  })
})

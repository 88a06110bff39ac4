import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDecimals } from '#lib/json/index.ts'
import type { Decision } from '../decision.ts'
import { edit } from '../edit/edit.ts'
import { compilePolicy } from '../evaluate/compile.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import { explain } from '../explain/explain.ts'
import { parsePolicyText } from '../read/parse-text.ts'
import { toolCall, validDocument } from '../testing/arbitraries.ts'
import { callOf, policyOf, toolFacts } from '../testing/examples.ts'
import { runs } from '../testing/runs.ts'
import { type Flip, smallestChange } from './smallest-change.ts'

const textOf = (members: object): string =>
  JSON.stringify({ version: '1', default: 'deny', ...members }, null, 2)
const entry = (members: object): string => textOf({ tools: { t: members } })
const on = (path: string, op: string, value?: unknown) => ({ path, op, value })
const rule = (...conditions: object[]) => ({ conditions })

/** The decision after the change, made by the evaluator alone. */
function after(text: string, { command }: Flip, call: ReturnType<typeof callOf>): Decision {
  return evaluate(compilePolicy(policyOf(edit(text, command).text)), call)
}

describe('[X3] the smallest change of a refusal', () => {
  it.each<[string, string, unknown, string, 'allow' | 'await']>([
    [
      'moves a bound to the value, not a step further',
      entry({ deny_if: [rule(on('args.a', 'gt', 100))] }),
      { a: 150 },
      'Change “args.a is more than 100” to “args.a is more than 150”.',
      'allow',
    ],
    [
      'moves it past the value where equality counts',
      entry({ deny_if: [rule(on('args.a', 'gte', 100))] }),
      { a: 150.5 },
      'Change “args.a is at least 100” to “args.a is at least 150.6”.',
      'allow',
    ],
    [
      'moves a requirement’s bound',
      entry({ require: [rule(on('args.a', 'lt', 10))] }),
      { a: 10 },
      'Change “args.a is less than 10” to “args.a is less than 11”.',
      'allow',
    ],
    [
      'moves it for the largest of many',
      entry({ deny_if: [rule(on('args.a[*]', 'gt', 3))] }),
      { a: [1, 9, 4] },
      'Change “args.a[*] is more than 3” to “args.a[*] is more than 9”.',
      'allow',
    ],
    [
      'adds the value to what may be',
      entry({ require: [rule(on('args.a', 'in', ['x', 'y']))] }),
      { a: 'z' },
      'Change “args.a is one of "x", "y"” to “args.a is one of "x", "y", "z"”.',
      'allow',
    ],
    [
      'makes one value a list',
      entry({ require: [rule(on('args.a', 'eq', 'x'))] }),
      { a: 'z' },
      'Change “args.a is "x"” to “args.a is one of "x", "z"”.',
      'allow',
    ],
    [
      'takes the value out of what may not be',
      entry({ deny_if: [rule(on('args.a', 'in', ['x', 'y']))] }),
      { a: 'x' },
      'Change “args.a is one of "x", "y"” to “args.a is one of "y"”.',
      'allow',
    ],
    [
      'adds a host',
      entry({ require: [rule(on('args.u', 'host_in', ['a.example']))] }),
      { u: 'https://B.example/x' },
      'Change “args.u has a host among "a.example"” to “args.u has a host among "a.example", "b.example"”.',
      'allow',
    ],
    [
      'widens a folder, but never to the root',
      entry({ require: [rule(on('args.p', 'within', '/srv/data/in'))] }),
      { p: '/srv/data/out/x' },
      'Change “args.p is within "/srv/data/in"” to “args.p is within "/srv/data"”.',
      'allow',
    ],
    [
      'drops a requirement that no value mends',
      entry({ require: [rule(on('args.a', 'regex', '^x$'), on('args.b', 'exists'))] }),
      { a: 'y', b: 1 },
      'Drop the condition “args.a matches "^x$"”.',
      'allow',
    ],
    [
      'removes the rule where the value has the wrong type',
      entry({ deny_if: [rule(on('args.a', 'gt', 100))] }),
      { a: '150' },
      'Remove the rule “denied when args.a is more than 100”.',
      'allow',
    ],
    [
      'undoes a shorthand',
      entry({ action: 'deny', reason: 'No.' }),
      {},
      'Remove the rule “always denied”.',
      'allow',
    ],
    [
      'takes a name out of hide',
      textOf({ hide: ['u', 't'], tools: { t: {} } }),
      {},
      'Take t out of “hide”.',
      'allow',
    ],
    ['names what nothing names', textOf({}), {}, 'Add an entry for t, without rules.', 'allow'],
    [
      'lets undeclared arguments in',
      entry({ strict_arguments: true }),
      { stray: 1 },
      'Let t take arguments that it does not declare.',
      'allow',
    ],
    [
      'leads to an approval where one stands behind',
      entry({ deny_if: [rule(on('args.a', 'gt', 5))], require_approval: {} }),
      { a: 6 },
      'Change “args.a is more than 5” to “args.a is more than 6”. The call then waits for approval.',
      'await',
    ],
    [
      'raises a limit of nothing',
      entry({ limits: [{ counter: 'c', window: 'day', max: 0 }] }),
      {},
      'Raise the limit “c” from 0 to 1.',
      'allow',
    ],
    [
      'raises a limit that the call alone exceeds',
      entry({ limits: [{ counter: 'c', window: 'day', max: 100, increment_from: 'args.a' }] }),
      { a: 100.25 },
      'Raise the limit “c” from 100 to 100.25.',
      'allow',
    ],
    [
      'changes a glob’s rule for the tool alone',
      textOf({ tools: { '*': { deny_if: [rule(on('args.a', 'gt', 1))] } } }),
      { a: 2 },
      'Change “args.a is more than 1” to “args.a is more than 2”, for t alone.',
      'allow',
    ],
    [
      'changes a rule of all tools where it stands',
      textOf({ all_tools: { deny_if: [rule(on('args.a', 'gt', 1))] }, tools: { t: {} } }),
      { a: 2 },
      'Change “args.a is more than 1” to “args.a is more than 2”, for all tools.',
      'allow',
    ],
  ])('%s', (_, text, args, exact, to) => {
    const call = callOf('t', args)
    const flip = smallestChange(text, call)
    expect(flip).toMatchObject({ exact, from: 'deny', to })
    expect(flip && after(text, flip, call).effect).toBe(to)
  })

  it('lets a waiting call through', () => {
    const text = entry({ require_approval: { conditions: [on('args.a', 'gt', 50)], timeout: '3m' } })
    const flip = smallestChange(text, callOf('t', { a: 60 }))
    expect(flip).toMatchObject({ from: 'await', to: 'allow', kind: 'value' })
    expect(flip && edit(text, flip.command).text).toBe(text.replace('"value": 50', '"value": 60'))
  })

  it('is null where two rules refuse, and in a document with errors', () => {
    const two = entry({ deny_if: [rule(on('args.a', 'gt', 1)), rule(on('args.a', 'gt', 2))] })
    expect(smallestChange(two, callOf('t', { a: 3 }))).toBeNull()
    expect(smallestChange('{"version":"1"}', callOf('t'))).toBeNull()
  })

  it('leaves the rest of the text byte for byte', () => {
    const text =
      '{ // mine\n  "version": "1", "default":"deny",\n  "tools": {"t": {"deny_if": [{"conditions":[{"op":"gt", "path":"args.a","value":5}]}], "x-n": 1}} }'
    const flip = smallestChange(text, callOf('t', { a: 7 }))
    expect(flip && edit(text, flip.command).text).toBe(text.replace('"value":5', '"value":7'))
  })
})

it('[X3] changes a document in YAML where it stands, and says the same', () => {
  const text = `# mine
version: '1'
default: deny
tools:
  t:
    deny_if:
      - conditions: [{ path: args.a, op: gt, value: 100 }] # why
`
  const flip = smallestChange(text, callOf('t', { a: 150 }), { format: 'yaml' })
  expect(flip?.exact).toBe('Change “args.a is more than 100” to “args.a is more than 150”.')
  expect(flip && edit(text, flip.command, 'yaml').text).toBe(text.replace('100', '150'))
  expect(smallestChange(text, callOf('t', { a: 150 }))).toBeNull()
})

describe('[X3] the smallest change of a refusal by a counter', () => {
  const limit = { counter: 'c', window: 'day', max: 1000, increment_from: 'args.a' }
  const decision = { effect: 'deny', reason: 'limit-reached' } as const

  it('raises the limit by what is missing, and by all of it where nobody knows what is left', () => {
    const call = callOf('t', { a: 50 })
    const options = { decision: { ...decision, rule: '/tools/t/limits/c' } }
    const text = entry({ limits: [limit] })
    expect(smallestChange(text, call, { ...options, remaining: '12.5' })?.exact).toBe(
      'Raise the limit “c” from 1000 to 1037.5.',
    )
    expect(smallestChange(text, call, options)?.exact).toBe('Raise the limit “c” from 1000 to 1050.')
  })

  it('does not raise one of two limits on one count', () => {
    const both = textOf({
      all_tools: { limits: [{ ...limit, max: 1020 }] },
      tools: { t: { limits: [limit] } },
    })
    const flip = (amount: number) =>
      smallestChange(both, callOf('t', { a: amount }), {
        decision: { ...decision, rule: '/tools/t/limits/c' },
        remaining: '0',
      })
    expect(flip(20)?.exact).toBe('Raise the limit “c” from 1000 to 1020.')
    expect(flip(21)).toBeNull()
  })

  it('is null where there was room', () => {
    const options = { decision: { ...decision, rule: '/tools/t/limits/c' }, remaining: '60' }
    expect(smallestChange(entry({ limits: [limit] }), callOf('t', { a: 50 }), options)).toBeNull()
  })
})

describe('[X4] the smallest change of an allowed call', () => {
  it.each<[string, string, unknown, string]>([
    [
      'tightens the bound that is nearest',
      entry({ deny_if: [rule(on('args.a', 'gt', 1000)), rule(on('args.b', 'gt', 10))] }),
      { a: 100, b: 9 },
      'Change “args.b is more than 10” to “args.b is more than 8”.',
    ],
    [
      'adds the value to what is denied',
      entry({ deny_if: [rule(on('args.a', 'in', ['x']))] }),
      { a: 'y' },
      'Change “args.a is one of "x"” to “args.a is one of "x", "y"”.',
    ],
    [
      'lowers the limit on an amount',
      entry({ limits: [{ counter: 'c', window: 'day', max: 100, increment_from: 'args.a' }] }),
      { a: 50 },
      'Lower the limit “c” from 100 to 49.',
    ],
    [
      'switches strict arguments on for a stray one',
      entry({}),
      { stray: 1 },
      'Let t take only the arguments that it declares.',
    ],
    ['hides where that is the least to write', textOf({ hide: ['u'], tools: { t: {} } }), {}, 'Hide t.'],
  ])('%s', (_, text, args, exact) => {
    const call = callOf('t', args)
    const flip = smallestChange(text, call)
    expect(flip).toMatchObject({ exact, from: 'allow' })
    expect(flip?.to).not.toBe('allow')
  })

  it('denies where that is the least to write', () => {
    const tool = 'a_name_that_is_longer_than_the_rule_which_denies_a_tool'
    expect(smallestChange(textOf({ tools: { [tool]: {} } }), callOf(tool))?.exact).toBe(`Deny ${tool}.`)
  })

  it('prefers a value to a rule, and a rule to the tool', () => {
    const kindOf = (text: string, args: unknown) => smallestChange(text, callOf('t', args))?.kind
    const strict = { declared: [] }
    expect(kindOf(entry({ deny_if: [rule(on('args.a', 'gt', 9))] }), { a: 1, stray: 1 })).toBe('value')
    expect(
      kindOf(entry({ deny_if: [rule(on('args.a', 'regex', '^x$'), on('args.b', 'eq', 1))] }), {
        a: 'y',
        b: 1,
      }),
    ).toBe('condition')
    expect(smallestChange(entry({}), callOf('t', { a: 1 }, { tool: toolFacts('t', strict) }))?.kind).toBe(
      'rule',
    )
    expect(kindOf(entry({}), {})).toBe('tool')
    expect(kindOf(textOf({}), {})).toBe('tool')
  })
})

describe('[X3] for every document and call', () => {
  it('what is shown flips, is valid, and only where evaluation says so', () => {
    const shown = { deny: 0, await: 0, allow: 0 }
    fc.assert(
      fc.property(validDocument, toolCall, ({ text }, call) => {
        const decision = evaluate(compilePolicy(policyOf(text)), call)
        const flip = smallestChange(text, call)
        if (!flip) return
        const changed = edit(text, flip.command).text
        expect(parsePolicyText(changed).ok).toBe(true)
        const next = after(text, flip, call)
        const fits = (each: Decision) =>
          each.draws.every(({ amount, max }) => compareDecimals(amount, max) <= 0)
        const passed = decision.effect === 'allow' && fits(decision)
        const passes = next.effect === 'allow' && fits(next)
        expect(flip.from === 'allow').toBe(passed)
        expect(flip.to === 'allow').toBe(passes)
        expect(flip.to).not.toBe(flip.from)
        if (flip.from === 'await') expect(flip.to).toBe('allow')
        shown[flip.from]++
      }),
      runs(600),
    )
    expect(Math.min(shown.deny, shown.await, shown.allow)).toBeGreaterThan(20)
  }, 120_000)

  it('a refused call has one, unless E1, E2 or E4 refuse it or more than one thing does', () => {
    const text = entry({})
    for (const state of ['changed', 'new', 'gone'] as const)
      expect(smallestChange(text, callOf('t', {}, { tool: toolFacts('t', { state }) }))).toBeNull()
    expect(smallestChange(text, callOf('t', {}, { tool: null }))).toBeNull()
  })
})

describe('[X2] what may be said where values may not', () => {
  it('holds none of them, and an explanation carries that', () => {
    const documents = [
      entry({ require: [rule(on('args.a', 'in', ['x']))] }),
      entry({ require: [rule(on('args.a', 'eq', 'x'))] }),
      entry({ require: [rule(on('args.p', 'within', '/srv/SEC'))] }),
      entry({ require: [rule(on('args.u', 'host_in', ['a.example']))] }),
      entry({ deny_if: [rule(on('args.n', 'gt', 5))] }),
      entry({ limits: [{ counter: 'c', window: 'day', max: 5, increment_from: 'args.n' }] }),
    ]
    const call = callOf('t', { a: 'SECRET', n: 98765, p: '/srv/98765', u: 'https://secret.example/' })
    for (const text of documents) {
      const policy = compilePolicy(policyOf(text))
      const flip = smallestChange(text, call)
      const decision = evaluate(policy, call)
      const said = JSON.stringify([explain(decision, call, policy, text), flip?.text])
      expect(flip, text).not.toBeNull()
      expect(said).not.toMatch(/SECRET|98765|secret\.example/)
    }
  })
})

describe('[X6] what no document can change', () => {
  it('is said in the explanation', () => {
    const policy = compilePolicy(policyOf(entry({})))
    const told = (tool: ReturnType<typeof callOf>['tool'], under: typeof policy | null = policy) => {
      const call = callOf('t', {}, { tool })
      return explain(evaluate(under, call), call, under, entry({})).change
    }
    expect(told(toolFacts('t'), null)).toBe('Attach a policy for this server to the grant.')
    expect(told(null)).toContain('the server’s own list has to name t')
    expect(told(toolFacts('t', { state: 'changed' }))).toContain('a member has to accept the definition of t')
    expect(told(toolFacts('t'))).toBe('Hide t.')
  })
})

import { describe, expect, it } from 'vitest'
import { policyOf, policyWith } from '../testing/examples.ts'
import { diffPolicies } from './diff.ts'
import type { RuleChange } from './rule-changes.ts'

const on = (path: string, op: string, value?: unknown) => ({
  path,
  op,
  ...(value === undefined ? {} : { value }),
})
const rule = (...conditions: object[]) => ({ conditions })
const limit = (more: object = {}) => ({ counter: 'c', window: 'day', max: 5, ...more })

function changes(before: object, after: object, all: [object, object] = [{}, {}]): readonly RuleChange[] {
  const policy = (entry: object, forAll: object) => policyWith({ all_tools: forAll, tools: { t: entry } })
  return diffPolicies(policy(before, all[0]), policy(after, all[1]), ['t'])[0]?.rules ?? []
}
const words = (...given: Parameters<typeof changes>) => changes(...given).map(({ text }) => text)

describe('[W1] the rules that differ', () => {
  it('are data with both sides', () => {
    const [change, ...rest] = changes(
      { deny_if: [rule(on('args.amount', 'gt', 100))] },
      { deny_if: [rule(on('args.amount', 'gt', 500))] },
    )
    expect(rest).toEqual([])
    expect(change).toMatchObject({
      kind: 'changed',
      list: 'deny_if',
      layer: 'entry',
      before: { conditions: [{ path: 'args.amount', op: 'gt', value: 100 }] },
      after: { conditions: [{ path: 'args.amount', op: 'gt', value: 500 }] },
      text: 'denied when args.amount is more than 100 → 500',
    })
  })

  it('are added or removed with one side', () => {
    const [removed, added] = changes(
      { require: [rule(on('args.why', 'exists'))] },
      { limits: [limit()], require: [] },
    )
    expect(removed).toMatchObject({ kind: 'removed', list: 'require', after: null })
    expect(added).toMatchObject({ kind: 'added', list: 'limits', before: null, after: { max: 5 } })
  })

  it('are none where a rule only moved to all tools', () => {
    const deny = { deny_if: [rule(on('args.a', 'gt', 1))] }
    expect(changes(deny, {}, [{}, deny])).toEqual([])
  })

  it('are seen where a number becomes an object that looks like one', () => {
    const eq = (value: unknown) => ({ deny_if: [rule(on('args.a', 'eq', value))] })
    const text = (value: string) => JSON.stringify(eq('?')).replace('"?"', value)
    const policyOfText = (entry: string) =>
      policyOf(`{"version":"1","default":"deny","tools":{"t":${entry}}}`)
    const between = (one: string, other: string) =>
      diffPolicies(policyOfText(text(one)), policyOfText(text(other)), ['t']).length
    expect(between('5.0', '{"text":"5.0"}')).toBe(1)
    expect(between('5.0', '5')).toBe(0)
    expect(between('{"a":1,"b":2}', '{"b":2,"a":1}')).toBe(0)
  })

  it('name the layer of a rule for all tools', () => {
    const deny = (value: number) => ({ deny_if: [rule(on('args.a', 'gt', value))] })
    expect(changes({}, {}, [deny(1), deny(2)])).toMatchObject([{ kind: 'changed', layer: 'all_tools' }])
  })

  it('are seen also where their words are cut short', () => {
    const list = (last: string) => [...Array.from({ length: 60 }, (_, at) => `host-${at}.example`), last]
    const deny = (last: string) => ({ deny_if: [rule(on('args.a', 'in', list(last)))] })
    expect(words(deny('one'), deny('two'))).toEqual([
      expect.stringMatching(/^denied when .*…, with other values$/),
    ])
  })
})

describe('[W2] two rules are one that changed', () => {
  it.each<[string, object, object, string[]]>([
    [
      'with the same paths and operators, each with its nearest',
      {
        deny_if: [
          rule(on('args.a', 'gt', 1), on('args.b', 'eq', 'x')),
          rule(on('args.a', 'gt', 9), on('args.b', 'eq', 'y')),
        ],
      },
      {
        deny_if: [
          rule(on('args.a', 'gt', 9), on('args.b', 'eq', 'z')),
          rule(on('args.a', 'gt', 2), on('args.b', 'eq', 'x')),
        ],
      },
      [
        'denied when args.a is more than 1 → 2 and args.b is "x"',
        'denied when args.a is more than 9 and args.b is "y" → "z"',
      ],
    ],
    [
      'with half of their comparisons the same',
      { require: [rule(on('args.a', 'exists'), on('args.b', 'exists'))] },
      { require: [rule(on('args.a', 'exists'))] },
      ['requires that args.a is given and args.b is given → requires that args.a is given'],
    ],
    [
      'but not with less',
      { require: [rule(on('args.a', 'exists'), on('args.b', 'exists'), on('args.c', 'exists'))] },
      { require: [rule(on('args.a', 'exists'))] },
      [
        'no longer: requires that args.a is given and args.b is given and args.c is given',
        'now: requires that args.a is given',
      ],
    ],
    [
      'limits with one counter and scope',
      { limits: [limit(), limit({ scope: 'user', max: 9 })] },
      { limits: [limit({ max: 6 }), limit({ scope: 'user', max: 10 })] },
      ['at most 5 → 6 per day, counted as “c”', 'at most 9 → 10 per day for each user, counted as “c”'],
    ],
    [
      'not limits with another',
      { limits: [limit()] },
      { limits: [limit({ scope: 'user' })] },
      [
        'no longer: at most 5 per day, counted as “c”',
        'now: at most 5 per day for each user, counted as “c”',
      ],
    ],
    [
      'any two approvals of one layer',
      { require_approval: { timeout: 60 } },
      { require_approval: { timeout: 90 } },
      ['a person approves each call within 60 → 90 s'],
    ],
    [
      'with a text more',
      { deny_if: [rule(on('args.a', 'gt', 1))] },
      { deny_if: [{ ...rule(on('args.a', 'gt', 1)), on_deny: 'Too much.' }] },
      ['denied when args.a is more than 1 → denied when args.a is more than 1 (“Too much.”)'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(words(before, after)).toEqual(expected)
  })
})

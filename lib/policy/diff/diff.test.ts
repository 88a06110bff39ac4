import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePolicy, diffPolicies, evaluate } from '../index.ts'
import { toolCall, validDocument } from '../testing/arbitraries.ts'
import { policyWith } from '../testing/examples.ts'
import { runs } from '../testing/runs.ts'

const limit = (max: number, members: object = {}) => ({
  limits: [{ counter: 'c', window: 'day', max, ...members }],
})
const rule = (value: number) => ({ conditions: [{ path: 'args.a', op: 'gt', value }] })
const tools = (entry: object) => ({ tools: { t: entry } })

describe('diffPolicies', () => {
  it.each<[string, object | null, object, { text: string; widens: boolean } | null]>([
    ['nothing', tools({}), tools({}), null],
    ['a note', tools({ 'x-a': 1 }), tools({ description: 'd' }), null],
    [
      'a shorthand for its long form',
      tools({ action: 'deny' }),
      tools({ deny_if: [{ conditions: [] }] }),
      null,
    ],
    ['the first policy', null, tools({}), { text: 'No policy → Allow', widens: true }],
    ['the first policy, denying', null, {}, { text: 'No policy → Deny', widens: false }],
    ['allowed to hidden', tools({}), { hide: ['t'], ...tools({}) }, { text: 'Allow → Hide', widens: false }],
    ['hidden to denied', { hide: ['t'] }, {}, { text: 'Hide → Deny', widens: false }],
    ['hidden to allowed', { hide: ['t'] }, tools({}), { text: 'Hide → Allow', widens: true }],
    [
      'limited',
      tools({}),
      tools(limit(5)),
      { text: 'Allow → Limit · now: at most 5 per day, counted as “c”', widens: false },
    ],
    [
      'limited more',
      tools(limit(5)),
      tools(limit(3)),
      {
        text: 'Limit · at most 5 → 3 per day, counted as “c”',
        widens: false,
      },
    ],
    [
      'limited less',
      tools(limit(5)),
      tools(limit(9)),
      {
        text: 'Limit · at most 5 → 9 per day, counted as “c”',
        widens: true,
      },
    ],
    [
      'another counter',
      tools(limit(5)),
      tools(limit(5, { counter: 'd' })),
      {
        text: 'Limit · no longer: at most 5 per day, counted as “c” · now: at most 5 per day, counted as “d”',
        widens: true,
      },
    ],
    [
      'a rule lost',
      tools({ deny_if: [rule(1)] }),
      tools({}),
      { text: 'Limit → Allow · no longer: denied when args.a is more than 1', widens: true },
    ],
    [
      'a rule gained',
      tools({ deny_if: [rule(1)] }),
      tools({ deny_if: [rule(2), rule(1)] }),
      { text: 'Limit · now: denied when args.a is more than 2', widens: false },
    ],
    [
      'a rule moved to all_tools',
      tools({ deny_if: [rule(1)] }),
      { all_tools: { deny_if: [rule(1)] }, ...tools({}) },
      { text: 'Limit → Allow', widens: false },
    ],
    [
      'a text',
      tools({ deny_if: [{ ...rule(1), on_deny: 'a' }] }),
      tools({ deny_if: [{ ...rule(1), on_deny: 'b' }] }),
      {
        text: 'Limit · denied when args.a is more than 1 (“a”) → (“b”)',
        widens: false,
      },
    ],
    [
      'approval to conditional approval',
      tools({ require_approval: true }),
      tools({ require_approval: { conditions: rule(1).conditions } }),
      {
        text: 'Approve · a person approves each call → when args.a is more than 1 within 600 s',
        widens: true,
      },
    ],
    [
      'conditional approval to approval',
      tools({ require_approval: { conditions: rule(1).conditions } }),
      tools({ require_approval: true }),
      {
        text: 'Approve · a person approves when args.a is more than 1 → each call within 600 s',
        widens: false,
      },
    ],
    [
      'strict no more',
      tools({ strict_arguments: true }),
      tools({}),
      { text: 'Allow · no longer: only declared arguments', widens: true },
    ],
    ['the default', {}, { default: 'allow' }, { text: 'Deny → Allow', widens: true }],
    ['an exact entry for a glob’s', { tools: { 't*': limit(5) } }, tools(limit(5)), null],
  ])('%s', (_, before, after, expected) => {
    const [difference] = diffPolicies(
      before && policyWith(before as Record<string, unknown>),
      policyWith(after as Record<string, unknown>),
      ['t'],
    )
    expect(difference ? { text: difference.text, widens: difference.widens } : null).toEqual(expected)
  })

  it('keeps the order of the tools and names both lanes', () => {
    const differences = diffPolicies(
      policyWith({}),
      policyWith({ tools: { a: {}, b: { action: 'require_approval' } } }),
      ['b', 'c', 'a'],
    )
    expect(differences.map(({ tool, from, to }) => [tool, from, to])).toEqual([
      ['b', 'deny', 'approve'],
      ['a', 'deny', 'allow'],
    ])
  })

  it('a change that is not said to widen lets no refused call through', () => {
    let compared = 0
    fc.assert(
      fc.property(
        validDocument,
        validDocument,
        fc.array(toolCall, { minLength: 6, maxLength: 12 }),
        (one, two, calls) => {
          // A policy against another, and against the same with more rules for all tools.
          const more = {
            ...one.policy,
            all_tools: {
              ...one.policy.all_tools,
              deny_if: [...one.policy.all_tools.deny_if, ...two.policy.all_tools.deny_if],
            },
          }
          for (const after of [two.policy, more])
            for (const call of calls) {
              const [difference] = diffPolicies(one.policy, after, [call.name])
              const before = evaluate(compilePolicy(one.policy), call).effect
              if (difference?.widens || before === 'allow') continue
              compared++
              expect(evaluate(compilePolicy(after), call).effect, difference?.text).not.toBe('allow')
            }
        },
      ),
      runs(150),
    )
    expect(compared).toBeGreaterThan(300)
  }, 120_000)
})

import { describe, expect, it } from 'vitest'
import { placementIn, placementOf, recommendedPolicy, rulesOf } from '../index.ts'
import { policyOf, policyWith } from '../testing/examples.ts'

const exists = { path: 'args.a', op: 'exists' }
const limit = (members: object = {}) => ({ counter: 'c', window: 'minute', max: 30, ...members })

describe('[T1] lanes', () => {
  it.each<[string, Record<string, unknown>, object]>([
    ['nothing names it', {}, { lane: 'deny', byDefault: true, entry: null, summary: '', custom: false }],
    ['nothing names it', { default: 'allow' }, { lane: 'allow', byDefault: true, entry: null }],
    ['hidden by name', { hide: ['t'], tools: { t: {} } }, { lane: 'hide', byDefault: false, entry: 't' }],
    ['hidden by a pattern', { hide: ['*'] }, { lane: 'hide', entry: '*' }],
    [
      'an empty entry',
      { tools: { t: {} } },
      { lane: 'allow', byDefault: false, entry: 't', summary: '', custom: false },
    ],
    [
      'a glob’s entry',
      { tools: { 't*': { rate_limit: '5/day' } } },
      { lane: 'limit', entry: 't*', summary: '5 per day' },
    ],
    [
      'denied',
      { tools: { t: { action: 'deny', reason: 'No.' } } },
      { lane: 'deny', byDefault: false, summary: 'No.', custom: false },
    ],
    [
      'denied and limited',
      { tools: { t: { action: 'deny', limits: [limit()] } } },
      { lane: 'deny', custom: false },
    ],
    [
      'denied and more',
      { tools: { t: { deny_if: [{ conditions: [] }, { conditions: [exists] }] } } },
      { lane: 'deny', custom: true },
    ],
    [
      'approved',
      { tools: { t: { require_approval: true, limits: [limit()] } } },
      { lane: 'approve', summary: '30 per minute', custom: false },
    ],
    [
      'approved sometimes',
      { tools: { t: { require_approval: { conditions: [exists] } } } },
      { lane: 'approve', summary: 'when args.a is given', custom: true },
    ],
    [
      'limited',
      { tools: { t: { limits: [limit()] } } },
      { lane: 'limit', summary: '30 per minute', custom: false },
    ],
    [
      'limited twice',
      { tools: { t: { limits: [limit(), limit({ counter: 'd' })] } } },
      { lane: 'limit', summary: '30 per minute, 1 more limit', custom: true },
    ],
    [
      'limited by amount',
      {
        tools: {
          t: {
            limits: [limit({ increment_from: 'args.a', window: '15m', scope: 'user', algorithm: 'sliding' })],
          },
        },
      },
      { lane: 'limit', summary: '30 of args.a per any 15 minutes for each user', custom: true },
    ],
    [
      'conditions',
      { tools: { t: { require: [{ conditions: [exists] }], deny_if: [{ conditions: [exists] }] } } },
      { lane: 'limit', summary: '2 conditions', custom: true },
    ],
    [
      'strict',
      { tools: { t: { strict_arguments: true } } },
      { lane: 'allow', summary: 'declared arguments only', custom: true },
    ],
    [
      'all_tools denies',
      { all_tools: { deny_if: [{ conditions: [] }] }, tools: { t: {} } },
      { lane: 'deny', entry: 't' },
    ],
    ['all_tools asks', { all_tools: { require_approval: {} }, tools: { t: {} } }, { lane: 'approve' }],
    [
      'all_tools asks sometimes',
      { all_tools: { require_approval: { conditions: [exists] } }, tools: { t: {} } },
      { lane: 'allow' },
    ],
    ['all_tools limits', { all_tools: { limits: [limit()] }, tools: { t: {} } }, { lane: 'allow' }],
  ])('%s: %o', (_, members, placement) => {
    expect(placementOf(policyWith(members), 't')).toMatchObject(placement)
  })

  it('places many tools of one policy alike', () => {
    const policy = policyWith({ hide: ['a'], tools: { b: {}, 'c*': { action: 'deny' } } })
    const place = placementIn(policy)
    for (const tool of ['a', 'b', 'c', 'd']) expect(place(tool)).toEqual(placementOf(policy, tool))
  })

  it('tells the rules of an entry in words', () => {
    const entry = policyWith({
      tools: {
        t: {
          strict_arguments: true,
          require: [{ conditions: [exists] }],
          deny_if: [
            {
              conditions: [
                { path: 'args.a', op: 'in', value: ['x', 'y'] },
                { any_of: [exists, { path: 'args.b', op: 'lt', value: 5 }] },
              ],
            },
          ],
          require_approval: true,
          limits: [limit()],
        },
      },
    }).tools.get('t')
    expect(entry && rulesOf(entry)).toEqual([
      'only declared arguments',
      'requires that args.a is given',
      'denied when args.a is one of "x", "y" and (args.a is given or args.b is less than 5)',
      'a person approves each call within 600 s',
      'at most 30 per minute, counted as “c”',
    ])
  })
})

describe('recommendedPolicy', () => {
  it('lays out one rule by category, and denies the rest', () => {
    const text = recommendedPolicy([
      { name: 'read', category: 'Read' },
      { name: 'write', category: 'Write' },
      { name: 'run', category: 'Execute' },
      { name: 'destroy', category: 'Destructive' },
      { name: 'pay', category: 'Financial' },
      { name: 'other', category: 'Other' },
    ])
    const limited = (name: string, max: number) => ({
      limits: [{ counter: `${name}_rate`, window: 'minute', max, scope: 'grant' }],
    })
    const expected = {
      version: '1',
      default: 'deny',
      hide: ['destroy'],
      tools: {
        read: {},
        write: limited('write', 30),
        run: limited('run', 10),
        pay: { require_approval: { reason: 'This moves money.' } },
        other: limited('other', 60),
      },
    }
    expect(text).toBe(`${JSON.stringify(expected, null, 2)}\n`)
  })

  it('is valid for any names, and never opens a tool that it cannot name', () => {
    const names = [
      '__proto__',
      '1',
      'a*b',
      '*',
      '',
      'a/b',
      'é',
      '"',
      'x'.repeat(5000),
      'twice',
      'twice',
      'constructor',
    ]
    const policy = policyOf(recommendedPolicy(names.map((name) => ({ name, category: 'Read' as const }))))
    const open = [...new Set(names)].filter((name) => placementOf(policy, name).lane === 'allow')
    expect(open).toEqual(['__proto__', '1', '', 'a/b', 'é', '"', 'twice', 'constructor'])
    expect(policyOf(recommendedPolicy([])).default).toBe('deny')
    const many = Array.from({ length: 10_050 }, (_, index) => ({
      name: `t${index}`,
      category: 'Other' as const,
    }))
    expect(placementOf(policyOf(recommendedPolicy(many.slice(0, 3000))), 't2999').lane).toBe('limit')
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compileBaseline,
  compilePolicy,
  evaluate,
  isListed,
  parseBaseline,
  reachOf,
  type ToolFacts,
  withBaseline,
} from '../index.ts'
import { trials } from '../testing/arbitraries.ts'
import { asBaseline } from '../testing/baselines.ts'
import { runs } from '../testing/runs.ts'

const TOOL: ToolFacts = {
  name: 'pay',
  state: 'pinned',
  category: 'Financial',
  severity: 'High',
  declared: [],
}
const WHEN = { conditions: [{ path: 'args.amount', op: 'gt', value: 5 }] }
const OF_TOOL = { conditions: [{ path: 'tool.category', op: 'eq', value: 'Financial' }] }

function compiled(document: object, baseline: object = {}) {
  const policy = parsed({ default: 'allow', ...document })
  return withBaseline(compilePolicy(policy), compileBaseline(parsed(baseline)))
}
function parsed(document: object) {
  const read = parseBaseline(JSON.parse(JSON.stringify({ version: '1', ...document })))
  if (!read.ok) throw new Error(read.issues[0].message)
  return read.value
}

describe('[U1][U2] what a tool comes to', () => {
  it.each<[string, object, object, string]>([
    ['nothing stands in its way', {}, {}, 'allow '],
    ['the policy hides it', { hide: ['p*'] }, {}, 'hide (hidden)'],
    ['the baseline hides it', {}, { hide: ['p*'] }, 'hide (baseline)/hide'],
    ['it is denied', { tools: { pay: { action: 'deny' } } }, {}, 'deny /tools/pay/deny_if/0'],
    ['its category is denied', { all_tools: { deny_if: [OF_TOOL] } }, {}, 'deny /all_tools/deny_if/0'],
    [
      'the baseline denies it',
      {},
      { tools: { 'p*': { action: 'deny' } } },
      'deny (baseline)/tools/p*/deny_if/0',
    ],
    ['its limit is 0', { tools: { pay: { rate_limit: '0/day' } } }, {}, 'deny /tools/pay/limits/pay_rate'],
    [
      'a person approves',
      { tools: { pay: { require_approval: true, rate_limit: '1/day' } } },
      {},
      'approve /tools/pay/require_approval',
    ],
    [
      'a person may have to',
      { tools: { pay: { require_approval: WHEN } } },
      {},
      'approve /tools/pay/require_approval, or passes',
    ],
    [
      'one of two always asks',
      { tools: { pay: { require_approval: WHEN } }, all_tools: {} },
      { all_tools: { require_approval: true } },
      'approve (baseline)/all_tools/require_approval',
    ],
    [
      'calls are counted',
      { all_tools: { limits: [{ counter: 'c', window: 'day', max: 3 }] } },
      {},
      'limit /all_tools/limits/c',
    ],
    [
      'arguments are looked at',
      { tools: { pay: { deny_if: [OF_TOOL_NOT(), WHEN] } } },
      {},
      'limit /tools/pay/deny_if/1',
    ],
    [
      'arguments are strict',
      {},
      { tools: { pay: { strict_arguments: true } } },
      'limit (baseline)/tools/pay/strict_arguments',
    ],
  ])('where %s', (_, document, baseline, expected) => {
    const { effect, rule, mayPass, isBaseline } = reachOf(compiled(document, baseline), TOOL)
    expect(`${effect} ${rule}${mayPass ? ', or passes' : ''}`).toBe(expected)
    expect(isBaseline).toBe(rule.startsWith('(baseline)'))
  })

  it('of no policy, and of a tool that is not as it was accepted', () => {
    expect(reachOf(null, TOOL)).toMatchObject({ effect: 'deny', rule: '(no policy)' })
    for (const [state, rule] of [
      ['gone', '(unknown tool)'],
      ['new', '(definition changed)'],
      ['changed', '(definition changed)'],
    ] as const)
      expect(reachOf(compiled({}), { ...TOOL, state })).toMatchObject({ effect: 'deny', rule })
    const deny = compilePolicy({ ...parsed({}), default: 'deny' })
    expect(reachOf(deny, TOOL)).toMatchObject({ effect: 'deny', rule: '(default deny)' })
  })
})

function OF_TOOL_NOT() {
  return { conditions: [{ path: 'tool.category', op: 'eq', value: 'Read' }] }
}

describe('[U3] the effect holds of every call', () => {
  it('under random policies and baselines', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(trials(6), trials(1), (own, other) => {
        const baseline = parseBaseline(asBaseline(other.document))
        if (!baseline.ok) throw new Error(baseline.issues[0].message)
        const policy = withBaseline(compilePolicy(own.policy), compileBaseline(baseline.value))
        for (const call of own.calls) {
          if (!call.tool || call.tool.name !== call.name) continue
          const { effect, mayPass } = reachOf(policy, call.tool)
          seen.set(effect, (seen.get(effect) ?? 0) + 1)
          const decision = evaluate(policy, call)
          expect(isListed(policy, call.tool)).toBe(effect !== 'hide' && effect !== 'deny')
          if (effect === 'hide' || effect === 'deny')
            expect(evaluate(policy, call, { approved: true }).effect).toBe('deny')
          if (effect === 'hide') expect(decision.reason).toBe('hidden')
          if (effect === 'allow') expect([decision.effect, decision.draws.length]).toEqual(['allow', 0])
          if (effect === 'approve' && !mayPass) expect(decision.effect).not.toBe('allow')
        }
      }),
      runs(1500),
    )
    for (const effect of ['allow', 'limit', 'approve', 'deny', 'hide'])
      expect([effect, seen.has(effect)]).toEqual([effect, true])
  }, 120_000)
})

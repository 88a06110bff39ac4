import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Json, parseJson } from '#lib/json/index.ts'
import {
  type CompiledPolicy,
  compileBaseline,
  compilePolicy,
  evaluate,
  explain,
  isListed,
  mentionedPaths,
  type Policy,
  parseBaseline,
  parseBaselineText,
  parsePolicy,
  parsePolicyText,
  recordedChange,
  smallestChange,
  type ToolCall,
  withBaseline,
} from '../index.ts'
import { trials } from '../testing/arbitraries.ts'
import { asBaseline } from '../testing/baselines.ts'
import { type Comparison, difference } from '../testing/pairs.ts'
import { runs } from '../testing/runs.ts'

const ALLOW = '{"version":"1","default":"allow"}'
const json = (document: object): Json => parseJson(JSON.stringify(document))
function policyOf(text: string): Policy {
  const read = parsePolicyText(text)
  if (!read.ok) throw new Error(read.issues[0].message)
  return read.value.policy
}
function baselineOf(document: object): CompiledPolicy {
  const read = parseBaseline(json({ version: '1', ...document }))
  if (!read.ok) throw new Error(read.issues[0].message)
  return compileBaseline(read.value)
}
const under = (baseline: object, text = ALLOW): CompiledPolicy =>
  withBaseline(compilePolicy(policyOf(text)), baselineOf(baseline))
const callOf = (name: string, args: object = {}, more: Partial<ToolCall> = {}): ToolCall => ({
  name,
  tool: { name, state: 'pinned', category: 'Read', severity: 'Low', declared: Object.keys(args) },
  arguments: JSON.parse(JSON.stringify(args)),
  grant: { label: 'agent', tags: [] },
  client: {},
  user: {},
  at: 0,
  ...more,
})
const over = (bound: number) => ({
  deny_if: [{ conditions: [{ path: 'args.amount', op: 'gt', value: bound }] }],
})

describe('[S1] the document of a baseline', () => {
  const issues = (document: object) => {
    const read = parseBaseline(json(document))
    return read.ok ? [] : read.issues.map(({ code, pointer }) => `${code} ${pointer}`)
  }

  it('has a version, and may have what refuses', () => {
    expect(issues({ version: '1' })).toEqual([])
    expect(issues({ version: '1', default: 'allow', hide: ['a'], 'x-note': 1, description: 'ours' })).toEqual(
      [],
    )
    for (const entry of [
      over(1),
      { require: [{ conditions: [{ path: 'args.a', op: 'exists' }] }] },
      { require_approval: true },
      { rate_limit: '5/minute' },
      { action: 'deny' },
      { action: 'require_approval' },
      { strict_arguments: true },
    ])
      expect(issues({ version: '1', tools: { pay: entry }, all_tools: {} })).toEqual([])
  })

  it('permits nothing, and says nothing of methods', () => {
    expect(issues({ version: '1', default: 'deny' })).toEqual(['not-in-baseline /default'])
    expect(issues({ version: '1', methods: { sampling: 'deny' } })).toEqual(['not-in-baseline /methods'])
    for (const entry of [{}, { action: 'allow' }, { deny_if: [] }, { strict_arguments: false }])
      expect(issues({ version: '1', tools: { 'a/b': entry } })).toEqual(['not-in-baseline /tools/a~1b'])
    expect(issues({ default: 'allow' })).toEqual(['missing-key /version'])
  })

  it('tells each issue with its place in the text, and keeps the text as it was written', () => {
    const text = '{"version":"1","methods":{},"tools":{"read":{}}}'
    const read = parseBaselineText(text)
    expect(read.ok ? [] : read.issues.map(({ pointer, offset }) => [pointer, offset])).toEqual([
      ['/methods', text.indexOf('"methods"') + '"methods":'.length],
      ['/tools/read', text.lastIndexOf('{}')],
    ])
    const good = parseBaselineText('version: "1"\nhide: [delete_account]\n', 'yaml')
    expect(good.ok && good.value.canonical).toBe('{"hide":["delete_account"],"version":"1"}')
    expect(parseBaselineText('{"version":"1","version":"1"}')).toMatchObject({ ok: false })
  })
})

describe('[S2] a baseline grants nothing', () => {
  it('and asks nothing of a call that has no policy, no tool, no accepted definition or no entry', () => {
    const rules = (policy: CompiledPolicy | null, call: ToolCall) => evaluate(policy, call).rule
    const baseline = { tools: { pay: over(1) } }
    expect(rules(null, callOf('pay'))).toBe('(no policy)')
    expect(rules(under(baseline), callOf('pay', {}, { tool: null }))).toBe('(unknown tool)')
    const changed = { ...callOf('pay').tool, state: 'changed' } as ToolCall['tool']
    expect(rules(under(baseline), callOf('pay', { amount: 5 }, { tool: changed }))).toBe(
      '(definition changed)',
    )
    expect(rules(under(baseline, '{"version":"1","default":"deny"}'), callOf('pay'))).toBe('(default deny)')
  })
})

describe('[S3] the order of checks', () => {
  const policy =
    '{"version":"1","default":"deny","hide":["x"],"tools":{"pay":{"deny_if":[{"conditions":[]}]}}}'

  it('asks the baseline first within a check, and the earlier check first', () => {
    expect(evaluate(under({ hide: ['x', 'pay'] }, policy), callOf('x'))).toMatchObject({
      rule: '(baseline)/hide',
      reason: 'hidden',
      message: 'Unknown tool: x',
    })
    expect(evaluate(under({ tools: { pay: over(1) } }, policy), callOf('pay', { amount: 5 }))).toMatchObject({
      rule: '(baseline)/tools/pay/deny_if/0',
      reason: 'condition-met',
    })
    expect(evaluate(under({ tools: { pay: over(9) } }, policy), callOf('pay', { amount: 5 })).rule).toBe(
      '/tools/pay/deny_if/0',
    )
    const late = under({ all_tools: { require_approval: true } }, policy)
    expect(evaluate(late, callOf('pay'))).toMatchObject({ effect: 'deny', rule: '/tools/pay/deny_if/0' })
  })

  it('chooses the entry of the baseline among its own names', () => {
    const baseline = { tools: { 'pa*': { action: 'deny', reason: 'Ask finance.' }, 'p*': over(1) } }
    const allows = '{"version":"1","default":"deny","tools":{"pay":{}}}'
    expect(evaluate(under(baseline, allows), callOf('pay'))).toMatchObject({
      rule: '(baseline)/tools/pa*/deny_if/0',
      message: 'Ask finance.',
    })
  })

  it('holds the arguments to what is declared where its entry is strict', () => {
    const strict = under({ tools: { pay: { strict_arguments: true } } })
    const call = callOf('pay', { amount: 1 })
    expect(evaluate(strict, call).effect).toBe('allow')
    expect(evaluate(strict, { ...call, arguments: JSON.parse('{"amount":1,"to":"x"}') }).rule).toBe(
      '(baseline)/tools/pay/strict_arguments',
    )
  })
})

describe('[S4] limits', () => {
  it('are drawn first, and counted apart from the policy’s of the same name', () => {
    const limit = (max: number) => ({ limits: [{ counter: 'calls', window: 'minute', max }] })
    const policy = JSON.stringify({ version: '1', default: 'allow', all_tools: limit(5) })
    const { draws } = evaluate(under({ all_tools: limit(9) }, policy), callOf('pay'))
    expect(draws.map(({ counter, rule, max }) => [counter, rule, max])).toEqual([
      ['baseline:calls', '(baseline)/all_tools/limits/calls', '9'],
      ['calls', '/all_tools/limits/calls', '5'],
    ])
  })
})

describe('[S5] approvals', () => {
  it('ask once, in the words and for the time of the check that asked first', () => {
    const ask = (reason: string, timeout: string) => ({
      all_tools: { require_approval: { reason, timeout } },
    })
    const policy = JSON.stringify({ version: '1', default: 'allow', ...ask('Ours.', '1h') })
    const both = under(ask('Everybody’s.', '5m'), policy)
    expect(evaluate(both, callOf('pay'))).toMatchObject({
      effect: 'await',
      approval: {
        rule: '(baseline)/all_tools/require_approval',
        timeoutSeconds: 300,
        reason: 'Everybody’s.',
      },
    })
    expect(evaluate(both, callOf('pay'), { approved: true }).effect).toBe('allow')
  })
})

describe('[S6] what a baseline adds', () => {
  it('[S3][S4] is what the oracle says, on random documents and calls', () => {
    const count: Comparison = { pairs: 0, reached: new Map() }
    fc.assert(
      fc.property(trials(20), trials(1), (own, other) => {
        const baseline = asBaseline(other.document)
        const read = parseBaseline(baseline)
        if (!read.ok) throw new Error(read.issues[0].message)
        const policy = withBaseline(compilePolicy(own.policy), compileBaseline(read.value))
        for (const [number, call] of own.calls.entries()) {
          const what = difference(
            { document: own.document, policy, baseline },
            call,
            number % 3 === 2,
            count.reached,
          )
          if (what !== null) throw new Error(what)
          count.pairs++
        }
      }),
      runs(1500),
    )
    for (const branch of [
      'hidden of the baseline',
      'undeclared-argument in an entry of the baseline',
      'requirement-unmet in all_tools of the baseline',
      'requirement-unmet in an entry of the baseline',
      'condition-met in all_tools of the baseline',
      'condition-met in an entry of the baseline',
      'approval-needed in all_tools of the baseline',
      'approval-needed in an entry of the baseline',
      'limit-reached in an entry of the baseline',
      'amount-unusable in an entry of the baseline',
      'not listed: hidden by the baseline',
    ])
      expect([branch, count.reached.get(branch) ?? 0]).not.toEqual([branch, 0])
  }, 300_000)

  it('lets nothing through that was refused or had to wait, and takes nothing from what a call draws', () => {
    let compared = 0
    fc.assert(
      fc.property(trials(8), trials(1), fc.boolean(), (own, other, approved) => {
        const read = parseBaseline(asBaseline(other.document))
        if (!read.ok) throw new Error(read.issues[0].message)
        const alone = compilePolicy(own.policy)
        const both = withBaseline(alone, compileBaseline(read.value))
        for (const call of own.calls) {
          const [before, after] = [alone, both].map((policy) => evaluate(policy, call, { approved }))
          if (after?.effect !== 'allow') continue
          compared++
          expect(before?.effect).toBe('allow')
          expect(after.draws.slice(after.draws.length - (before?.draws.length ?? 0))).toEqual(before?.draws)
        }
      }),
      runs(1500),
    )
    expect(compared).toBeGreaterThan(100)
  }, 120_000)

  it('is nothing where it refuses nothing', () => {
    const policy = compilePolicy(policyOf(ALLOW))
    expect(withBaseline(policy, null)).toBe(policy)
    expect(withBaseline(policy, baselineOf({ description: 'later' }))).toBe(policy)
    expect(withBaseline(policy, baselineOf({ hide: ['x'] }))).not.toBe(policy)
  })
})

describe('[S7] lists and records', () => {
  it('leave out what the baseline always refuses, and keep what it reads', () => {
    const baseline = {
      hide: ['x'],
      all_tools: { deny_if: [{ conditions: [{ path: 'tool.severity', op: 'eq', value: 'Critical' }] }] },
      tools: { pay: over(1), drop: { action: 'deny' } },
    }
    const policy = under(baseline)
    const tool = (name: string) =>
      ({ name, state: 'pinned', category: 'Read', severity: 'Low', declared: [] }) as const
    expect(['x', 'pay', 'drop', 'read'].filter((name) => isListed(policy, tool(name)))).toEqual([
      'pay',
      'read',
    ])
    expect(isListed(policy, { ...tool('read'), severity: 'Critical' })).toBe(false)
    expect(mentionedPaths(policy, 'pay')).toHaveLength(1)
    expect(mentionedPaths(policy, 'read')).toHaveLength(0)
  })
})

describe('[S8] explanations', () => {
  const baseline = { tools: { pay: over(100) }, hide: ['x'] }

  it('tell the rule of the baseline, and that no policy can change it', () => {
    const policy = under(baseline)
    const call = callOf('pay', { amount: 500 })
    const told = explain(evaluate(policy, call), call, policy, ALLOW)
    expect(told.person).toBe(
      'Refused by (baseline)/tools/pay/deny_if/0: Denied when args.amount is more than 100.',
    )
    expect(told.change).toContain('baseline')
    const hidden = callOf('x')
    expect(explain(evaluate(policy, hidden), hidden, policy, ALLOW).person).toContain(
      'baseline hides the tool',
    )
  })

  it('show no change of a policy that the baseline would undo', () => {
    const text = '{"version":"1","default":"allow","tools":{"pay":{"require_approval":true}},"hide":["x"]}'
    const call = callOf('pay', { amount: 500 })
    const late = { tools: { pay: { limits: [{ counter: 'c', window: 'day', max: 0 }] } } }
    expect(smallestChange(text, call)).not.toBeNull()
    expect(smallestChange(text, call, { baseline: baselineOf(late) })).toBeNull()
    const record = {
      effect: 'await',
      rule: '/tools/pay/require_approval',
      reason: 'approval-needed',
    } as const
    const recorded = { ...record, tool: 'pay', method: 'tools/call' }
    expect(recordedChange(text, recorded)?.to).toBe('allow')
    expect(recordedChange(text, recorded, baselineOf(late))).toBeNull()
    expect(
      recordedChange(text, { ...recorded, effect: 'deny', rule: '(baseline)/hide', reason: 'hidden' })?.text,
    ).toContain('baseline')
  })

  it('are of the same document as a policy’s, which is unchanged', () => {
    expect(parsePolicy(json({ version: '1', hide: ['x'] })).ok).toBe(false)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edit } from '../edit/edit.ts'
import { compilePolicy } from '../evaluate/compile.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import { toolCall, validDocument } from '../testing/arbitraries.ts'
import { policyOf } from '../testing/examples.ts'
import { runs } from '../testing/runs.ts'
import { type RecordedDecision, recordedChange } from './recorded-change.ts'

const textOf = (members: object): string => JSON.stringify({ version: '1', default: 'deny', ...members })
const entry = (members: object): string => textOf({ tools: { t: members } })
const record = (reason: RecordedDecision['reason'], rule: string, more: Partial<RecordedDecision> = {}) =>
  ({ effect: 'deny', tool: 't', method: 'tools/call', reason, rule, ...more }) as const
const gt = (value: number) => ({ conditions: [{ path: 'args.a', op: 'gt', value }] })
const limit = (max: number, more: object = {}) => ({ counter: 'c', window: 'day', max, ...more })

describe('[X7] the change that flips a recorded decision', () => {
  it.each<[string, string | null, RecordedDecision, string | null]>([
    [
      'shows the tool',
      textOf({ hide: ['t'], tools: { t: {} } }),
      record('hidden', '(hidden)'),
      'Take t out of “hide”.',
    ],
    [
      'shows what a pattern hides',
      textOf({ hide: ['t*'], tools: { t: {} } }),
      record('hidden', '(hidden)'),
      'Take the pattern t* out of “hide”, which shows whatever else it hides as well.',
    ],
    [
      'is none for a tool that is hidden twice',
      textOf({ hide: ['t', 't*'], tools: { t: {} } }),
      record('hidden', '(hidden)'),
      null,
    ],
    [
      'is none for a hidden tool that its entry may refuse',
      textOf({ hide: ['t'], tools: { t: { deny_if: [gt(1)] } } }),
      record('hidden', '(hidden)'),
      null,
    ],
    [
      'is none for a hidden tool that nothing names',
      textOf({ hide: ['t'] }),
      record('hidden', '(hidden)'),
      null,
    ],
    [
      'names the tool',
      textOf({}),
      record('not-listed', '(default deny)'),
      'Add an entry for t, without rules.',
    ],
    [
      'names it, and says that it waits then',
      textOf({ all_tools: { require_approval: true } }),
      record('not-listed', '(default deny)'),
      'Add an entry for t, without rules. The call then waits for approval.',
    ],
    [
      'is none where a rule for all tools may refuse',
      textOf({ all_tools: { deny_if: [gt(1)] } }),
      record('not-listed', '(default deny)'),
      null,
    ],
    [
      'removes a denial',
      entry({ action: 'deny' }),
      record('condition-met', '/tools/t/deny_if/0'),
      'Remove the rule “always denied”.',
    ],
    [
      'removes a condition, or has it loosened',
      entry({ deny_if: [gt(5)] }),
      record('condition-met', '/tools/t/deny_if/0'),
      'Remove the rule “denied when args.a is more than 5”; or loosen it for the values of this call, which are not kept.',
    ],
    [
      'is none where a later rule may refuse',
      entry({ deny_if: [gt(5), gt(6)] }),
      record('condition-met', '/tools/t/deny_if/0'),
      null,
    ],
    [
      'is there for the last of two',
      entry({ deny_if: [gt(6), gt(5)] }),
      record('condition-met', '/tools/t/deny_if/1'),
      'Remove the rule “denied when args.a is more than 5”; or loosen it for the values of this call, which are not kept.',
    ],
    [
      'removes an approval',
      entry({ require_approval: {} }),
      record('approval-needed', '/tools/t/require_approval', { effect: 'await' }),
      'Remove the rule “a person approves each call”.',
    ],
    [
      'is none where another approval waits',
      textOf({ all_tools: { require_approval: {} }, tools: { t: { require_approval: {} } } }),
      record('approval-needed', '/all_tools/require_approval', { effect: 'await' }),
      null,
    ],
    [
      'raises a limit',
      entry({ rate_limit: '30/minute' }),
      record('limit-reached', '/tools/t/limits/t_rate'),
      'Raise the limit “t_rate”, 30 per minute, by what this call needs.',
    ],
    [
      'removes a limit of amounts',
      entry({ limits: [limit(9, { increment_from: 'args.a' })] }),
      record('limit-reached', '/tools/t/limits/c'),
      'Remove the limit “c”, 9 of args.a per day.',
    ],
    [
      'raises no limit that shares its count with one as low',
      textOf({ all_tools: { limits: [limit(5)] }, tools: { t: { limits: [limit(5)] } } }),
      record('limit-reached', '/tools/t/limits/c'),
      null,
    ],
    [
      'says what no document can change',
      textOf({}),
      record('definition-changed', '(definition changed)'),
      'No policy can change this: a member has to accept the definition of t.',
    ],
    [
      'says it also without a document',
      null,
      record('no-policy', '(no policy)'),
      'Attach a policy for this server to the grant.',
    ],
    ['is none without the document', null, record('hidden', '(hidden)'), null],
    ['is none for an allowed call', entry({}), record('allowed', '', { effect: 'allow' }), null],
    [
      'allows a method',
      textOf({}),
      record('method-not-allowed', '/default', { tool: '', method: 'resources/read' }),
      'Allow resources under “methods”.',
    ],
    [
      '[N2] allows tasks, also where the task’s tool is known',
      textOf({}),
      record('method-not-allowed', '/default', { tool: 't', method: 'tasks/get' }),
      'Allow tasks under “methods”.',
    ],
  ])('%s', (_, text, recorded, change) => {
    expect(recordedChange(text, recorded)?.text ?? null).toBe(change)
  })

  it('flips every such call, whatever its arguments are', () => {
    const told = new Map<string, number>()
    fc.assert(
      fc.property(validDocument, toolCall, ({ text }, call) => {
        const { effect, rule, reason } = evaluate(compilePolicy(policyOf(text)), call)
        const change = recordedChange(text, { effect, rule, reason, tool: call.name, method: 'tools/call' })
        if (!change?.command || call.tool?.state !== 'pinned') return
        const after = evaluate(compilePolicy(policyOf(edit(text, change.command).text)), call)
        expect(after.effect).toBe(change.to)
        told.set(reason, (told.get(reason) ?? 0) + 1)
      }),
      runs(4000),
    )
    for (const reason of [
      'hidden',
      'not-listed',
      'condition-met',
      'requirement-unmet',
      'approval-needed',
      'limit-reached',
    ])
      expect(told.get(reason) ?? 0, reason).toBeGreaterThan(5)
  }, 120_000)
})

import { describe, expect, it } from 'vitest'
import { type ValidatedTool, validatePolicy } from '../index.ts'
import { policyWith } from '../testing/examples.ts'

const tool = (name: string, properties: object): ValidatedTool => ({
  name,
  inputSchema: { type: 'object', properties, additionalProperties: false },
  category: 'Write',
  severity: 'Medium',
  state: 'pinned',
})
const amount = { amount: { type: 'number' } }
const rule = { conditions: [{ path: 'args.amount', op: 'gt', value: 5 }] }

/** What is said of a rule that several tools share. */
function saidOf(members: Record<string, unknown>, tools: readonly ValidatedTool[]): string[] {
  const issues = validatePolicy(policyWith({ default: 'allow', ...members }), tools)
  return issues.filter(({ pointer }) => pointer.includes('deny_if')).map(({ code }) => code)
}

describe('[V4] a rule for several tools', () => {
  it.each([
    ['of all_tools', { all_tools: { deny_if: [rule] } }],
    ['of a pattern', { tools: { 'send_*': { deny_if: [rule] } } }],
  ])('%s is warned about where it holds of each of them, and not where one is another case', (_, members) => {
    const [declares, declaresNot] = [
      tool('send_money', amount),
      tool('send_mail', { to: { type: 'string' } }),
    ]
    expect(saidOf(members, [declaresNot, tool('send_news', {})])).toEqual(['path-not-in-schema'])
    expect(saidOf(members, [declares, declaresNot])).not.toContain('path-not-in-schema')
  })

  it('is not held against the category of today’s tools', () => {
    const category = { conditions: [{ path: 'tool.category', op: 'eq', value: 'Financial' }] }
    const tools = [tool('send_mail', {}), tool('send_news', {})]
    expect(saidOf({ all_tools: { deny_if: [category] } }, tools)).toEqual([])
    expect(saidOf({ tools: { 'send_*': { deny_if: [category] } } }, tools)).toEqual([])
  })
})

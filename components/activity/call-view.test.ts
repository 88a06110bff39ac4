import { describe, expect, it } from 'vitest'
import { activityUrl, exportUrl, repeatsText, ruleUrl } from './call-view.ts'
import { toldText } from './told-text.ts'

describe('the addresses of calls', () => {
  it('carry the filters that are set, and no others', () => {
    expect(activityUrl({})).toBe('/activity')
    expect(activityUrl({ server: 'srv_1', grant: undefined, decision: 'deny', cursor: 'a/b+c' })).toBe(
      '/activity?server=srv_1&decision=deny&cursor=a%2Fb%2Bc',
    )
  })

  it('lead from a rule to its place in the version that decided, and from a sentinel to the tool', () => {
    const call = { serverId: 'srv_1', tool: 'a b', policyId: 'pol_1', policyVersion: 3 }
    expect(ruleUrl({ ...call, rule: '/tools/a b/deny_if/0' })).toBe(
      '/servers/srv_1/policy?policy=pol_1&version=3&tool=a+b&rule=%2Ftools%2Fa+b%2Fdeny_if%2F0',
    )
    expect(ruleUrl({ ...call, policyId: null, policyVersion: null, rule: '(default deny)' })).toBe(
      '/servers/srv_1/policy?tool=a+b',
    )
  })

  it('of an export keep the filters', () => {
    expect(exportUrl({ tool: 'a', decision: 'deny' }, 'csv')).toBe(
      '/activity/export?format=csv&tool=a&decision=deny',
    )
  })
})

it('a row that stands for many refusals says how many, and until when', () => {
  const lastAt = new Date('2026-11-21T12:03:22.500Z')
  expect(repeatsText(37, lastAt, 'en-GB', 'UTC')).toBe('×37 until 12:03:22')
  expect(repeatsText(12_345, lastAt, 'en-GB', 'UTC')).toBe('×12,345 until 12:03:22')
})

it('a refusal is shown in the words the agent read', () => {
  const call = { message: 'Ask the platform team.' }
  expect(toldText({ decision: 'deny', ...call, reason: 'condition-met' })).toBe(
    '[POLICY DENIED] Ask the platform team.',
  )
  expect(toldText({ decision: 'deny', ...call, reason: 'hidden', message: 'Unknown tool: x' })).toBe(
    'Unknown tool: x',
  )
})

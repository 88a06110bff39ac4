import { describe, expect, it } from 'vitest'
import { organisationBaseline } from './organisation-baseline.tsx'

const tool = (name: string, severity: 'Low' | 'Critical' = 'Low') =>
  ({ name, category: 'Other', severity, state: 'pinned' }) as const

describe('[S2][U1] what the baseline does to the tools of a board', () => {
  it('is said of those that it touches, and of no others', () => {
    const baseline = organisationBaseline(
      JSON.stringify({
        version: '1',
        hide: ['drop_*'],
        all_tools: { deny_if: [{ conditions: [{ path: 'tool.severity', op: 'eq', value: 'Critical' }] }] },
        tools: { pay: { require_approval: true }, send: { rate_limit: '5/minute' } },
      }),
    )
    const lanes = [tool('drop_all'), tool('wipe', 'Critical'), tool('pay'), tool('send'), tool('read')]
    expect(lanes.map((each) => baseline?.laneOf(each))).toEqual(['hide', 'deny', 'approve', 'limit', null])
  })

  it('is nothing where it cannot be read', () => {
    expect(organisationBaseline('{"version":"1","default":"deny"}')).toBeNull()
  })
})

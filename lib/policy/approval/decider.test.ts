import { describe, expect, it } from 'vitest'
import { type Decider, obstacleToDeciding } from './decider.ts'

const member = (more: object = {}): Decider =>
  ({ kind: 'member', organisation: 'org_1', mayDecide: true, through: 'dashboard', ...more }) as Decider
const mayDecide = (decider: Decider) => obstacleToDeciding(decider, 'org_1') === null

describe('[A4] deciding about a call', () => {
  it('takes a member whose role may', () => {
    expect(mayDecide(member())).toBe(true)
    for (const wrong of [false, undefined, null, 'true', 1])
      expect(mayDecide(member({ mayDecide: wrong }))).toBe(false)
  })

  it('happens in the dashboard, through the API or by a link that opened the dashboard', () => {
    for (const through of ['dashboard', 'api', 'link']) expect(mayDecide(member({ through }))).toBe(true)
    for (const through of ['elicitation', 'mcp', '']) expect(mayDecide(member({ through }))).toBe(false)
  })

  it('is never done by a grant’s own connection, whatever it brings along', () => {
    expect(mayDecide({ kind: 'grant' })).toBe(false)
    expect(mayDecide({ ...member({ mayDecide: true }), kind: 'grant' } as Decider)).toBe(false)
  })

  it('is neither a visitor’s nor another organisation’s, which learns of nothing', () => {
    expect(mayDecide({ kind: 'visitor' })).toBe(false)
    expect(obstacleToDeciding(member({ organisation: 'org_2', mayDecide: true }), 'org_1')).toBe(
      'There is no such approval.',
    )
  })
})

import { describe, expect, it } from 'vitest'
import { parsePolicyText } from '#lib/policy/index.ts'
import { toolsOfEntry } from './schema-of.ts'

const parsed = parsePolicyText(
  '{"version":"1","default":"deny","hide":["get_secret"],"tools":{"get_*":{},"get_a":{}}}',
)
if (!parsed.ok) throw new Error(parsed.issues[0].message)
const { policy } = parsed.value
const tool = (name: string, state: 'pinned' | 'gone' = 'pinned') => ({ name, state })
const tools = [tool('get_a'), tool('get_b'), tool('get_secret'), tool('get_old', 'gone'), tool('send')]

describe('the tools of an entry', () => {
  it('[M3] are those that a pattern governs: not one with an entry of its own, not one that left', () => {
    expect(toolsOfEntry('get_*', tools, policy).map((each) => each.name)).toEqual(['get_b', 'get_secret'])
  })

  it('is the one of its name', () => {
    expect(toolsOfEntry('get_a', tools, policy).map((each) => each.name)).toEqual(['get_a'])
    expect(toolsOfEntry('nobody', tools, policy)).toEqual([])
  })
})

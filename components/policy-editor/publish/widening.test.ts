import { describe, expect, it } from 'vitest'
import type { ToolSummary } from '../model.ts'
import { dangerousOpenings } from './widening.ts'

const severities = { wipe: 'Critical', run: 'High', read: 'Low' } as const
const tools = new Map(
  Object.entries(severities).map(([name, severity]): [string, ToolSummary] => [
    name,
    { name, category: 'Other', severity, state: 'pinned' },
  ]),
)
const change = (tool: string, widens: boolean) =>
  ({ tool, from: 'deny', to: 'allow', rules: [], text: '', widens }) as const

describe('dangerousOpenings', () => {
  it('finds what lets an agent do more with a High or Critical tool, and nothing else', () => {
    const changes = [change('wipe', true), change('run', true), change('read', true), change('gone', true)]
    expect(dangerousOpenings(changes, tools).map(({ change }) => change.tool)).toEqual(['wipe', 'run'])
  })

  it('asks nothing of a change that tightens', () => {
    expect(dangerousOpenings([change('wipe', false)], tools)).toEqual([])
  })
})

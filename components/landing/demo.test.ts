import { describe, expect, it } from 'vitest'
import { LANES } from '#lib/policy/index.ts'
import { readTools } from '#lib/upstream/index.ts'
import { startLiveTap } from '#testing/livetap/index.ts'
import { callTool } from './demo-call.ts'
import { advanceDemo, DEMO_TOOLS, demoLanes, demoPolicy, startDemo } from './demo-state.ts'

function tool(name: string) {
  const found = DEMO_TOOLS.find((each) => each.name === name)
  if (!found) throw new Error(`no tool ${name}`)
  return found
}
const laneOf = (demo: ReturnType<typeof startDemo>, name: string) =>
  demoLanes(demoPolicy(demo)).find(({ cards }) => cards.some((card) => card.tool.name === name))?.lane

describe('the miniature on the landing page', () => {
  it('shows the tools that LiveTap’s stand-in offers', async () => {
    const livetap = await startLiveTap()
    try {
      const list = await readTools({ url: livetap.url, headers: {}, allowPrivate: true })
      const offered = list.tools.map((each) => JSON.parse(each.definition))
      expect(DEMO_TOOLS.map(({ name, description }) => ({ name, description }))).toEqual(
        offered.map(({ name, description }) => ({ name, description })),
      )
      expect(DEMO_TOOLS.map((each) => each.facts.declared)).toEqual(
        offered.map((each) => Object.keys(each.inputSchema.properties ?? {})),
      )
    } finally {
      await livetap.close()
    }
  })

  it('moves any card to any lane and back, byte for byte', () => {
    const start = startDemo()
    for (const { name } of DEMO_TOOLS) {
      for (const to of LANES) {
        const moved = advanceDemo(start, { type: 'move', tool: name, to })
        expect(laneOf(moved, name)).toBe(to)
        if (moved !== start) expect(advanceDemo(moved, { type: 'undo' }).text).toBe(start.text)
        for (const { from, to: end } of moved.changed) expect(moved.text.slice(from, end)).not.toBe('')
      }
    }
  })

  it('answers calls as the gateway would', () => {
    const policy = demoPolicy(startDemo())
    const at = Date.UTC(2026, 0, 1, 12, 0, 20)
    const call = (name: string, times: number) => callTool(policy, tool(name), new Map(), at, times).answer
    expect(call('read_stream', 1)).toMatchObject({ decision: 'allow', rule: '' })
    expect(call('destroy_connection', 1)).toMatchObject({
      decision: 'deny',
      rule: '(hidden)',
      text: 'MCP error -32602: Unknown tool: destroy_connection',
    })
    expect(call('create_connection', 30)).toMatchObject({ decision: 'allow' })
    const refused = call('create_connection', 31)
    expect(refused.decision).toBe('deny')
    expect(refused.text).toContain('[POLICY DENIED]')
    expect(refused.text).toContain('2026-01-01T12:01:00.000Z')
  })
})

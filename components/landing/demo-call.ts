// A call through the demo's policy: the real evaluator, and counters that live in this page.
import {
  compilePolicy,
  evaluate,
  explain,
  limitRefusal,
  type Policy,
  refusalText,
  windowAt,
} from '#lib/policy/index.ts'
import type { DemoTool } from './demo-state.ts'

export type DemoAnswer = {
  readonly tool: string
  readonly decision: 'allow' | 'deny' | 'await'
  readonly rule: string
  /** What the agent reads, or what was taken of a limit. */
  readonly text: string
  readonly calls: number
}
/** What was taken, by counter and window. */
export type Counters = ReadonlyMap<string, number>

const CALL = { grant: { label: 'Visitor', tags: [] }, client: {}, user: {} }

/**
 * Calls a tool `times` times in a row at one instant and answers as the gateway would the last time.
 * @param at milliseconds since the epoch
 */
export function callTool(
  policy: Policy,
  tool: DemoTool,
  counters: Counters,
  at: number,
  times: number,
): { answer: DemoAnswer; counters: Counters } {
  const compiled = compilePolicy(policy)
  const call = { ...CALL, name: tool.name, tool: tool.facts, arguments: Object.create(null), at }
  const decision = evaluate(compiled, call)
  const say = (effect: DemoAnswer['decision'], rule: string, text: string): DemoAnswer => ({
    tool: tool.name,
    decision: effect,
    rule,
    text,
    calls: times,
  })
  if (decision.effect !== 'allow') {
    const hidden = decision.reason === 'hidden'
    const text = hidden
      ? `MCP error -32602: Unknown tool: ${tool.name}`
      : explain(decision, call, compiled).agent
    return { answer: say(decision.effect, decision.rule, text), counters }
  }
  const next = new Map(counters)
  let text = 'Forwarded to LiveTap; its answer comes back unchanged.'
  for (let count = 0; count < times; count++) {
    const taken = decision.draws.map((draw) => {
      const { from, until } = windowAt(draw.window, at)
      return { draw, until, key: `${draw.counter} ${from}` }
    })
    const full = taken.find(({ draw, key }) => (next.get(key) ?? 0) + 1 > Number(draw.max))
    if (full) {
      const message = limitRefusal(full.draw, '0', new Date(full.until))
      return { answer: say('deny', full.draw.rule, refusalText({ message })), counters: next }
    }
    for (const { key } of taken) next.set(key, (next.get(key) ?? 0) + 1)
    const first = taken[0]
    if (first)
      text = `Forwarded to LiveTap. ${next.get(first.key)} of ${first.draw.max} taken of “${first.draw.counter}”.`
  }
  return { answer: say('allow', decision.rule, text), counters: next }
}

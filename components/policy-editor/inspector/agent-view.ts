// What the agent gets for a call of a tool, word for word: the gateway's own evaluation, run here.
import { jsonObject, serializeJson } from '#lib/json/index.ts'
import {
  compilePolicy,
  type Draw,
  declaredArguments,
  evaluate,
  type Limit,
  limitRefusal,
  type Placement,
  type Policy,
  refusalText,
  type ToolCall,
  windowAt,
} from '#lib/policy/index.ts'
import type { EditorTool } from '../model.ts'

export type AgentView = {
  /** When this is what the agent gets: "Always", "Once the limit is reached". */
  readonly when: string
  /** The text itself; null where the server's own answer comes through. */
  readonly text: string | null
}

/**
 * @param tool null for a tool that the server does not have
 * @param at ms since the epoch, for the reset time of a limit
 */
export function agentViews(
  policy: Policy,
  name: string,
  tool: EditorTool | null,
  placement: Placement,
  at: number,
): readonly AgentView[] {
  const decision = evaluate(compilePolicy(policy), sampleCall(name, tool, at))
  if (placement.lane === 'hide' || tool === null || tool.state === 'gone') {
    return [{ when: 'The tool is not listed, and a call of it answers', text: decision.message }]
  }
  const refusal = decision.effect === 'allow' ? null : refusalText(decision)
  if (placement.lane === 'deny' || tool.state !== 'pinned')
    return [{ when: 'Every call answers', text: refusal }]
  if (placement.lane === 'approve') return [{ when: 'Until a person has approved the call', text: refusal }]
  const views: AgentView[] = []
  if (refusal !== null)
    views.push({ when: 'A call that a condition refuses, such as one without arguments', text: refusal })
  const limits = limitsOf(policy, placement)
  for (const limit of limits) {
    const resetAt = new Date(windowAt(limit.window, at).until)
    const when = limits.length === 1 ? 'Once the limit is reached' : `Once ${limit.counter} is reached`
    views.push({ when, text: refusalText({ message: limitRefusal(drawOf(limit), '0', resetAt) }) })
  }
  return [...views, { when: views.length === 0 ? 'Every call' : 'Every other call', text: null }]
}

function limitsOf(policy: Policy, { entry }: Placement): readonly Limit[] {
  return [
    ...policy.all_tools.limits,
    ...((entry === null ? undefined : policy.tools.get(entry))?.limits ?? []),
  ]
}

/** What one call would take: the words of the refusal need no more of it. */
function drawOf({ counter, scope, window, algorithm, max, on_deny: onDeny }: Limit): Draw {
  const draw = { rule: '', counter, scope, window, algorithm, max: serializeJson(max), amount: '1' }
  return onDeny === undefined ? draw : { ...draw, onDeny }
}

function sampleCall(name: string, tool: EditorTool | null, at: number): ToolCall {
  return {
    name,
    tool: tool && {
      name,
      state: tool.state,
      category: tool.category,
      severity: tool.severity,
      declared: declaredArguments(tool.inputSchema),
    },
    arguments: jsonObject(),
    grant: { label: '', tags: [] },
    client: {},
    user: {},
    at,
  }
}

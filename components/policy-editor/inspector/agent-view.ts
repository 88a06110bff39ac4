// What the agent gets for a call of a tool, word for word: the gateway's own evaluation, run here.
import { jsonObject, serializeJson } from '#lib/json/index.ts'
import {
  type Approval,
  compilePolicy,
  type Draw,
  declaredArguments,
  type Entry,
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
  const views: AgentView[] = []
  if (decision.effect === 'deny')
    views.push({ when: 'A call that a condition refuses, such as one without arguments', text: refusal })
  const asking = approvalsOf(policy, placement)
  if (asking.length > 0) {
    const always = asking.some((approval) => approval.conditions.length === 0)
    const when = always ? 'Until a person has approved the call' : 'A call that a person has to approve'
    views.push({ when, text: approvalText(policy, placement, sampleCall(name, tool, at)) })
    if (always) return views
  }
  const limits = limitsOf(policy, placement)
  for (const limit of limits) {
    const resetAt = new Date(windowAt(limit.window, at).until)
    const when = limits.length === 1 ? 'Once the limit is reached' : `Once ${limit.counter} is reached`
    views.push({ when, text: refusalText({ message: limitRefusal(drawOf(limit), '0', resetAt) }) })
  }
  return [...views, { when: views.length === 0 ? 'Every call' : 'Every other call', text: null }]
}

function approvalsOf(policy: Policy, placement: Placement): readonly Approval[] {
  return [policy.all_tools, entryOf(policy, placement)].flatMap((entry) => entry?.require_approval ?? [])
}

/** What is answered where nothing stands before the approval: no condition, neither its own. */
function approvalText(policy: Policy, { entry }: Placement, call: ToolCall): string {
  const bare = (rules: Entry): Entry => ({
    ...rules,
    ...{ require: [], deny_if: [], strict_arguments: false },
    require_approval: rules.require_approval && { ...rules.require_approval, conditions: [] },
  })
  const own = entryOf(policy, { entry })
  const tools = entry === null || own === undefined ? [] : [[entry, bare(own)] as const]
  const asked = compilePolicy({ ...policy, all_tools: bare(policy.all_tools), tools: new Map(tools) })
  return refusalText(evaluate(asked, call))
}

function entryOf(policy: Policy, { entry }: Pick<Placement, 'entry'>): Entry | undefined {
  return entry === null ? undefined : policy.tools.get(entry)
}

function limitsOf(policy: Policy, placement: Placement): readonly Limit[] {
  return [...policy.all_tools.limits, ...(entryOf(policy, placement)?.limits ?? [])]
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

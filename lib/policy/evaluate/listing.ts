// Which tools a grant sees (E14), and which methods besides tool calls pass (N1).

import { jsonObject } from '#lib/json/index.ts'
import type { ToolCall, ToolFacts } from '../call.ts'
import type { RulePointer } from '../decision.ts'
import { messageFor } from '../explain/message.ts'
import type { MethodGroup } from '../policy.ts'
import { type CompiledEntry, type CompiledPolicy, entryFor, isHidden, layersFor } from './compile.ts'
import { judgeConditions } from './condition.ts'
import { nothingSpent } from './operator.ts'
import { FALSE, TRUE } from './truth.ts'

/**
 * Whether `tools/list` shows the tool (E14): not where E1–E5 refuse it, and not where every call is
 * refused whatever its arguments are: by an unconditional `deny_if`, by a rule that looks at nothing
 * but the tool's category and severity, or by a limit whose `max` is 0.
 */
export function isListed(policy: CompiledPolicy | null, tool: ToolFacts): boolean {
  if (!policy || tool.state !== 'pinned' || isHidden(policy, tool.name)) return false
  if (policy.baseline && isHidden(policy.baseline, tool.name)) return false
  const entry = entryFor(policy, tool.name)
  if (!entry && policy.policy.default !== 'allow') return false
  return !layersFor(policy, tool.name).some((layer) => refusesAlways(layer, tool))
}

function refusesAlways(entry: CompiledEntry, tool: ToolFacts): boolean {
  return refusalOfTool(entry, tool) !== null
}

/** The rule of a layer that refuses every call of a tool, whatever its arguments are; null where none does. */
export function refusalOfTool(entry: CompiledEntry, tool: ToolFacts): RulePointer | null {
  const call: ToolCall = {
    name: tool.name,
    tool,
    arguments: jsonObject(),
    grant: { label: '', tags: [] },
    client: {},
    user: {},
    at: 0,
  }
  const spent = nothingSpent()
  const unmet = entry.require.find(
    (rule) => rule.toolOnly && judgeConditions(rule.conditions, call, 'every', spent) !== TRUE,
  )
  const met = entry.denyIf.find(
    (rule) => rule.toolOnly && judgeConditions(rule.conditions, call, 'some', spent) !== FALSE,
  )
  const zero = entry.limits.find((limit) => limit.isZero)
  return unmet?.pointer ?? met?.pointer ?? zero?.draw.rule ?? null
}

export type MethodVerdict = {
  readonly allowed: boolean
  readonly rule: RulePointer
  readonly message: string
}

/** Whether a group of methods passes (N1): as `methods` says, else as `default` says. */
export function allowsMethod(policy: CompiledPolicy | null, group: MethodGroup): MethodVerdict {
  if (!policy) return { allowed: false, rule: '(no policy)', message: messageFor('no-policy', '') }
  const own = policy.policy.methods[group]
  const rule = own === undefined ? '/default' : `/methods/${group}`
  const allowed = (own ?? policy.policy.default) === 'allow'
  return { allowed, rule, message: allowed ? '' : messageFor('method-not-allowed', group) }
}

// What a tool comes to for a grant before any call is made (U): a look at the rules, not at arguments.
import { BASELINE } from '../baseline/compile.ts'
import type { ToolFacts } from '../call.ts'
import type { RulePointer } from '../decision.ts'
import type { Lane } from '../edit/command.ts'
import {
  type CompiledEntry,
  type CompiledPolicy,
  entryFor,
  isHidden,
  layersFor,
} from '../evaluate/compile.ts'
import { HIDDEN_BY_BASELINE } from '../evaluate/evaluate.ts'
import { refusalOfTool } from '../evaluate/listing.ts'

export type Reach = {
  readonly effect: Lane
  /** The rule that brings it about; '' where every call passes. */
  readonly rule: RulePointer
  /** Only an approval under conditions: a call may pass without a person. */
  readonly mayPass: boolean
  /** The organisation's baseline brings it about. */
  readonly isBaseline: boolean
}

/** What a tool comes to under a policy and the baseline beside it. */
export function reachOf(policy: CompiledPolicy | null, tool: ToolFacts): Reach {
  if (!policy) return reach('deny', '(no policy)')
  if (tool.state === 'gone') return reach('deny', '(unknown tool)')
  if (policy.baseline && isHidden(policy.baseline, tool.name)) return reach('hide', HIDDEN_BY_BASELINE)
  if (isHidden(policy, tool.name)) return reach('hide', '(hidden)')
  if (tool.state !== 'pinned') return reach('deny', '(definition changed)')
  if (!entryFor(policy, tool.name) && policy.policy.default !== 'allow')
    return reach('deny', '(default deny)')
  const layers = layersFor(policy, tool.name)
  for (const layer of layers) {
    const refusal = refusalOfTool(layer, tool)
    if (refusal !== null) return reach('deny', refusal)
  }
  return askedBy(layers) ?? limitedBy(layers) ?? reach('allow', '')
}

function askedBy(layers: readonly CompiledEntry[]): Reach | null {
  const asks = layers.flatMap(({ approval }) => approval ?? [])
  const always = asks.find(({ conditions }) => conditions.length === 0)
  const first = always ?? asks[0]
  return first ? reach('approve', first.pointer, always === undefined) : null
}

/** In the order of E: strict arguments, requirements, denials, limits. */
function limitedBy(layers: readonly CompiledEntry[]): Reach | null {
  const strict = layers.filter((layer) => layer.strict).map(({ pointer }) => `${pointer}/strict_arguments`)
  const rules = [
    ...strict,
    ...layers.flatMap(({ require }) => require.filter(isConditional).map(({ pointer }) => pointer)),
    ...layers.flatMap(({ denyIf }) => denyIf.filter(isConditional).map(({ pointer }) => pointer)),
    ...layers.flatMap(({ limits }) => limits.map(({ draw }) => draw.rule)),
  ]
  return rules[0] === undefined ? null : reach('limit', rules[0])
}

// What looks at nothing but the tool has let it pass already.
function isConditional({ toolOnly }: CompiledEntry['require'][number]): boolean {
  return !toolOnly
}

function reach(effect: Lane, rule: RulePointer, mayPass = false): Reach {
  return { effect, rule, mayPass, isBaseline: rule.startsWith(BASELINE) }
}

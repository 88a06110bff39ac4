// A decision in words: for the agent, for a person, and check by check. The checks come from the
// evaluation itself, run again with a trace, so an explanation cannot differ from a verdict.
// Argument values are never part of it: only names, and what the document says.
import type { ToolCall } from '../call.ts'
import type { Decision, RulePointer } from '../decision.ts'
import { type CompiledEntry, type CompiledPolicy, layersFor } from '../evaluate/compile.ts'
import { evaluate, HIDDEN_BY_BASELINE, type Step } from '../evaluate/evaluate.ts'
import { UNKNOWN } from '../evaluate/truth.ts'
import { changeOfCall } from '../flip/call-change.ts'
import { changeElsewhere } from '../flip/elsewhere.ts'
import type { FlipOptions } from '../flip/judged.ts'
import { smallestChange } from '../flip/smallest-change.ts'
import { describeApproval, describeLimit, describeRule } from './describe.ts'
import { refusalText } from './refusal.ts'

export type ExplanationStep = {
  readonly text: string
  readonly pointer: RulePointer
  readonly outcome: 'passed' | 'refused' | 'asked'
}
export type Explanation = {
  /** What the agent is told; '' for an allowed call. */
  readonly agent: string
  readonly person: string
  readonly steps: readonly ExplanationStep[]
  /** The smallest change that would flip it, in the words of the document (X2); null where none is known. */
  readonly change: string | null
  /** How another call would pass; null where this one does, or no one argument decides. */
  readonly callChange: string | null
}

/**
 * @param text the document that `policy` was compiled from; without it no change of it is looked for
 * @param options what is left of the counter that refused, where one did, and how the text is written
 */
export function explain(
  decision: Decision,
  call: ToolCall,
  policy: CompiledPolicy | null,
  text: string | null = null,
  options: Pick<FlipOptions, 'remaining' | 'format'> = {},
): Explanation {
  const traced: Step[] = []
  evaluate(policy, call, { trace: (step) => traced.push(step) })
  const entries = policy ? layersFor(policy, call.name) : []
  const steps = traced.map((step) => ({
    text: stepText(step, entries, call),
    pointer: step.pointer,
    outcome: outcomeOf(step, decision),
  }))
  const agent = decision.effect === 'allow' ? '' : refusalText(decision)
  const flip =
    text === null
      ? null
      : smallestChange(text, call, { ...options, decision, baseline: policy?.baseline ?? null })
  return {
    agent,
    person: personText(decision, steps),
    steps,
    change: flip?.text ?? changeElsewhere(decision, call.name),
    callChange: policy && changeOfCall(policy, call, { ...options, decision }),
  }
}

/** The counters are admission's to read: a limit that evaluation passed may be the one that refused. */
function outcomeOf(step: Step, decision: Decision): Step['outcome'] {
  const ran = decision.reason === 'limit-reached' && step.reason === 'limit-reached'
  return ran && step.pointer === decision.rule ? 'refused' : step.outcome
}

function personText(decision: Decision, steps: readonly ExplanationStep[]): string {
  if (decision.effect === 'allow') return 'Allowed: no rule refuses this call.'
  const decisive = steps.find((step) => step.outcome !== 'passed')
  const why = decisive?.text ?? decision.message
  const verb = decision.effect === 'await' ? 'Waits for approval' : 'Refused'
  return `${verb} by ${decision.rule}: ${why}`
}

function stepText(step: Step, entries: readonly CompiledEntry[], call: ToolCall): string {
  const passed = step.outcome === 'passed'
  const unsure =
    step.truth === UNKNOWN && !passed ? ' This cannot be told for this call, so it counts against it.' : ''
  switch (step.reason) {
    case 'no-policy':
      return 'The grant has no policy for this server.'
    case 'unknown-tool':
      return `The server’s last list of tools does not name ${call.name}.`
    case 'hidden':
      return hiddenText(step, passed)
    case 'definition-changed':
      return passed
        ? 'The tool is defined as it was accepted.'
        : 'The tool’s definition is not the accepted one.'
    case 'not-listed':
      return listedText(step)
    case 'undeclared-argument':
      return passed ? 'Every argument is declared.' : 'An argument is not declared by the tool.'
    default:
      return `${ruleText(step.pointer, entries)}.${unsure}`
  }
}

function hiddenText({ pointer }: Step, passed: boolean): string {
  if (pointer === HIDDEN_BY_BASELINE)
    return passed ? 'The baseline does not hide the tool.' : 'The organisation’s baseline hides the tool.'
  return passed ? 'The tool is not hidden.' : 'The tool is hidden.'
}

function listedText(step: Step): string {
  if (step.outcome === 'refused') return 'No entry names the tool, and what no entry names is denied.'
  return step.pointer === '/default'
    ? 'No entry names the tool, and the default is allow.'
    : 'An entry governs the tool.'
}

function ruleText(pointer: RulePointer, entries: readonly CompiledEntry[]): string {
  for (const { require, denyIf, approval, limits, pointer: own } of entries) {
    const required = require.find((rule) => rule.pointer === pointer)
    if (required) return capital(describeRule('require', required.rule))
    const denied = denyIf.find((rule) => rule.pointer === pointer)
    if (denied) return capital(describeRule('deny_if', denied.rule))
    if (approval?.pointer === pointer) return capital(describeApproval(approval.approval))
    const limit = limits.find((each) => each.draw.rule === pointer)
    if (limit) return `Limit “${limit.limit.counter}”: ${describeLimit(limit.limit)}`
    if (pointer === own) return 'An entry governs the tool'
  }
  return pointer
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

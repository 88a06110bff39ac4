// The evaluation order E1–E9, written once and in order: the order is the security property.
import type { ToolCall } from './call.ts'
import { type CompiledEntry, type CompiledPolicy, type CompiledRule, entryFor, isHidden } from './compile.ts'
import { judgeConditions, type Quantifier } from './condition.ts'
import type { Decision, Draw, ReasonCode, RulePointer } from './decision.ts'
import { drawFor } from './draw.ts'
import { messageFor, ruleMessage } from './message.ts'
import type { Spent } from './operator.ts'
import { FALSE, TRUE, type Truth } from './truth.ts'
import { windowAt } from './window.ts'

/** One check that was made, for `explain`. */
export type Step = {
  readonly pointer: RulePointer
  readonly reason: ReasonCode
  readonly outcome: 'passed' | 'refused' | 'asked'
  /** What a condition check came to; true where no condition was asked. */
  readonly truth: Truth
}
export type Trace = (step: Step) => void

export type EvaluateOptions = {
  /** E8 is satisfied: a person has approved this exact call. */
  readonly approved?: boolean
  readonly trace?: Trace
}

/** Decides a call (E1–E9). Pure and total: the same call gives the same decision, and nothing is thrown. */
export function evaluate(
  policy: CompiledPolicy | null,
  call: ToolCall,
  options: EvaluateOptions = {},
): Decision {
  const spent: Spent = { regex: 0, hour: false, weekday: false }
  try {
    return decide(policy, call, spent, options)
  } catch {
    // Arguments of no known shape, nested beyond the stack: E1's “cannot be read”.
    return refuse('(no policy)', 'no-policy', messageFor('unreadable', ''), call, spent)
  }
}

function decide(
  policy: CompiledPolicy | null,
  call: ToolCall,
  spent: Spent,
  { approved = false, trace }: EvaluateOptions,
): Decision {
  const refused = (
    pointer: RulePointer,
    reason: ReasonCode,
    message: string,
    truth: Truth = TRUE,
  ): Decision => {
    trace?.({ pointer, reason, outcome: 'refused', truth })
    return refuse(pointer, reason, message, call, spent)
  }
  const passed = (pointer: RulePointer, reason: ReasonCode, truth: Truth = TRUE): void =>
    trace?.({ pointer, reason, outcome: 'passed', truth })

  // E1 the grant has no policy for this server
  if (!policy) return refused('(no policy)', 'no-policy', messageFor('no-policy', call.name))

  // E2 the tool is not in the last list read from the server
  const { tool } = call
  if (!tool || tool.state === 'gone' || tool.name !== call.name)
    return refused('(unknown tool)', 'unknown-tool', messageFor('unknown-tool', call.name))

  // E3 hidden: the same sentence as E2 (E10)
  if (isHidden(policy, call.name)) return refused('(hidden)', 'hidden', messageFor('hidden', call.name))
  passed('(hidden)', 'hidden')

  // E4 the definition is not the one that a person accepted
  if (tool.state !== 'pinned')
    return refused('(definition changed)', 'definition-changed', messageFor(tool.state, call.name))
  passed('(definition changed)', 'definition-changed')

  // E5 no entry, and what no entry names is denied
  const entry = entryFor(policy, call.name)
  if (!entry && policy.policy.default !== 'allow')
    return refused('(default deny)', 'not-listed', messageFor('not-listed', call.name))
  passed(entry?.pointer ?? '/default', 'not-listed')

  const layers = entry ? [policy.allTools, entry] : [policy.allTools]

  // E6 strict arguments, then what must hold
  const undeclared = entry?.strict ? undeclaredArgument(call) : null
  if (entry && undeclared !== null)
    return refused(
      `${entry.pointer}/strict_arguments`,
      'undeclared-argument',
      messageFor('undeclared-argument', undeclared),
    )
  if (entry?.strict) passed(`${entry.pointer}/strict_arguments`, 'undeclared-argument')
  for (const layer of layers)
    for (const rule of layer.require) {
      const truth = judgeRule(rule, call, 'every', spent)
      if (truth !== TRUE)
        return refused(rule.pointer, 'requirement-unmet', ruleMessage('requirement-unmet', rule.rule), truth)
      passed(rule.pointer, 'requirement-unmet', truth)
    }

  // E7 what must not hold; unknown triggers it (C6)
  for (const layer of layers)
    for (const rule of layer.denyIf) {
      const truth = judgeRule(rule, call, 'some', spent)
      if (truth !== FALSE)
        return refused(rule.pointer, 'condition-met', ruleMessage('condition-met', rule.rule), truth)
      passed(rule.pointer, 'condition-met', truth)
    }

  // E8 approval
  for (const { approval } of layers) {
    if (!approval) continue
    const truth = judgeConditions(approval.conditions, call, 'some', spent)
    if (truth === FALSE || approved) {
      passed(approval.pointer, 'approval-needed', truth)
      continue
    }
    trace?.({ pointer: approval.pointer, reason: 'approval-needed', outcome: 'asked', truth })
    const { pointer } = approval
    const { timeoutSeconds, reason } = approval.approval
    return {
      ...refuse(pointer, 'approval-needed', reason ?? messageFor('approval-needed', call.name), call, spent),
      effect: 'await',
      approval: { rule: pointer, timeoutSeconds, ...(reason === undefined ? {} : { reason }) },
    }
  }

  // E9 limits: all are taken, or none
  const draws: Draw[] = []
  for (const layer of layers)
    for (const limit of layer.limits) {
      const draw = drawFor(limit, call.arguments)
      if ('code' in draw) return refused(limit.draw.rule, draw.code, draw.message)
      passed(limit.draw.rule, 'limit-reached')
      draws.push(draw)
    }

  return {
    effect: 'allow',
    rule: '',
    reason: 'allowed',
    message: '',
    draws,
    approval: null,
    holds: holdsFor(call, spent),
  }
}

function judgeRule(rule: CompiledRule, call: ToolCall, quantifier: Quantifier, spent: Spent): Truth {
  return judgeConditions(rule.conditions, call, quantifier, spent)
}

function undeclaredArgument(call: ToolCall): string | null {
  const declared = call.tool?.declared ?? []
  return Object.keys(call.arguments).find((name) => !declared.includes(name)) ?? null
}

function refuse(
  rule: RulePointer,
  reason: ReasonCode,
  message: string,
  call: ToolCall,
  spent: Spent,
): Decision {
  return { effect: 'deny', rule, reason, message, draws: [], approval: null, holds: holdsFor(call, spent) }
}

/** E13: the hour or the day in which every `time` fact that was asked stays the same. */
function holdsFor(call: ToolCall, spent: Spent): Decision['holds'] {
  if (!(spent.hour || spent.weekday) || !Number.isFinite(call.at)) return null
  return windowAt(spent.hour ? 'hour' : 'day', call.at)
}

/** Whether `deny_if` refuses the tool whatever its arguments are. */
export function deniesAlways(entry: CompiledEntry): CompiledRule | null {
  return entry.denyIf.find((rule) => rule.conditions.length === 0) ?? null
}

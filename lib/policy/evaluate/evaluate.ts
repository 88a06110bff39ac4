// The evaluation order E1–E9, written once and in order: the order is the security property.
import { BASELINE } from '../baseline/compile.ts'
import type { ToolCall } from '../call.ts'
import type { Decision, Draw, ReasonCode, RulePointer } from '../decision.ts'
import { messageFor, ruleMessage } from '../explain/message.ts'
import { type CompiledEntry, type CompiledPolicy, entryFor, isHidden, layersFor } from './compile.ts'
import { judgeConditions } from './condition.ts'
import { drawFor } from './draw.ts'
import { type Holes, NOT_RECORDED } from './hole.ts'
import { nothingSpent, type Spent } from './operator.ts'
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
  /** How values of a recorded call are taken that were not kept. */
  readonly holes?: Holes
}

/** The rule by which a baseline's `hide` refuses (S3). */
export const HIDDEN_BY_BASELINE = `${BASELINE}/hide`

/** One evaluation on its way: the call, what it has spent, and who is told of each check. */
type Run = { readonly call: ToolCall; readonly spent: Spent; readonly trace: Trace | undefined }

/** Decides a call (E1–E9). Pure and total: the same call gives the same decision, and nothing is thrown. */
export function evaluate(
  policy: CompiledPolicy | null,
  call: ToolCall,
  { approved = false, trace, holes }: EvaluateOptions = {},
): Decision {
  const run: Run = { call, spent: nothingSpent(holes), trace }
  try {
    return decide(policy, run, approved)
  } catch {
    // Arguments of no known shape, nested beyond the stack: E1's “cannot be judged”.
    return refuse(run, '(no policy)', 'no-policy', messageFor('unreadable', ''))
  }
}

function decide(policy: CompiledPolicy | null, run: Run, approved: boolean): Decision {
  const { call } = run
  const { name, tool } = call

  // E1 the grant has no policy for this server
  if (!policy) return refuse(run, '(no policy)', 'no-policy', messageFor('no-policy', name))

  // E2 the tool is not in the last list read from the server
  if (!tool || tool.state === 'gone' || tool.name !== name)
    return refuse(run, '(unknown tool)', 'unknown-tool', messageFor('unknown-tool', name))

  // E3 hidden: the same sentence as E2 (E10)
  if (policy.baseline) {
    if (isHidden(policy.baseline, name))
      return refuse(run, HIDDEN_BY_BASELINE, 'hidden', messageFor('hidden', name))
    pass(run, HIDDEN_BY_BASELINE, 'hidden')
  }
  if (isHidden(policy, name)) return refuse(run, '(hidden)', 'hidden', messageFor('hidden', name))
  pass(run, '(hidden)', 'hidden')

  // E4 the definition is not the one that a person accepted
  if (tool.state !== 'pinned')
    return refuse(run, '(definition changed)', 'definition-changed', messageFor(tool.state, name))
  pass(run, '(definition changed)', 'definition-changed')

  // E5 no entry, and what no entry names is denied
  const entry = entryFor(policy, name)
  if (!entry && policy.policy.default !== 'allow')
    return refuse(run, '(default deny)', 'not-listed', messageFor('not-listed', name))
  pass(run, entry?.pointer ?? '/default', 'not-listed')

  const layers = policy.baseline
    ? layersFor(policy, name)
    : entry
      ? [policy.allTools, entry]
      : [policy.allTools]
  return (
    strictRefusal(run, layers) ?? // E6, strict arguments first
    requireRefusal(run, layers) ?? // E6
    denyRefusal(run, layers) ?? // E7
    approvalNeeded(run, layers, approved) ?? // E8
    drawAll(run, layers) // E9
  )
}

function strictRefusal(run: Run, layers: readonly CompiledEntry[]): Decision | null {
  for (const layer of layers) {
    const refused = layer.strict ? undeclaredRefusal(run, layer) : null
    if (refused) return refused
  }
  return null
}

function undeclaredRefusal(run: Run, { pointer }: CompiledEntry): Decision | null {
  const { tool, arguments: args } = run.call
  const rule = `${pointer}/strict_arguments`
  const { holes } = run.spent
  if (args === NOT_RECORDED && holes) {
    holes.met = true
    if (holes.side === 'refusing')
      return refuse(run, rule, 'undeclared-argument', messageFor('undeclared-argument', ''))
  }
  const undeclared = Object.keys(args).find((name) => !tool?.declared.includes(name))
  if (undeclared !== undefined)
    return refuse(run, rule, 'undeclared-argument', messageFor('undeclared-argument', undeclared))
  pass(run, rule, 'undeclared-argument')
  return null
}

/** What must hold: unknown is not enough (C6). */
function requireRefusal(run: Run, layers: readonly CompiledEntry[]): Decision | null {
  for (const layer of layers)
    for (const { conditions, pointer, rule } of layer.require) {
      const truth = judgeConditions(conditions, run.call, 'every', run.spent)
      if (truth !== TRUE)
        return refuse(run, pointer, 'requirement-unmet', ruleMessage('requirement-unmet', rule), truth)
      pass(run, pointer, 'requirement-unmet', truth)
    }
  return null
}

/** What must not hold: unknown triggers it (C6). */
function denyRefusal(run: Run, layers: readonly CompiledEntry[]): Decision | null {
  for (const layer of layers)
    for (const { conditions, pointer, rule } of layer.denyIf) {
      const truth = judgeConditions(conditions, run.call, 'some', run.spent)
      if (truth !== FALSE)
        return refuse(run, pointer, 'condition-met', ruleMessage('condition-met', rule), truth)
      pass(run, pointer, 'condition-met', truth)
    }
  return null
}

function approvalNeeded(run: Run, layers: readonly CompiledEntry[], approved: boolean): Decision | null {
  for (const layer of layers) {
    if (!layer.approval) continue
    const { approval, conditions, pointer } = layer.approval
    const truth = judgeConditions(conditions, run.call, 'some', run.spent)
    if (truth === FALSE || approved) {
      pass(run, pointer, 'approval-needed', truth)
      continue
    }
    const { reason, timeoutSeconds } = approval
    const message = reason ?? messageFor('approval-needed', run.call.name)
    run.trace?.({ pointer, reason: 'approval-needed', outcome: 'asked', truth })
    return {
      ...refusal(run, pointer, 'approval-needed', message),
      effect: 'await',
      approval: { rule: pointer, timeoutSeconds, ...(reason === undefined ? {} : { reason }) },
    }
  }
  return null
}

/** All limits are drawn from, or none. */
function drawAll(run: Run, layers: readonly CompiledEntry[]): Decision {
  const draws: Draw[] = []
  for (const layer of layers)
    for (const limit of layer.limits) {
      const draw = drawFor(limit, run.call.arguments, run.spent.holes)
      if ('code' in draw) return refuse(run, limit.draw.rule, draw.code, draw.message)
      pass(run, limit.draw.rule, 'limit-reached')
      draws.push(draw)
    }
  const holds = holdsFor(run)
  return { effect: 'allow', rule: '', reason: 'allowed', message: '', draws, approval: null, holds }
}

function pass({ trace }: Run, pointer: RulePointer, reason: ReasonCode, truth: Truth = TRUE): void {
  trace?.({ pointer, reason, outcome: 'passed', truth })
}

function refuse(
  run: Run,
  pointer: RulePointer,
  reason: ReasonCode,
  message: string,
  truth: Truth = TRUE,
): Decision {
  run.trace?.({ pointer, reason, outcome: 'refused', truth })
  return refusal(run, pointer, reason, message)
}

function refusal(run: Run, rule: RulePointer, reason: ReasonCode, message: string): Decision {
  return { effect: 'deny', rule, reason, message, draws: [], approval: null, holds: holdsFor(run) }
}

/** E13: the hour or the day in which every `time` fact that was asked stays the same. */
function holdsFor({ call, spent }: Run): Decision['holds'] {
  if (!(spent.hour || spent.weekday) || !Number.isFinite(call.at)) return null
  return windowAt(spent.hour ? 'hour' : 'day', call.at)
}

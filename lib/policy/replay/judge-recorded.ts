// What a policy would have said to a recorded call, as far as the record tells. The evaluation is the gateway's
// own, run twice where a value is missing: whatever it was, the verdict lies between the two.
import { isJsonObject, type Json } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import type { Decision, Draw, RulePointer } from '../decision.ts'
import { type CompiledEntry, type CompiledPolicy, layersFor } from '../evaluate/compile.ts'
import { type CompiledComparison, judgeConditions, MAX_ELEMENTS } from '../evaluate/condition.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import { type Holes, type KeptKeys, newHoles } from '../evaluate/hole.ts'
import { nothingSpent, type Test } from '../evaluate/operator.ts'
import { REGEX_BUDGET, utf8Bytes } from '../evaluate/regex.ts'
import { TRUE } from '../evaluate/truth.ts'

/** What became, or would have become, of a call. `limit`: no room, or a maximum of 0 · `unknown`: it rests on what was not recorded. */
export const FATES = ['allow', 'limit', 'approve', 'deny', 'hide', 'unknown'] as const
export type Fate = (typeof FATES)[number]

export type RecordedVerdict = {
  /** `allow` still has its draws to make. */
  readonly fate: Fate
  readonly rule: RulePointer
  /** What it takes where it passes; of an unknown fate, where it can pass at all. */
  readonly draws: readonly Draw[]
  /** Those of which the amount was not recorded; the least stands there. */
  readonly unsure: ReadonlySet<Draw>
}

const SURE: ReadonlySet<Draw> = new Set()

/** @param kept null where every value was recorded */
export function judgeRecorded(
  policy: CompiledPolicy | null,
  call: ToolCall,
  kept: KeptKeys | null,
): RecordedVerdict {
  if (kept === null) return verdictOf(evaluate(policy, call), SURE)
  const passing = newHoles('passing', kept, true)
  const best = evaluate(policy, call, { holes: passing })
  if (!passing.met) return verdictOf(best, SURE)
  const isCheap = staysCheap(policy, call, kept)
  const [better, worse] = [newHoles('passing', kept, isCheap), newHoles('refusing', kept, isCheap)]
  return join(evaluate(policy, call, { holes: better }), evaluate(policy, call, { holes: worse }), better)
}

/** The same on both sides, and by checks of one kind: between a denial and a bad amount an approval may stand. */
function join(best: Decision, worst: Decision, { unsure }: Holes): RecordedVerdict {
  const verdict = verdictOf(best, unsure)
  const isKnown = fateOf(best) === fateOf(worst) && stageOf(best) === stageOf(worst)
  return isKnown ? verdict : { ...verdict, fate: 'unknown' }
}

function verdictOf(decision: Decision, unsure: ReadonlySet<Draw>): RecordedVerdict {
  return { fate: fateOf(decision), rule: decision.rule, draws: decision.draws, unsure }
}

/** What a decision means for a call, before its limits are counted. */
export function fateOf({ effect, reason }: Decision): Exclude<Fate, 'unknown'> {
  if (effect === 'allow') return 'allow'
  if (effect === 'await') return 'approve'
  if (reason === 'hidden') return 'hide'
  return reason === 'limit-reached' ? 'limit' : 'deny'
}

/** Which checks ended the evaluation: those before the arguments are read, E6 and E7, E8, or E9. */
function stageOf({ effect, reason }: Decision): number {
  if (effect === 'await') return 8
  if (effect === 'allow' || reason === 'limit-reached' || reason === 'amount-unusable') return 9
  return reason === 'undeclared-argument' || reason === 'requirement-unmet' || reason === 'condition-met'
    ? 7
    : 5
}

/**
 * Whether P5's budgets are certain to last: nothing that spends them meets a hole, and all that was recorded, read by
 * everything that spends, stays below them.
 */
function staysCheap(policy: CompiledPolicy | null, call: ToolCall, kept: KeptKeys): boolean {
  if (!policy) return true
  const costly = layersFor(policy, call.name).flatMap(costlyIn)
  if (costly.length === 0) return true
  const regexes = costly.reduce((sum, { test }) => sum + test.regexSize, 0)
  const facts = [call.grant.label, ...call.grant.tags, call.client.name ?? '', call.user.email ?? '']
  const { bytes, elements } = sizeOf(call.arguments)
  const whole = bytes + facts.reduce((sum, text) => sum + utf8Bytes(text), 0)
  if (regexes * whole > REGEX_BUDGET) return false
  if (costly.length * (elements + facts.length) > MAX_ELEMENTS) return false
  return !costly.some((comparison) => meetsHole(comparison, call, kept))
}

function costlyIn(entry: CompiledEntry): CompiledComparison[] {
  return comparisonsIn(entry).filter(
    ({ steps, test }) => test.regexSize > 0 || steps.some((step) => step.kind === 'each'),
  )
}

function comparisonsIn({ require, denyIf, approval }: CompiledEntry): CompiledComparison[] {
  const all = [...require, ...denyIf].flatMap(({ conditions }) => conditions)
  return [...all, ...(approval?.conditions ?? [])].flatMap((condition) =>
    'anyOf' in condition ? condition.anyOf : [condition],
  )
}

function meetsHole(comparison: CompiledComparison, call: ToolCall, kept: KeptKeys): boolean {
  // The passing side of `every`: no element decides before the last one was looked at.
  const holes = newHoles('passing', kept, true)
  const test: Test = {
    present: () => TRUE,
    absent: TRUE,
    missing: TRUE,
    regexSize: comparison.test.regexSize,
  }
  const lookEverywhere = { ...comparison, test }
  judgeConditions([lookEverywhere], call, 'every', nothingSpent(holes))
  return holes.met
}

function sizeOf(value: Json): { bytes: number; elements: number } {
  if (typeof value === 'string') return { bytes: utf8Bytes(value), elements: 0 }
  const parts = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : []
  return parts
    .map(sizeOf)
    .reduce((sum, part) => ({ bytes: sum.bytes + part.bytes, elements: sum.elements + part.elements }), {
      bytes: 0,
      elements: parts.length,
    })
}

/** Whether the verdict on a tool's calls can rest on the value of an argument, and not only on which were given. */
export function readsArguments(policy: CompiledPolicy, tool: string): boolean {
  return layersFor(policy, tool).some(
    (layer) =>
      comparisonsIn(layer).some(({ root }) => root === 'args') ||
      layer.limits.some(({ amountSteps }) => amountSteps !== null),
  )
}

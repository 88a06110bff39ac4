// Conditions (C1, C2, C5): following a path into the call, and joining truths.
import { isJsonObject, type Json, type JsonObject } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import type { Comparison, Condition } from '../policy.ts'
import { compileTest, type Spent, type Test } from './operator.ts'
import { foldCase, parsePath, type Root, type Step } from './path.ts'
import { FALSE, TRUE, type Truth, UNKNOWN } from './truth.ts'
import { hourAt, weekdayAt } from './window.ts'

export type CompiledComparison = {
  readonly root: Root | null
  readonly steps: readonly Step[]
  readonly test: Test
}
export type CompiledCondition = CompiledComparison | { readonly anyOf: readonly CompiledComparison[] }

/** `[*]` asks for every element in `require`, for one in `deny_if` and `require_approval` (C1). */
export type Quantifier = 'every' | 'some'

export function compileCondition(condition: Condition): CompiledCondition {
  return 'any_of' in condition
    ? { anyOf: condition.any_of.map(compileComparison) }
    : compileComparison(condition)
}

function compileComparison(comparison: Comparison): CompiledComparison {
  const path = parsePath(comparison.path)
  // A path that is none cannot come out of `parsePolicy`; were it here, it would be unknown.
  if (typeof path === 'string') return { root: null, steps: [], test: compileTest(comparison) }
  return { root: path.root, steps: path.steps, test: compileTest(comparison) }
}

/** All of the conditions; judging stops at the first false one. None at all is true. */
export function judgeConditions(
  conditions: readonly CompiledCondition[],
  call: ToolCall,
  quantifier: Quantifier,
  spent: Spent,
): Truth {
  let verdict: Truth = TRUE
  for (const condition of conditions) {
    const truth =
      'anyOf' in condition
        ? judgeAny(condition.anyOf, call, quantifier, spent)
        : judge(condition, call, quantifier, spent)
    if (truth === FALSE) return FALSE
    if (truth < verdict) verdict = truth
  }
  return verdict
}

function judgeAny(
  comparisons: readonly CompiledComparison[],
  call: ToolCall,
  quantifier: Quantifier,
  spent: Spent,
): Truth {
  let verdict: Truth = FALSE
  for (const comparison of comparisons) {
    const truth = judge(comparison, call, quantifier, spent)
    if (truth === TRUE) return TRUE
    if (truth > verdict) verdict = truth
  }
  return verdict
}

function judge(
  { root, steps, test }: CompiledComparison,
  call: ToolCall,
  quantifier: Quantifier,
  spent: Spent,
): Truth {
  if (root === null) return UNKNOWN
  const fact = factAt(root, call, spent)
  return fact === undefined ? test.missing : judgeFrom(fact, steps, 0, test, quantifier, spent)
}

function judgeFrom(
  start: Json,
  steps: readonly Step[],
  first: number,
  test: Test,
  quantifier: Quantifier,
  spent: Spent,
): Truth {
  let value = start
  for (let at = first; at < steps.length; at++) {
    const step = steps[at]
    if (step === undefined || value === null) return test.absent
    if (step.kind === 'key') {
      if (!isJsonObject(value)) return UNKNOWN
      const next = Object.hasOwn(value, step.key) ? value[step.key] : undefined
      if (next === undefined) return hasOtherCase(value, step.folded, spent) ? UNKNOWN : test.absent
      value = next
    } else if (!Array.isArray(value)) return UNKNOWN
    else if (step.kind === 'each') return judgeEach(value, steps, at + 1, test, quantifier, spent)
    else {
      const next: Json | undefined = value[step.index]
      if (next === undefined) return test.absent
      value = next
    }
  }
  return test.present(value, spent)
}

/** P5: how many elements the `[*]` of one evaluation may visit. */
const MAX_ELEMENTS = 1_000_000

/** An empty array is false for both quantifiers (C1). */
function judgeEach(
  elements: readonly Json[],
  steps: readonly Step[],
  next: number,
  test: Test,
  quantifier: Quantifier,
  spent: Spent,
): Truth {
  const decisive = quantifier === 'every' ? FALSE : TRUE
  let verdict: Truth | null = null
  for (const element of elements) {
    spent.elements++
    if (spent.elements > MAX_ELEMENTS) return UNKNOWN
    const truth = judgeFrom(element, steps, next, test, quantifier, spent)
    if (truth === decisive) return truth
    if (truth === UNKNOWN || verdict === null) verdict = truth
  }
  return verdict ?? FALSE
}

/** A key in another letter case may be what the server reads, so its absence is not certain. */
function hasOtherCase(object: JsonObject, folded: string, spent: Spent): boolean {
  const known = spent.folded?.get(object)
  if (known) return known.has(folded)
  const keys = Object.keys(object)
  if (keys.length <= FEW_KEYS) return keys.some((key) => foldCase(key) === folded)
  const all = new Set(keys.map(foldCase))
  spent.folded ??= new Map()
  spent.folded.set(object, all)
  return all.has(folded)
}

const FEW_KEYS = 32

/** The fact at a root; undefined where the gateway does not have it. */
export function factAt(root: Root, call: ToolCall, spent: Spent): Json | undefined {
  switch (root) {
    case 'args':
      return call.arguments
    case 'grant.label':
      return call.grant.label
    case 'grant.tags':
      return [...call.grant.tags]
    case 'client.name':
      return call.client.name
    case 'user.email':
      return call.user.email
    case 'tool.category':
      return call.tool?.category
    case 'tool.severity':
      return call.tool?.severity
    case 'time.hour':
      spent.hour = true
      return Number.isFinite(call.at) ? hourAt(call.at) : undefined
    case 'time.weekday':
      spent.weekday = true
      return Number.isFinite(call.at) ? weekdayAt(call.at) : undefined
    default:
      return root satisfies never
  }
}

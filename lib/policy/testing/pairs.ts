// The comparison itself: what the evaluator says of a call, against what the oracle says.
import fc from 'fast-check'
import { isJsonNumber, type Json, type JsonObject, parseJson } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import type { Decision, Draw } from '../decision.ts'
import { type CompiledPolicy, compilePolicy } from '../evaluate/compile.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import { allowsMethod, isListed } from '../evaluate/listing.ts'
import { METHOD_GROUPS } from '../policy.ts'
import { type Trial, trials } from './arbitraries.ts'
import type { Reached } from './ledger.ts'
import { type OracleVerdict, oracle } from './oracle.ts'
import type { OracleDraw } from './oracle-limit.ts'
import { oracleListed, oracleMethod } from './oracle-listing.ts'
import { type Fraction, fractionOf, order } from './oracle-value.ts'

/** A document as both sides read it: the value as it was made, and the policy that its text was parsed to. */
export type Subject = {
  readonly document: JsonObject
  readonly policy: CompiledPolicy
  /** What the policy has beside it (S). */
  readonly baseline?: JsonObject
}

/** What the two say differently of a call, in words; null where they agree in everything. */
export function difference(
  { document, policy, baseline }: Subject,
  call: ToolCall,
  approved: boolean,
  reached: Reached | null = null,
): string | null {
  const expected = oracle(document, call, approved, reached, baseline)
  const given = evaluate(policy, call, { approved })
  const found = decisionDifference(given, expected)
  if (found !== null || !call.tool) return found
  const listed = oracleListed(document, call.tool, reached, baseline)
  return listed === isListed(policy, call.tool) ? null : `listed: ${!listed}, not ${listed}`
}

function decisionDifference(given: Decision, expected: OracleVerdict): string | null {
  for (const key of ['effect', 'rule', 'reason'] as const)
    if (given[key] !== expected[key]) return `${key}: ${given[key]}, not ${expected[key]}`
  if (expected.words !== null && given.message !== expected.words)
    return `message: ${given.message}, not ${expected.words}`
  if ((given.holds?.from ?? null) !== (expected.holds?.from ?? null)) return 'holds from another instant'
  if ((given.holds?.until ?? null) !== (expected.holds?.until ?? null)) return 'holds until another instant'
  if ((given.approval?.timeoutSeconds ?? null) !== expected.timeout) return 'another timeout'
  if (given.draws.length !== expected.draws.length) return 'another number of draws'
  const draw = given.draws.findIndex((each, index) => !sameDraw(each, expected.draws[index]))
  return draw < 0 ? null : `draw ${draw} of ${given.draws[draw]?.counter}`
}

function sameDraw(given: Draw, expected: OracleDraw | undefined): boolean {
  return (
    expected !== undefined &&
    given.rule === expected.rule &&
    given.counter === expected.counter &&
    given.scope === expected.scope &&
    given.window === expected.window &&
    given.algorithm === expected.algorithm &&
    (given.onDeny ?? null) === expected.onDeny &&
    sameNumber(given.max, expected.max) &&
    sameNumber(given.amount, expected.amount)
  )
}

function sameNumber(text: string, expected: Fraction): boolean {
  const number: Json = parseJson(text)
  const written = isJsonNumber(number) ? fractionOf(number) : null
  return written !== null && order(written, expected) === 0n
}

/** The first group of methods that the two judge differently (N1), in words; null where they agree. */
export function methodDifference(
  { document, policy }: Subject,
  reached: Reached | null = null,
): string | null {
  for (const group of METHOD_GROUPS) {
    const given = allowsMethod(policy, group)
    const expected = oracleMethod(document, group, reached)
    if (given.allowed !== expected.allowed || given.rule !== expected.rule) return `methods: ${group}`
  }
  return null
}

export type Comparison = { pairs: number; readonly reached: Reached }

/** A property of fast-check: on a document and each of its calls the two agree. What was compared is counted. */
export function agreement(calls: number, count: Comparison): fc.IProperty<[Trial]> {
  return fc.property(trials(calls), ({ document, policy, calls: made }) => {
    const subject: Subject = { document, policy: compilePolicy(policy) }
    const method = methodDifference(subject, count.reached)
    if (method !== null) throw new Error(method)
    for (const [number, call] of made.entries()) {
      const what = difference(subject, call, number % 3 === 2, count.reached)
      if (what !== null) throw new Error(what)
      count.pairs++
    }
  })
}

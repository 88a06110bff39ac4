// The evaluator against the oracle, on random documents and calls.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isJsonObject, type Json, type JsonObject, parseJson } from '#lib/json/index.ts'
import { REASONS } from './decision.ts'
import { type CompiledPolicy, compilePolicy, evaluate, type ReasonCode, type ToolCall } from './index.ts'
import { toolCall, validDocument } from './testing/arbitraries.ts'
import { oracle } from './testing/oracle.ts'
import { fractionOf, order } from './testing/oracle-value.ts'
import { runs } from './testing/runs.ts'

/** @returns the reason, when the two agree */
function sameDecision(
  document: JsonObject,
  policy: CompiledPolicy,
  call: ToolCall,
  approved: boolean,
): ReasonCode {
  const expected = oracle(document, call, approved)
  const decision = evaluate(policy, call, { approved })
  const { effect, rule, reason, holds } = decision
  const draws = decision.draws.map((draw) => ({ rule: draw.rule, counter: draw.counter }))
  expect({ effect, rule, reason, holds, draws }).toEqual({
    ...expected,
    draws: expected.draws.map((draw) => ({ rule: draw.rule, counter: draw.counter })),
  })
  for (const [index, draw] of decision.draws.entries()) {
    expect(sameNumber(draw.amount, expected.draws[index]?.amount)).toBe(true)
    expect(sameNumber(draw.max, expected.draws[index]?.max)).toBe(true)
  }
  return reason
}

function sameNumber(text: string, fraction: { top: bigint; bottom: bigint } | undefined): boolean {
  const written = fractionOf(parseJson(text) as Json)
  return fraction !== undefined && written !== null && order(written, fraction) === 0n
}

describe('evaluate agrees with the oracle', () => {
  it('[E] on random documents and calls: effect, rule, reason, draws and interval', () => {
    const seen = new Set<ReasonCode>()
    const someCalls = fc.array(fc.tuple(toolCall, fc.boolean()), { minLength: 5, maxLength: 10 })
    fc.assert(
      fc.property(validDocument, someCalls, ({ text, policy }, calls) => {
        const document = parseJson(text)
        if (!isJsonObject(document)) throw new Error('no document')
        const compiled = compilePolicy(policy)
        for (const [call, approved] of calls) seen.add(sameDecision(document, compiled, call, approved))
      }),
      runs(800),
    )
    // The world is small enough for every outcome to come up.
    expect([...seen].sort()).toEqual(
      REASONS.filter((reason) => reason !== 'no-policy' && reason !== 'method-not-allowed').sort(),
    )
  }, 120_000)

  it('[E1] without a policy', () => {
    fc.assert(
      fc.property(toolCall, (call) => {
        expect(evaluate(null, call)).toMatchObject({ effect: 'deny', rule: oracle(null, call).rule })
      }),
      runs(50),
    )
  })
})

// The evaluator against the oracle, on random documents and calls.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isJsonObject, type Json, parseJson } from '#lib/json/index.ts'
import { compilePolicy, evaluate, type ToolCall } from './index.ts'
import { documentText, toolCall } from './testing/arbitraries.ts'
import { policyOf } from './testing/examples.ts'
import { oracle } from './testing/oracle.ts'
import { fractionOf, order } from './testing/oracle-value.ts'
import { runs } from './testing/runs.ts'

function sameDecision(text: string, call: ToolCall, approved: boolean): void {
  const document = parseJson(text)
  const expected = oracle(isJsonObject(document) ? document : null, call, approved)
  const decision = evaluate(compilePolicy(policyOf(text)), call, { approved })
  expect({
    effect: decision.effect,
    rule: decision.rule,
    reason: decision.reason,
    holds: decision.holds,
  }).toEqual({
    effect: expected.effect,
    rule: expected.rule,
    reason: expected.reason,
    holds: expected.holds,
  })
  expect(decision.draws.map(({ rule, counter }) => ({ rule, counter }))).toEqual(
    expected.draws.map(({ rule, counter }) => ({ rule, counter })),
  )
  for (const [index, draw] of decision.draws.entries()) {
    expect(sameNumber(draw.amount, expected.draws[index]?.amount)).toBe(true)
    expect(sameNumber(draw.max, expected.draws[index]?.max)).toBe(true)
  }
}

function sameNumber(text: string, fraction: { top: bigint; bottom: bigint } | undefined): boolean {
  const written = fractionOf(parseJson(text) as Json)
  return fraction !== undefined && written !== null && order(written, fraction) === 0n
}

describe('evaluate agrees with the oracle', () => {
  it('[E] on random documents and calls: effect, rule, reason, draws and interval', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(
        documentText,
        fc.array(toolCall, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (text, calls, approved) => {
          for (const call of calls) {
            sameDecision(text, call, approved)
            const { reason } = evaluate(compilePolicy(policyOf(text)), call, { approved })
            seen.set(reason, (seen.get(reason) ?? 0) + 1)
          }
        },
      ),
      runs(3000),
    )
    // The world is small enough for every outcome to come up.
    for (const reason of REASONS_REACHED) expect(seen.get(reason) ?? 0, reason).toBeGreaterThan(0)
  })

  it('[E1] without a policy', () => {
    fc.assert(
      fc.property(toolCall, (call) => {
        expect(evaluate(null, call)).toMatchObject({ effect: 'deny', rule: oracle(null, call).rule })
      }),
      runs(50),
    )
  })
})

const REASONS_REACHED = [
  'allowed',
  'unknown-tool',
  'hidden',
  'definition-changed',
  'not-listed',
  'undeclared-argument',
  'requirement-unmet',
  'condition-met',
  'approval-needed',
  'limit-reached',
  'amount-unusable',
]

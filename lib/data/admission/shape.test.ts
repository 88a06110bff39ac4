import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkStorable, type DecidedCall } from './admit.ts'
import type { Facts } from './facts.ts'
import { markOf } from './mark.ts'
import { keepShape, keptShape, shapeOf } from './shape.ts'
import { factsOf } from './testing/facts.ts'

function markedFacts(): Facts {
  const facts = factsOf()
  return { ...facts, mark: markOf(facts, 'send', 'first', null) }
}

// Few values each, so that equal calls are frequent among unequal ones.
const word = fc.constantFrom('a', 'b', 'a,b', '')
const draw = fc.record({
  rule: fc.constantFrom('/tools/send/limits/0' as const, '/all_tools/limits/0' as const),
  counter: word,
  scope: fc.constantFrom('grant' as const, 'session' as const),
  window: fc.constantFrom('hour' as const, 60),
  algorithm: fc.constantFrom('fixed' as const, 'sliding' as const),
  max: fc.constantFrom('1', '2.5'),
  amount: fc.constantFrom('1', '0.5'),
})
const varying = fc.record({
  method: fc.constantFrom('tools/call', 'prompts/get'),
  session: fc.constantFrom(null, 'one', 'two'),
  decision: fc.record({
    effect: fc.constantFrom('allow' as const, 'deny' as const),
    rule: fc.constantFrom('' as const, '/tools/send' as const),
    reason: fc.constantFrom('allowed', 'denied'),
    message: word,
    draws: fc.array(draw, { maxLength: 2 }),
    approval: fc.constant(null),
    holds: fc.constantFrom(null, { from: 1, until: 2 }, { from: 1, until: 3 }),
  }),
  argumentNames: fc.array(word, { maxLength: 2 }),
  detail: fc.constantFrom<DecidedCall['detail'][]>(
    {},
    { client: 'a' },
    { protocol: 'a' },
    { client: 'a', protocol: 'b' },
  ),
})
type Varying = typeof varying extends fc.Arbitrary<infer Value> ? Value : never

function callOf(facts: Facts, of: Varying): DecidedCall {
  return { id: 'call_a', facts: { ...facts, at: facts.at + 1 }, tool: 'send', ...of }
}
// As it is made where nothing was kept.
const fresh = (facts: Facts, of: Varying) => {
  const { mark: _, ...unmarked } = facts
  const anew: Facts = { ...unmarked, mark: markOf(unmarked, 'send', 'first', null) }
  return shapeOf(callOf(anew, of))
}

describe('the shape of a call', () => {
  it('that was kept is the shape that would be made, for any two calls', () => {
    let [found, calls] = [0, 0]
    fc.assert(
      fc.property(varying, varying, (before, after) => {
        const facts = markedFacts()
        keepShape(callOf(facts, before))
        const again = keptShape(callOf(facts, structuredClone(before)))
        expect(again).toMatchObject({ ...fresh(facts, before), mark: { text: 'first' } })
        const kept = keptShape(callOf(facts, after))
        calls++
        if (!kept) return
        found++
        const { mark: _, ...shape } = fresh(facts, after)
        expect(kept).toMatchObject(shape)
      }),
      { numRuns: 3000 },
    )
    expect(calls - found).toBeGreaterThan(1000)
  })

  it('is kept for one reading of the facts alone', () => {
    const [one, other] = [markedFacts(), markedFacts()]
    const [of] = fc.sample(varying, 1)
    if (!of) throw new Error('no sample')
    keepShape(callOf(one, of))
    expect(keptShape(callOf(one, of))).not.toBeNull()
    expect(keptShape(callOf(other, of))).toBeNull()
    expect(keptShape(callOf({ ...one, grant: { ...one.grant } }, of))).toBeNull()
    expect(keptShape({ ...callOf(one, of), tool: 'other' })).toBeNull()
  })

  it('vouches for no id, and is not kept where it cannot be stored', () => {
    const facts = markedFacts()
    const [of] = fc.sample(varying, 1)
    if (!of) throw new Error('no sample')
    checkStorable(callOf(facts, of))
    expect(() => checkStorable({ ...callOf(facts, of), id: 'call_\0' })).toThrow('cannot be recorded')
    const odd = { ...callOf(facts, of), argumentNames: ['\ud800'] }
    for (const _ of [1, 2]) expect(() => checkStorable(odd)).toThrow('cannot be recorded')
  })
})

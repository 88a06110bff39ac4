import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPlain, type Json } from '#lib/json/index.ts'
import { compilePolicy } from '../evaluate/compile.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import { jsonValue } from '../testing/arbitraries.ts'
import { callOf, policyOf } from '../testing/examples.ts'
import { runs } from '../testing/runs.ts'
import { diffPolicies } from './diff.ts'

const on = (op: string, value: unknown, path = 'args.a') => ({ path, op, value })
const policy = (list: string, ...conditions: object[]) =>
  policyOf(
    JSON.stringify({
      version: '1',
      default: 'deny',
      tools: { t: list === 'require_approval' ? { [list]: { conditions } } : { [list]: [{ conditions }] } },
    }),
  )
const widens = (list: string, before: object, after: object) =>
  diffPolicies(policy(list, before), policy(list, after), ['t'])[0]?.widens

describe('[W3] a changed rule', () => {
  it.each<[string, object, object, boolean]>([
    ['deny_if', on('gt', 100), on('gt', 50), false],
    ['deny_if', on('gt', 50), on('gt', 100), true],
    ['deny_if', on('lte', 5), on('lte', 9), false],
    ['deny_if', on('in', ['a']), on('in', ['a', 'b']), false],
    ['deny_if', on('in', ['a']), on('in', ['a', 1]), true],
    ['deny_if', on('not_in', ['a', 'b']), on('not_in', ['a']), false],
    ['deny_if', on('not_in', ['a']), on('not_in', ['a', 'b']), true],
    ['deny_if', on('gt', 5), on('gte', 4), true],
    ['deny_if', on('gt', 100, 'args.a[*]'), on('gt', 50, 'args.a[*]'), true],
    ['require', on('lte', 100), on('lte', 50), false],
    ['require', on('lte', 50), on('lte', 100), true],
    ['require', on('in', ['a', 1]), on('in', ['a']), false],
    ['require', on('in', ['a']), on('in', ['a', 'b']), true],
    ['require_approval', on('gt', 100), on('gt', 50), false],
    ['require_approval', on('gt', 50), on('gt', 100), true],
  ])('of %s from %j to %j widens: %s', (list, before, after, expected) => {
    expect(widens(list, before, after)).toBe(expected)
  })

  it('that is not said to widen lets no call through that was refused', () => {
    const scalar = fc.constantFrom<Json>('a', 'b', 1, 2, true, null)
    const operand = fc.oneof(
      fc.tuple(fc.constantFrom('gt', 'gte', 'lt', 'lte'), fc.integer({ min: -2, max: 3 })),
      fc.tuple(fc.constantFrom('in', 'not_in'), fc.array(scalar, { maxLength: 3 })),
    )
    const seen = { strict: 0, held: 0 }
    const sides = operand.chain(([op, value]) =>
      fc.tuple(
        fc.constant(on(op, value)),
        operand.filter(([other]) => other === op).map(([, other]) => on(op, other)),
      ),
    )
    fc.assert(
      fc.property(
        fc.constantFrom('deny_if', 'require', 'require_approval'),
        sides,
        fc.array(fc.oneof(scalar, jsonValue, fc.constant(undefined)), { minLength: 5, maxLength: 10 }),
        (list, [before, after], values) => {
          if (widens(list, before, after) !== false) return
          seen.strict++
          const [old, next] = [compilePolicy(policy(list, before)), compilePolicy(policy(list, after))]
          for (const value of values) {
            const call = callOf('t', value === undefined ? {} : { a: fromPlain(value) })
            if (evaluate(old, call).effect === 'allow') continue
            seen.held++
            expect(evaluate(next, call).effect).not.toBe('allow')
          }
        },
      ),
      runs(1500),
    )
    expect(seen.strict).toBeGreaterThan(100)
    expect(seen.held).toBeGreaterThan(200)
  }, 60_000)
})

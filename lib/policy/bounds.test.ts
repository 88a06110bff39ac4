// What one call may cost, whatever a policy and an agent put together: no call may harm another's.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '#lib/json/index.ts'
import { compileSearch } from './evaluate/search.ts'
import { evaluate, parsePolicyText } from './index.ts'
import { callOf, compiled } from './testing/examples.ts'
import { runs } from './testing/runs.ts'

const denyWhen = (...conditions: object[]) => compiled({ tools: { t: { deny_if: [{ conditions }] } } })
const callWith = (args: unknown) => ({ ...callOf('t'), arguments: args as JsonObject })

describe('[P5] work', () => {
  it('[*] visits a million elements in one evaluation; beyond them a condition is unknown', () => {
    const elements = (count: number) => callWith({ a: Array<number>(count).fill(0) })
    const one = denyWhen({ path: 'args.a[*]', op: 'eq', value: 1 })
    expect(evaluate(one, elements(1_000_000)).effect).toBe('allow')
    expect(evaluate(one, elements(1_000_001)).effect).toBe('deny')
    const condition = { path: 'args.a[*]', op: 'eq', value: 0.5 }
    const twice = compiled({
      tools: { t: { deny_if: [{ conditions: [condition] }, { conditions: [condition] }] } },
    })
    expect(evaluate(twice, elements(500_000)).effect).toBe('allow')
    expect(evaluate(twice, elements(500_001)).rule).toBe('/tools/t/deny_if/1')
  })

  it('[C3] a path or an address of more than 8192 characters is unknown', () => {
    const long = (length: number) => `/srv/${'a'.repeat(length - 5)}`
    const within = denyWhen({ path: 'args.a', op: 'within', value: '/etc' })
    expect(evaluate(within, callWith({ a: long(8192) })).effect).toBe('allow')
    expect(evaluate(within, callWith({ a: long(8193) })).effect).toBe('deny')
    const host = denyWhen({ path: 'args.a', op: 'host_in', value: ['example.org'] })
    expect(evaluate(host, callWith({ a: `https://example.com${long(8192 - 19)}` })).effect).toBe('allow')
    expect(evaluate(host, callWith({ a: `https://example.com${long(8193 - 19)}` })).effect).toBe('deny')
  })

  // Each of these takes a good part of a minute, or minutes, when done the plain way.
  const calls: [string, () => unknown][] = [
    [
      'a long pattern of repeats in a long text of repeats',
      () => {
        const value = `${'ab'.repeat(1000)}aa${'ba'.repeat(1000)}`
        return evaluate(
          denyWhen({ path: 'args.a', op: 'contains', value }),
          callWith({ a: 'ab'.repeat(2_000_000) }),
        )
      },
    ],
    [
      'many absent keys in a large object',
      () => {
        const large = Object.fromEntries(
          Array.from({ length: 100_000 }, (_, index) => [`key_${index}`, index]),
        )
        const rules = Array.from({ length: 64 }, (_, rule) => ({
          conditions: [
            {
              any_of: Array.from({ length: 32 }, (_, index) => ({
                path: `args.none_${rule}_${index}`,
                op: 'exists',
              })),
            },
          ],
        }))
        return evaluate(compiled({ tools: { t: { deny_if: rules } } }), callWith(large))
      },
    ],
    [
      'many comparisons with a large value',
      () => {
        const large = Array.from({ length: 100_000 }, (_, index) => [index])
        const rules = Array.from({ length: 64 }, () => ({
          conditions: [
            {
              any_of: Array.from({ length: 32 }, (_, index) => ({
                path: 'args.a',
                op: 'eq',
                value: [[index]],
              })),
            },
          ],
        }))
        return evaluate(compiled({ tools: { t: { deny_if: rules } } }), callWith({ a: large }))
      },
    ],
  ]
  it.each(calls)('%s is judged in time', (_, run) => {
    const start = performance.now()
    expect(run()).toMatchObject({ effect: 'allow' })
    // Well under a second; the bound leaves room for a very busy machine.
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})

describe('[P5] publishing', () => {
  const textOf = (members: object) => JSON.stringify({ version: '1', default: 'deny', ...members })
  const named = (count: number, mark: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${10_000 + index}${mark}`, {}]))
  const timeOf = (text: string) => {
    const times = [0, 1, 2].map(() => {
      const start = performance.now()
      parsePolicyText(text)
      return performance.now() - start
    })
    return Math.min(...times)
  }

  it('ten thousand globs cost about what ten thousand names do', () => {
    const names = timeOf(textOf({ tools: named(10_000, '') }))
    expect(timeOf(textOf({ tools: named(10_000, '*') }))).toBeLessThan(8 * names)
  })

  // Compiled, each of these takes minutes.
  it.each([
    ['classes', '\\pL'.repeat(170)],
    ['wide ranges that ignore case', `(?i)${'[a-\u{10ffff}]'.repeat(60)}`],
    ['classes that ignore case', `(?i)${'\\PL'.repeat(160)}`],
    ['nested options', `${'(a?'.repeat(120)}${')'.repeat(120)}`],
  ])('a text full of expressions made of %s is read in time', (_, value) => {
    const tools = Object.fromEntries(
      Array.from({ length: 1_200 }, (_, index) => [
        `t${index}`,
        { deny_if: [{ conditions: [{ path: 'args.a', op: 'regex', value: value + index }] }] },
      ]),
    )
    const start = performance.now()
    expect(parsePolicyText(textOf({ tools })).ok).toBe(false)
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})

describe('search', () => {
  it('finds what the engine finds', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'aab'), { maxLength: 120 }).map((each) => each.join(''))
    const pattern = fc
      .array(fc.constantFrom('a', 'b', 'aab'), { minLength: 5, maxLength: 40 })
      .map((each) => each.join(''))
    fc.assert(
      fc.property(
        text,
        pattern,
        fc.nat(100),
        fc.integer({ min: 20, max: 80 }),
        (given, other, from, length) => {
          for (const sought of [other, given.slice(from, from + length)])
            expect(compileSearch(sought)(given)).toBe(given.includes(sought))
        },
      ),
      runs(2000),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { callOf, compiled, toolFacts } from '../testing/examples.ts'
import { changeOfCall } from './call-change.ts'

const on = (path: string, op: string, value?: unknown) => ({
  path,
  op,
  ...(value === undefined ? {} : { value }),
})
const rule = (...conditions: object[]) => ({ conditions })
const deny = (...conditions: object[]) => ({ deny_if: [rule(...conditions)] })
const demand = (...conditions: object[]) => ({ require: [rule(...conditions)] })
const change = (entry: object, args: unknown, facts: Parameters<typeof callOf>[2] = {}) =>
  changeOfCall(compiled({ tools: { t: entry } }), callOf('t', args, facts))

describe('[X5] another call would pass', () => {
  it.each<[object, unknown, string | null]>([
    [deny(on('args.amount', 'gt', 100)), { amount: 150 }, 'It would pass if args.amount is at most 100.'],
    [
      deny(on('args.amount', 'gte', 100)),
      { amount: '150' },
      'It would pass if args.amount is less than 100.',
    ],
    [deny(on('args.amount', 'lt', 5)), { amount: 1 }, 'It would pass if args.amount is at least 5.'],
    [deny(on('args.a', 'eq', 'x')), { a: 'x' }, 'It would pass if args.a is not "x".'],
    [deny(on('args.a', 'not_in', ['x', 'y'])), { a: 'z' }, 'It would pass if args.a is one of "x", "y".'],
    [deny(on('args.a', 'exists')), { a: 1 }, 'It would pass if args.a is absent.'],
    [deny(on('args.a', 'exists', false)), {}, 'It would pass if args.a is given.'],
    [
      deny(on('args.a', 'regex', 'rm -rf')),
      { a: 'rm -rf /' },
      'It would pass if args.a does not match "rm -rf".',
    ],
    [deny(on('args.a', 'contains', 'x')), { a: 'xx' }, 'It would pass if args.a does not contain "x".'],
    [
      deny(on('args.p', 'within', '/etc')),
      { p: '/etc/passwd' },
      'It would pass if args.p is not within "/etc".',
    ],
    [
      deny(on('args.n[*].v', 'gt', 3)),
      { n: [{ v: 1 }, { v: 9 }] },
      'It would pass if args.n[*].v is at most 3.',
    ],
    [demand(on('args.amount', 'lte', 100)), { amount: 150 }, 'It would pass if args.amount is at most 100.'],
    [demand(on('args.why', 'exists')), {}, 'It would pass if args.why is given.'],
    [demand(on('args.to.id', 'in', ['a', 'b'])), {}, 'It would pass if args.to.id is one of "a", "b".'],
    [
      demand(on('args.u', 'host_in', ['*.x.example'])),
      { u: 'ftp://y' },
      'It would pass if args.u has a host among "*.x.example".',
    ],
    [
      demand({ any_of: [on('grant.label', 'eq', 'y'), on('args.a', 'eq', 1)] }),
      {},
      'It would pass if args.a is 1.',
    ],
    [
      { require_approval: rule(on('args.amount', 'gt', 50)) },
      { amount: 60 },
      'It would pass if args.amount is at most 50.',
    ],
    // A fact that is no argument, two things at once, a pattern that no value is known for, no way at all.
    [demand(on('grant.label', 'eq', 'other')), {}, null],
    [demand(on('args.a', 'exists'), on('args.b', 'exists')), {}, null],
    [demand(on('args.a', 'regex', '^x{3}$')), { a: 'y' }, null],
    [{ action: 'deny' }, {}, null],
    [{ limits: [{ counter: 'c', window: 'day', max: 0 }] }, {}, null],
    [{}, {}, null],
  ])('under %j with %j: %s', (entry, args, sentence) => {
    expect(change(entry, args)).toBe(sentence)
  })

  it('without the arguments that nothing declares, by their names', () => {
    const tool = toolFacts('t', { declared: ['a'] })
    expect(change({ strict_arguments: true }, { a: 1, b: 2, c: 3 }, { tool })).toBe(
      'It would pass without "b", "c".',
    )
    expect(
      change({ strict_arguments: true, ...demand(on('args.b', 'exists')) }, { b: 2 }, { tool }),
    ).toBeNull()
  })

  it('with an amount that fits', () => {
    const entry = { limits: [{ counter: 'c', window: 'day', max: 10, increment_from: 'args.a' }] }
    expect(change(entry, { a: 11 })).toBe('It would pass if args.a is at most what is left of the limit “c”.')
    expect(change(entry, { a: 'x' })).toBe(
      'It would pass if args.a is a number, 0 or more, for which there is room.',
    )
  })

  it('is not said where another rule refuses the change', () => {
    const entry = { deny_if: [rule(on('args.a', 'gt', 100)), rule(on('args.a', 'lte', 100))] }
    expect(change(entry, { a: 150 })).toBeNull()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPlain, type JsonObject } from '#lib/json/index.ts'
import type { Comparison } from '../policy.ts'
import { jsonValue } from '../testing/arbitraries.ts'
import { callOf, MONDAY } from '../testing/examples.ts'
import { runs } from '../testing/runs.ts'
import { type AllowableCall, type Allowance, allowanceCovers } from './allowance.ts'
import { allowanceProblem } from './allowance-problem.ts'

const object = (value: unknown): JsonObject => fromPlain(value) as JsonObject
const between = (path: string, least: number, most: number): Comparison[] => [
  { path, op: 'gte', value: least },
  { path, op: 'lte', value: most },
]
const allowance: Allowance = {
  organisation: 'org_1',
  grant: 'grt_1',
  server: 'srv_1',
  tool: 'refund',
  definition: 'h1',
  policyVersion: 'v1',
  uses: 3,
  used: 0,
  endsAt: MONDAY + 600_000,
  revoked: false,
  arguments: object({ amount: 5, to: { account: 'x', note: 'n' } }),
  freed: between('args.amount', 0, 100),
}
const asked = (args: unknown, more: Partial<AllowableCall> = {}): AllowableCall => ({
  organisation: 'org_1',
  grant: 'grt_1',
  grantIsLive: true,
  server: 'srv_1',
  definition: 'h1',
  policyVersion: 'v1',
  inputResponses: null,
  requestState: null,
  call: callOf('refund', args),
  ...more,
})
const covers = (args: unknown, more: Partial<AllowableCall> = {}, given: Partial<Allowance> = {}): boolean =>
  allowanceCovers({ ...allowance, ...given }, asked(args, more)).covered
const to = { account: 'x', note: 'n' }

describe('[A5] an allowance', () => {
  it('covers the same shape within the bound', () => {
    for (const amount of [0, 5, 99.99, 100]) expect(covers({ amount, to })).toBe(true)
    expect(covers({ to: { note: 'n', account: 'x' }, amount: 1 })).toBe(true)
  })

  it.each<[string, unknown]>([
    ['above', { amount: 100.01, to }],
    ['below', { amount: -1, to }],
    ['of another type', { amount: '5', to }],
    ['absent', { to }],
    ['null', { amount: null, to }],
    ['in another letter case', { Amount: 5, to }],
  ])('covers no freed argument that is %s its bound', (_, args) => {
    expect(covers(args)).toBe(false)
  })

  it.each<[string, unknown]>([
    ['another value', { amount: 5, to: { account: 'y', note: 'n' } }],
    ['one more', { amount: 5, to, cc: 'z' }],
    ['one more deep inside', { amount: 5, to: { ...to, cc: 'z' } }],
    ['one less', { amount: 5 }],
    ['a second spelling', { amount: 5, Amount: 9999, to }],
  ])('fixes every other argument: %s', (_, args) => {
    expect(covers(args)).toBe(false)
  })

  it('frees one member of an object, and fixes the rest of it', () => {
    const freed: Comparison[] = [{ path: 'args.to.account', op: 'in', value: ['x', 'y'] }]
    expect(covers({ amount: 5, to: { account: 'y', note: 'n' } }, {}, { freed })).toBe(true)
    expect(covers({ amount: 5, to: { account: 'z', note: 'n' } }, {}, { freed })).toBe(false)
    expect(covers({ amount: 5, to: { account: 'y', note: 'm' } }, {}, { freed })).toBe(false)
    expect(covers({ amount: 6, to: { account: 'y', note: 'n' } }, {}, { freed })).toBe(false)
  })

  it.each<[string, Partial<AllowableCall>, Partial<Allowance>]>([
    ['another organisation', { organisation: 'org_2' }, {}],
    ['another grant', { grant: 'grt_2' }, {}],
    ['another server', { server: 'srv_2' }, {}],
    ['another tool', {}, { tool: 'refund_all' }],
    ['a changed definition', { definition: 'h2' }, {}],
    ['a new policy version', { policyVersion: 'v2' }, {}],
    ['a revoked grant', { grantIsLive: false }, {}],
    ['a retry that brings input', { inputResponses: object({}) }, {}],
    ['a retry that brings a state', { requestState: '' }, {}],
    ['a call too many', {}, { used: 3 }],
    ['a call at its end', {}, { endsAt: MONDAY }],
    ['a call after its end', {}, { endsAt: MONDAY - 1 }],
    ['a call after it was revoked', {}, { revoked: true }],
    ['uses that are no number', {}, { used: Number.NaN }],
    ['an end that is no instant', {}, { endsAt: Number.NaN }],
  ])('covers nothing of %s', (_, call, given) => {
    expect(covers({ amount: 5, to })).toBe(true)
    expect(covers({ amount: 5, to }, call, given)).toBe(false)
  })

  it.each<[string, Partial<Allowance>]>([
    ['no calls', { uses: 0 }],
    ['half a call', { uses: 1.5 }],
    ['without number', { uses: Number.POSITIVE_INFINITY }],
    ['too many calls', { uses: 1001 }],
    ['no end', { endsAt: Number.POSITIVE_INFINITY }],
    ['everything', { freed: [{ path: 'args', op: 'eq', value: object({}) }] }],
    ['what is no argument', { freed: [{ path: 'grant.label', op: 'eq', value: 'x' }] }],
    ['elements', { freed: [{ path: 'args.to[*]', op: 'eq', value: 'x' }] }],
    ['a number without a floor', { freed: [{ path: 'args.amount', op: 'lte', value: 100 }] }],
    ['a number without a ceiling', { freed: [{ path: 'args.amount', op: 'gt', value: 0 }] }],
    ['any folder', { freed: [{ path: 'args.amount', op: 'within', value: '/' }] }],
    ...(['neq', 'not_in', 'exists', 'contains', 'regex'] as const).map((op): [string, Partial<Allowance>] => [
      `by ${op}`,
      { freed: [{ path: 'args.amount', op, value: [] }] },
    ]),
  ])('that allows %s is none', (_, given) => {
    expect(allowanceProblem({ ...allowance, ...given })).not.toBeNull()
    expect(covers({ amount: 5, to }, {}, given)).toBe(false)
  })

  it('knows the two sides of a bound however its path is written', () => {
    const freed: Comparison[] = [
      { path: 'args.amount', op: 'gte', value: 0 },
      { path: 'args["amount"]', op: 'lt', value: 10 },
    ]
    expect(covers({ amount: 9, to }, {}, { freed })).toBe(true)
    expect(covers({ amount: 10, to }, {}, { freed })).toBe(false)
  })

  it('covers exactly the calls that differ within the bounds, whatever else they hold', () => {
    let covered = 0
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 150 }), jsonValue, fc.boolean(), (amount, other, same) => {
        const args = { amount: 1, other }
        const call = { amount, other: same ? other : ['else', other] }
        const is = covers(call, {}, { arguments: object(args) })
        expect(is).toBe(same && amount >= 0 && amount <= 100)
        if (is) covered++
      }),
      runs(1000),
    )
    expect(covered).toBeGreaterThan(50)
  })
})

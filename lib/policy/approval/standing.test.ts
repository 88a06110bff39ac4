import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MONDAY } from '../testing/examples.ts'
import { runs } from '../testing/runs.ts'
import {
  type ApprovalFacts,
  type ApprovalRecord,
  approvalEnd,
  approvalStanding,
  STANDINGS,
} from './standing.ts'

const record: ApprovalRecord = {
  digest: 'd1',
  definition: 'h1',
  policyVersion: 'v1',
  serverRevision: 3,
  expiresAt: MONDAY + 600_000,
  verdict: 'approved',
  usedAt: null,
}
const facts: ApprovalFacts = {
  grantIsLive: true,
  policyVersion: 'v1',
  serverRevision: 3,
  definition: 'h1',
  digest: 'd1',
  isOpen: true,
}
const standing = (approval: Partial<ApprovalRecord> = {}, now: Partial<ApprovalFacts> = {}, at = MONDAY) =>
  approvalStanding({ ...record, ...approval }, { ...facts, ...now }, at).standing

describe('[A2] an approval', () => {
  it.each<[string, ReturnType<typeof standing>, string]>([
    ['is usable once a person approved it', standing(), 'usable'],
    ['is usable before anyone calls', standing({}, { digest: null }), 'usable'],
    ['waits until then', standing({ verdict: null }), 'waiting'],
    ['is single use', standing({ usedAt: MONDAY - 1 }), 'used'],
    ['that was denied stays so', standing({ verdict: 'denied' }), 'denied'],
    ['lives to its last millisecond', standing({}, {}, record.expiresAt - 1), 'usable'],
    ['expires at its end, approved or not', standing({}, {}, record.expiresAt), 'expired'],
    ['expires while it waits', standing({ verdict: null }, {}, record.expiresAt), 'expired'],
    ['is void when its grant is revoked', standing({}, { grantIsLive: false }), 'void'],
    ['is void under a new version', standing({}, { policyVersion: 'v2' }), 'void'],
    ['is void without a version', standing({}, { policyVersion: null }), 'void'],
    ['is void under a changed definition', standing({}, { definition: 'h2' }), 'void'],
    ['is void where no definition is accepted', standing({}, { definition: null }), 'void'],
    ['[G9] is void when the server’s address changed', standing({}, { serverRevision: 4 }), 'void'],
    ['is void without its server', standing({}, { serverRevision: null }), 'void'],
    ['is void once its grant was stopped', standing({}, { isOpen: false }), 'void'],
    ['is expired, not void, when both came', standing({}, { isOpen: false }, record.expiresAt), 'expired'],
    ['is void for another call', standing({}, { digest: 'd2' }), 'void'],
    [
      'is void, not waiting, when its grant is revoked',
      standing({ verdict: null }, { grantIsLive: false }),
      'void',
    ],
    ['that has no end has passed it', standing({ expiresAt: Number.NaN }), 'expired'],
    ['is not usable at an instant that is none', standing({}, {}, Number.NaN), 'expired'],
  ])('%s', (_, is, expected) => {
    expect(is).toBe(expected)
  })

  it('ends after its timeout: 10 minutes where none is given, 7 days at most', () => {
    expect(approvalEnd(MONDAY, 60) - MONDAY).toBe(60_000)
    expect(approvalEnd(MONDAY, null) - MONDAY).toBe(600_000)
    expect(approvalEnd(MONDAY, 8 * 86_400) - MONDAY).toBe(7 * 86_400_000)
    expect(approvalEnd(MONDAY, Number.POSITIVE_INFINITY) - MONDAY).toBe(600_000)
  })

  it('is usable only if nothing at all speaks against it', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(
        fc.record({
          verdict: fc.constantFrom('approved' as const, 'denied' as const, null),
          usedAt: fc.constantFrom(null, null, MONDAY),
          expiresAt: fc.constantFrom(MONDAY - 1, MONDAY, MONDAY + 1, MONDAY + 2),
        }),
        fc.record({
          grantIsLive: fc.constantFrom(true, true, false),
          policyVersion: fc.constantFrom('v1', 'v1', 'v2', null),
          serverRevision: fc.constantFrom(3, 3, 4, null),
          definition: fc.constantFrom('h1', 'h1', 'h2', null),
          digest: fc.constantFrom('d1', 'd1', 'd2', null),
          isOpen: fc.constantFrom(true, true, false),
        }),
        (approval, now) => {
          const is = approvalStanding({ ...record, ...approval }, now, MONDAY)
          const nothing =
            approval.verdict === 'approved' &&
            approval.usedAt === null &&
            approval.expiresAt > MONDAY &&
            now.grantIsLive &&
            now.policyVersion === 'v1' &&
            now.serverRevision === 3 &&
            now.definition === 'h1' &&
            now.digest !== 'd2' &&
            now.isOpen
          expect(is.standing === 'usable').toBe(nothing)
          expect(is.reason).toMatch(/\.$/)
          seen.add(is.standing)
        },
      ),
      runs(3000),
    )
    expect([...seen].sort()).toEqual([...STANDINGS].sort())
  })
})

// A flood of different calls that want a person (security G8): people are asked about few of them.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { listApprovals } from '#lib/approvals/index.ts'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { callMessage, type Harness } from '../testing/harness.ts'
import { person, startPeopled } from '../testing/people.ts'

const POLICY = { version: '1', default: 'allow', tools: { delete_account: { require_approval: {} } } }
const PATIENCE = { timeout: 240_000, interval: 100 }
const FLOOD = 1000
const WAVE = 50
const MOST_WAITING = 25
const BOUNDS = {
  maxHoldMs: 0,
  maxWaitingPerGrant: MOST_WAITING,
  maxExchangesPerGrant: 2 * FLOOD,
  maxExchangesPerOrganisation: 2 * FLOOD,
  maxConnections: 10 * FLOOD,
  maxConnectionsPerAddress: 10 * FLOOD,
}

let gate: Harness
const ask = async (tenant: Tenant, args: object) =>
  (await gate.post(tenant, callMessage('delete_account', args))).text

describe('a flood of calls that are answered at once', { timeout: 600_000 }, () => {
  beforeAll(async () => {
    gate = await startPeopled({ bounds: BOUNDS })
  })
  afterAll(() => gate.close())

  it(`[G8] asks people about ${MOST_WAITING} of ${FLOOD}, tells them as often, and refuses the rest`, async () => {
    const tenant = await gate.tenant(POLICY)
    const approver = await person(gate, tenant, 'approver')
    const seen = { pending: 0, refused: 0 }
    for (let first = 0; first < FLOOD; first += WAVE)
      await Promise.all(
        Array.from({ length: WAVE }, async (_, n) => {
          // A machine that is too busy to answer says so, and the agent asks again.
          await vi.waitFor(async () => {
            const text = await ask(tenant, { n: first + n })
            const isPending = text.includes('[APPROVAL PENDING]')
            expect(isPending || text.includes('too-many-approvals')).toBe(true)
            seen[isPending ? 'pending' : 'refused']++
          }, PATIENCE)
        }),
      )
    expect(seen).toEqual({ pending: MOST_WAITING, refused: FLOOD - MOST_WAITING })
    expect((await listApprovals(approver, { state: 'waiting' })).items).toHaveLength(MOST_WAITING)
    const { rows } = await gate.pool.query(
      `SELECT count(*)::int AS told FROM event WHERE organisation_id = $1 AND kind = 'approval.asked'`,
      [tenant.organisationId],
    )
    expect(rows).toEqual([{ told: MOST_WAITING }])
    expect(gate.upstream.calls().filter(({ body }) => body.includes('delete_account'))).toEqual([])
  })
})

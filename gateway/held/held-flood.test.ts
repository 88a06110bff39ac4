// A thousand calls that wait for a person at once (security G10): whoever waits holds no connection of the database.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { denyCall, listApprovals } from '#lib/approvals/index.ts'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { callMessage, type Harness } from '../testing/harness.ts'
import { person, startPeopled } from '../testing/people.ts'

const POLICY = { version: '1', default: 'allow', tools: { delete_account: { require_approval: {} } } }
const PATIENCE = { timeout: 240_000, interval: 100 }
const FLOOD = 1000
const WAVE = 50
const BOUNDS = {
  maxHoldMs: 800_000,
  heldCheckMs: 100,
  maxExchangesPerGrant: 2 * FLOOD,
  maxExchangesPerOrganisation: 2 * FLOOD,
  maxConnections: 10 * FLOOD,
  maxConnectionsPerAddress: 10 * FLOOD,
}

let gate: Harness
const ask = async (tenant: Tenant, args: object) =>
  (await gate.post(tenant, callMessage('delete_account', args))).text

/** How many were denied, and what the others said. */
function countsOf(answers: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const text of answers) {
    // The id of a request or a record is another each time.
    const key = text.includes('A person denied this call: No.')
      ? 'denied'
      : text.replace(/[0-9a-f_]{16,}/g, '…')
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

describe('a flood of calls that are held', { timeout: 900_000 }, () => {
  beforeAll(async () => {
    gate = await startPeopled({ bounds: BOUNDS })
    gate.upstream.script = ({ body }, response) => {
      const { id } = JSON.parse(body)
      const result = { content: [{ type: 'text', text: 'done' }] }
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, result }))
      return true
    }
  })
  afterAll(() => gate.close())

  const connections = async () => {
    const { rows } = await gate.pool.query<{ all: number; idle: number }>(
      `SELECT count(*)::int AS all, count(*) FILTER (WHERE state = 'idle in transaction')::int AS idle
         FROM pg_stat_activity WHERE datname = current_database()`,
    )
    return rows[0] ?? { all: Number.NaN, idle: Number.NaN }
  }

  it(`[G10] of ${FLOOD}: they hold no connection of the database, and others pass meanwhile`, async () => {
    const tenant = await gate.tenant(POLICY)
    const approver = await person(gate, tenant, 'approver')
    const other = await gate.tenant()
    const calls: Promise<void>[] = []
    const answers: string[] = []
    const askOnce = async () => {
      answers.push(await ask(tenant, { same: true }))
    }
    while (calls.length < FLOOD) {
      for (let n = 0; n < WAVE; n++) calls.push(askOnce())
      await vi.waitFor(() => expect(gate.deps.held.count() + answers.length).toBe(calls.length), PATIENCE)
      expect(countsOf(answers), 'answered before anybody decided').toEqual({})
    }
    // All of them ask about one call.
    const [only, ...more] = (await listApprovals(approver, { state: 'waiting' })).items
    expect({ requests: only?.requests, more }).toEqual({ requests: FLOOD, more: [] })
    for (let look = 0; look < 20; look++) {
      // Far fewer than those that wait, and none in the middle of something.
      const { all, idle } = await connections()
      expect(all).toBeLessThan(40)
      expect(idle).toBe(0)
      await vi.waitFor(async () => {
        expect((await gate.post(other, callMessage('echo'))).status).toBe(200)
      }, PATIENCE)
    }
    await denyCall(approver, only?.id ?? '', 'No.')
    await Promise.all(calls)
    expect(countsOf(answers)).toEqual({ denied: FLOOD })
  })
})

// Floods of calls that want a person (security G5, G8, G10): people are asked about few, nothing else is disturbed, and
// whoever waits holds no connection of the database.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { denyCall, listApprovals } from '#lib/approvals/index.ts'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import type { Member } from '#lib/data/model.ts'
import { callMessage, type Harness } from '../testing/harness.ts'
import { person, startPeopled } from '../testing/people.ts'

const POLICY = { version: '1', default: 'allow', tools: { delete_account: { require_approval: {} } } }
const PATIENCE = { timeout: 100_000, interval: 100 }
const FLOOD = 1000

let gate: Harness
beforeAll(async () => {
  gate = await startPeopled({
    bounds: {
      maxHoldMs: 120_000,
      heldCheckMs: 100,
      maxWaitingPerGrant: 25,
      maxExchangesPerGrant: 2 * FLOOD,
      maxExchangesPerOrganisation: 2 * FLOOD,
      maxConnections: 10 * FLOOD,
      maxConnectionsPerAddress: 10 * FLOOD,
    },
  })
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

const begin = async (): Promise<{ tenant: Tenant; approver: Member }> => {
  const tenant = await gate.tenant(POLICY)
  return { tenant, approver: await person(gate, tenant, 'approver') }
}
const waitingFor = async (approver: Member) => (await listApprovals(approver, { state: 'waiting' })).items
const connectionsOf = async () => {
  const { rows } = await gate.pool.query<{ state: string; count: number }>(
    `SELECT coalesce(state, '') AS state, count(*)::int FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() GROUP BY 1`,
  )
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

describe('a flood', { timeout: 400_000 }, () => {
  it(`[G8] of ${FLOOD} different calls asks people about 25, tells them 25 times, and refuses the rest`, async () => {
    const { tenant, approver } = await begin()
    const leaving = new AbortController()
    const refused: string[] = []
    const ask = async (n: number) => {
      const response = await fetch(gate.url(tenant), {
        method: 'POST',
        headers: headersOf(tenant),
        body: JSON.stringify(callMessage('delete_account', { n })),
        signal: leaving.signal,
      }).catch(() => null)
      const text = await response?.text().catch(() => '')
      if (text?.includes('too-many-approvals')) refused.push(text)
    }
    // In waves: what is asked about here is how many people are asked, not how many connections there may be.
    const calls: Promise<void>[] = []
    for (let wave = 0; wave < FLOOD; wave += 100) {
      for (let n = wave; n < wave + 100; n++) calls.push(ask(n))
      await vi.waitFor(() => expect(refused.length).toBe(wave + 75), PATIENCE)
    }
    expect(await waitingFor(approver)).toHaveLength(25)
    const { rows } = await gate.pool.query(
      `SELECT count(*)::int AS told FROM event WHERE organisation_id = $1 AND kind = 'approval.asked'`,
      [tenant.organisationId],
    )
    expect(rows).toEqual([{ told: 25 }])
    expect(gate.deps.held.count()).toBe(25)
    for (const { id } of await waitingFor(approver)) await denyCall(approver, id, 'A flood.')
    leaving.abort()
    await Promise.all(calls)
    expect(gate.upstream.calls().filter(({ body }) => body.includes('delete_account'))).toEqual([])
    await vi.waitFor(() => expect(gate.deps.held.count()).toBe(0), PATIENCE)
  })

  it(`[G10] ${FLOOD} calls that wait hold no connection of the database, and others pass meanwhile`, async () => {
    const { tenant, approver } = await begin()
    const other = await gate.tenant()
    const before = await connectionsOf()
    const leaving = new AbortController()
    const calls: Promise<string>[] = []
    const ask = () =>
      fetch(gate.url(tenant), {
        method: 'POST',
        headers: headersOf(tenant),
        body: JSON.stringify(callMessage('delete_account', { same: true })),
        signal: leaving.signal,
      })
        .then((response) => response.text())
        .catch(() => '')
    while (calls.length < FLOOD) {
      for (let n = 0; n < 100; n++) calls.push(ask())
      await vi.waitFor(() => expect(gate.deps.held.count()).toBe(calls.length), PATIENCE)
    }
    // All of them ask about one call, and share the few connections there are.
    expect((await waitingFor(approver)).map(({ requests }) => requests)).toEqual([FLOOD])
    for (let look = 0; look < 20; look++) {
      const now = await connectionsOf()
      expect(now['idle in transaction'] ?? 0).toBe(0)
      const all = (states: Record<string, number>) =>
        Object.values(states).reduce((sum, each) => sum + each, 0)
      expect(all(now)).toBeLessThanOrEqual(Math.max(all(before), 25))
      expect((await gate.post(other, callMessage('echo'))).status).toBe(200)
    }
    const [only] = await waitingFor(approver)
    await denyCall(approver, only?.id ?? '', 'No.')
    const answers = await Promise.all(calls)
    expect(answers.every((text) => text.includes('A person denied this call: No.'))).toBe(true)
    leaving.abort()
  })

  it('[G5] of one call with 10 MB of arguments is refused before anybody is asked', async () => {
    const { tenant, approver } = await begin()
    const answer = await fetch(gate.url(tenant), {
      method: 'POST',
      headers: headersOf(tenant),
      body: JSON.stringify(callMessage('delete_account', { long: 'x'.repeat(10_000_000) })),
    }).catch(() => null)
    // The gateway may end the connection before all of it has come.
    if (answer) expect(answer.status).toBe(413)
    expect(await waitingFor(approver)).toEqual([])
    expect((await gate.post(tenant, callMessage('echo'))).status).toBe(200)
  })
})

function headersOf(tenant: Tenant): Record<string, string> {
  return {
    authorization: `Bearer ${tenant.token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  }
}

// Calls that are held while a person decides (POLICY A3), with real clients of both eras.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { approveCall, denyCall, listApprovals } from '#lib/approvals/index.ts'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import type { Member } from '#lib/data/model.ts'
import { CLIENTS, callMessage, connect, type Harness } from '../testing/harness.ts'
import { person, startPeopled } from '../testing/people.ts'

const POLICY = { version: '1', default: 'allow', tools: { echo: { require_approval: {} } } }
const LONG = 20_000

let gate: Harness
let tenant: Tenant
let approver: Member
beforeAll(async () => {
  gate = await startPeopled({ bounds: { maxHoldMs: LONG, heldCheckMs: 50 } })
})
afterEach(async () => {
  gate.deps.held.stop()
  await vi.waitFor(() => expect(gate.deps.held.count()).toBe(0))
})
afterAll(() => gate.close())

async function begin(policy: object = POLICY): Promise<void> {
  tenant = await gate.tenant(policy)
  approver = await person(gate, tenant, 'approver')
}
const ran = (mark: string) => gate.upstream.calls().filter(({ body }) => body.includes(mark)).length
/** The approval that waits, once somebody is asked and the call is held. */
function asked(held = 1): Promise<string> {
  return vi.waitFor(
    async () => {
      const [waiting] = (await listApprovals(approver, { state: 'waiting' })).items
      expect(gate.deps.held.count()).toBe(held)
      return waiting?.id ?? expect.fail('nobody is asked')
    },
    { timeout: 10_000, interval: 20 },
  )
}
function post(args: object, signal?: AbortSignal, headers: Record<string, string> = {}) {
  return fetch(gate.url(tenant), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tenant.token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify(callMessage('echo', args, 'call-1')),
    ...(signal && { signal }),
  })
}

describe('[A3] a call that is held', () => {
  it('has the time that it waited for a person in no latency of its record', async () => {
    await begin()
    const from = performance.now()
    const answer = post({ message: 'timed' })
    const approvalId = await asked()
    const heldFrom = performance.now()
    await new Promise((resolve) => setTimeout(resolve, 300))
    const heldMs = performance.now() - heldFrom
    await approveCall(approver, approvalId)
    await (await answer).text()
    const wholeMs = performance.now() - from
    const rows = await vi.waitFor(
      async () => {
        const text =
          'SELECT latency_ms, gateway_ms FROM call WHERE organisation_id = $1 AND latency_ms IS NOT NULL'
        const found = await gate.pool.query(text, [tenant.organisationId])
        expect(found.rows).toHaveLength(1)
        return found.rows
      },
      { timeout: 30_000, interval: 50 },
    )
    expect(rows[0].latency_ms).toBeLessThanOrEqual(wholeMs - heldMs)
    expect(rows[0].gateway_ms).toBeLessThanOrEqual(rows[0].latency_ms)
  })

  it.each(CLIENTS)(
    'of %s runs once when a person approves, and tells its client that it waits',
    async (kind) => {
      await begin()
      const client = await connect(kind, gate.url(tenant), tenant.token)
      const mark = `held-${kind}`
      const progress: number[] = []
      const answer = client.callTool({ name: 'echo', arguments: { text: mark } }, (at) => progress.push(at))
      const id = await asked()
      expect(ran(mark)).toBe(0)
      await approveCall(approver, id)
      expect((await answer).isError).not.toBe(true)
      expect(ran(mark)).toBe(1)
      expect(progress.length).toBeGreaterThan(0)
      expect([...progress].sort((a, b) => a - b)).toEqual(progress)
      await client.close()
    },
  )

  it('is answered with the person’s reason when it is denied', async () => {
    await begin()
    const answer = post({ text: 'denied' })
    await denyCall(approver, await asked(), 'Ask Grace first.')
    expect(await (await answer).text()).toContain(
      '[POLICY DENIED] A person denied this call: Ask Grace first.',
    )
    expect(ran('denied')).toBe(0)
    const records = await gate.records(tenant)
    expect(records.map(({ reason }) => reason)).toEqual(['approval-needed', 'approval-denied'])
  })

  it('never runs when its client has gone, whatever is decided then', async () => {
    await begin()
    const gone = new AbortController()
    const answer = post({ text: 'gone' }, gone.signal).catch(() => null)
    const id = await asked()
    gone.abort()
    await answer
    await vi.waitFor(() => expect(gate.deps.held.count()).toBe(0))
    await approveCall(approver, id)
    // The next held call proves that approvals were looked at since.
    const other = post({ text: 'another' })
    await approveCall(approver, await asked())
    await (await other).text()
    expect(ran('gone')).toBe(0)
  })

  it('never runs when its client has taken it back', async () => {
    await begin()
    const answer = post({ text: 'cancelled' }).catch(() => null)
    const id = await asked()
    const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'call-1' } }
    expect((await gate.post(tenant, cancelled)).status).toBe(202)
    await vi.waitFor(() => expect(gate.deps.held.count()).toBe(0))
    await approveCall(approver, id)
    await answer
    expect(ran('cancelled')).toBe(0)
  })

  it('is void at once when its grant is revoked', async () => {
    await begin()
    const answer = post({ text: 'revoked' })
    await asked()
    await gate.pool.query('UPDATE "grant" SET revoked_at = clock_timestamp() WHERE id = $1', [tenant.grantId])
    // Whichever is looked at first: the approval, or the grants of open answers.
    expect(await (await answer).text()).toMatch(/so it is void|This grant was revoked\./)
    expect(ran('revoked')).toBe(0)
  })

  it('is told to come back when it has been held long enough, or the gateway drains', async () => {
    await begin()
    const answer = post({ text: 'later' })
    await asked()
    gate.deps.held.stop()
    expect(await (await answer).text()).toContain('[APPROVAL PENDING]')
    expect(ran('later')).toBe(0)
  })

  it('takes its limits when it runs, and is refused in the same answer where they are used up', async () => {
    await begin({
      ...POLICY,
      tools: { echo: { require_approval: {}, limits: [{ counter: 'n', window: 'day', max: 1 }] } },
    })
    const answers = [post({ text: 'limit-1' }), post({ text: 'limit-2' })]
    await asked(2)
    for (const { id } of (await listApprovals(approver, { state: 'waiting' })).items)
      await approveCall(approver, id)
    const texts = await Promise.all(answers.map(async (answer) => (await answer).text()))
    expect(texts.filter((text) => text.includes('limit-reached'))).toHaveLength(1)
  })

  it('costs the database one statement at a time, however many are held', async () => {
    await begin()
    const statements = vi.spyOn(gate.deps.pool, 'query')
    const gone = new AbortController()
    const held = Array.from({ length: 20 }, (_, n) =>
      post({ text: `many-${n}` }, gone.signal).catch(() => null),
    )
    await asked(20)
    const about = () =>
      statements.mock.calls.filter(([text]) =>
        String(text).includes('approval_standing s ON s.organisation_id = w.organisation'),
      )
    const before = about().length
    await vi.waitFor(() => expect(about().length).toBeGreaterThan(before + 5), 10_000)
    const last = about().at(-1)?.[1] as unknown as [string[], string[]]
    expect(last[1]).toHaveLength(20)
    statements.mockRestore()
    gone.abort()
    await Promise.all(held)
  })
})

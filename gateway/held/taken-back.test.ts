// A client takes a call back at a replica that does not hold it (POLICY A3), as behind any load balancer.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { approveCall, listApprovals } from '#lib/approvals/index.ts'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import type { Member } from '#lib/data/model.ts'
import { parseEnv } from '#lib/env.ts'
import { openByHand } from '../testing/hand-client.ts'
import { callMessage, type Harness } from '../testing/harness.ts'
import { person, startPeopled } from '../testing/people.ts'
import { type Replica, startReplica } from '../testing/replica.ts'

// For a machine that is busy.
const SOON = { timeout: 20_000 }
const POLICY = { version: '1', default: 'allow', tools: { echo: { require_approval: {} } } }

let gate: Harness
let other: Replica
let tenant: Tenant
let approver: Member
beforeAll(async () => {
  gate = await startPeopled({ bounds: { maxHoldMs: 20_000, heldCheckMs: 50 } })
  other = await startReplica(gate, { secretKey: parseEnv({ ...process.env }).secretKey })
  tenant = await gate.tenant(POLICY)
  approver = await person(gate, tenant, 'approver')
})
afterAll(async () => {
  await other.close()
  await gate.close()
})

const cancel = (id: string) => ({
  jsonrpc: '2.0',
  method: 'notifications/cancelled',
  params: { requestId: id },
})
const ran = (mark: string) => gate.upstream.calls().filter(({ body }) => body.includes(mark)).length
function asked(mark: string): Promise<string> {
  return vi.waitFor(async () => {
    const waiting = (await listApprovals(approver, { state: 'waiting' })).items
    return waiting.find(({ callText }) => callText.includes(mark))?.id ?? expect.fail('nobody is asked')
  }, SOON)
}

it('a call that another replica holds is dropped, and does not run when a person approves it', async () => {
  const client = await openByHand(gate, tenant)
  const [dropped, kept] = ['one', 'two'].map((id) =>
    client.post(callMessage('echo', { text: `mark-${id}` }, id)),
  )
  const ids = [await asked('mark-one'), await asked('mark-two')]
  await vi.waitFor(() => expect(gate.deps.held.count()).toBe(2), SOON)
  const told = await fetch(`${other.origin}/mcp/${tenant.serverId}/`, {
    method: 'POST',
    headers: { ...client.headers(), host: new URL(other.origin).host },
    body: JSON.stringify(cancel('one')),
  })
  expect(told.status).toBe(202)
  expect((await dropped)?.text).not.toContain('result')
  expect(gate.deps.held.count()).toBe(1)
  for (const id of ids) await approveCall(approver, id)
  expect((await kept)?.text).toContain('mark-two')
  expect([ran('mark-one'), ran('mark-two')]).toEqual([0, 1])
})

it('is about the request that came before it: a later one of the same id is held as any', async () => {
  const client = await openByHand(gate, tenant)
  const first = client.post(callMessage('echo', { text: 'mark-first' }, 'same'))
  await asked('mark-first')
  const at = (sql: string) => gate.pool.query(sql, [tenant.organisationId])
  await fetch(`${other.origin}/mcp/${tenant.serverId}/`, {
    method: 'POST',
    headers: { ...client.headers(), host: new URL(other.origin).host },
    body: JSON.stringify(cancel('same')),
  })
  await first
  await at(`UPDATE taken_back SET at = at - interval '1 minute' WHERE organisation_id = $1`)
  const second = client.post(callMessage('echo', { text: 'mark-second' }, 'same'))
  await approveCall(approver, await asked('mark-second'))
  expect((await second).text).toContain('mark-second')
})

it('writes nothing for what can be held nowhere, so that cancels fill no table', async () => {
  const quiet = await gate.tenant({ version: '1', default: 'allow' })
  const client = await openByHand(gate, quiet)
  expect((await client.post(cancel('whatever'))).status).toBe(202)
  const { rows } = await gate.pool.query('SELECT 1 FROM taken_back WHERE organisation_id = $1', [
    quiet.organisationId,
  ])
  expect(rows).toEqual([])
})

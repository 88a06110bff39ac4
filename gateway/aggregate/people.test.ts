// What people decide holds at the address of all servers as at a server's own: approvals and emergency stops.
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { approveCall, listApprovals } from '#lib/approvals/index.ts'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { setStop } from '#lib/stops/index.ts'
import { callMessage, type Harness } from '../testing/harness.ts'
import { makerOf, person, startPeopled } from '../testing/people.ts'
import { startUpstream, type TestUpstream, TOOLS } from '../testing/upstream.ts'
import { type Added, addServer } from './testing/grant.ts'
import { openAll } from './testing/hand.ts'

let gate: Harness
let second: TestUpstream
let tenant: Tenant
let other: Added
const APPROVED = {
  version: '1',
  default: 'allow',
  tools: { echo: { require_approval: { reason: 'Look.' } } },
}
beforeAll(async () => {
  gate = await startPeopled({ bounds: { maxHoldMs: 25_000, heldCheckMs: 20, partCheckMs: 200 } })
  second = await startUpstream()
})
beforeEach(async () => {
  tenant = await gate.tenant()
  other = await addServer(gate.pool, tenant, {
    slug: 'other',
    url: second.url,
    tools: TOOLS.map((tool) => ({ ...tool })),
    policy: APPROVED,
  })
})
afterAll(async () => {
  await second.close()
  await gate.close()
})

it('[A3] a call is held while a person is asked, under the server’s own name, and runs when it is approved', async () => {
  const client = await openAll(gate, tenant)
  const approver = await person(gate, tenant, 'approver')
  const before = second.calls().length
  const message = callMessage('other__echo', { text: 'held' }, 'h')
  Object.assign(message.params, { _meta: { progressToken: 'p' } })
  const stream = await client.openStream({ message })
  expect(await stream.next()).toMatchObject({
    method: 'notifications/progress',
    params: { progressToken: 'p' },
  })
  const waiting = async () => (await listApprovals(approver, { state: 'waiting' })).items
  await vi.waitUntil(async () => (await waiting()).length === 1, 20_000)
  const [item] = await waiting()
  expect(item).toMatchObject({ tool: 'echo', serverId: other.serverId })
  expect(second.calls()).toHaveLength(before)
  await approveCall(approver, item?.id ?? '')
  let answer = await stream.next()
  while (answer.id !== 'h') answer = await stream.next()
  expect(JSON.stringify(answer.result)).toContain('held')
  expect(second.calls()).toHaveLength(before + 1)
})

it('[A3] a call that its client takes back is not run when it is approved later', async () => {
  const client = await openAll(gate, tenant)
  const approver = await person(gate, tenant, 'approver')
  const before = second.calls().length
  const stream = await client.openStream({
    message: {
      ...callMessage('other__echo', {}, 'gone'),
      params: { name: 'other__echo', _meta: { progressToken: 1 } },
    },
  })
  await stream.next()
  await client.post({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'gone' } })
  await stream.ended
  const [item] = (await listApprovals(approver, { state: 'waiting' })).items
  await approveCall(approver, item?.id ?? '')
  expect(second.calls()).toHaveLength(before)
})

it('an emergency stop of one server stops that one, and the others go on', async () => {
  const client = await openAll(gate, tenant)
  await setStop(
    makerOf(tenant),
    { scope: 'server', id: other.serverId },
    { reason: 'Taken over.', endsAt: null },
  )
  const before = second.seen.length
  const stopped = (await client.post(callMessage('other__slow', {}, 2))).text
  expect(stopped).toContain('Taken over.')
  const list = (await client.post({ jsonrpc: '2.0', id: 3, method: 'tools/list' })).text
  expect(list).toContain('live__echo')
  expect(list).toContain('Taken over.')
  expect(list).not.toContain('other__')
  expect((await client.post(callMessage('live__echo', {}, 4))).text).toContain('"result"')
  expect(second.seen).toHaveLength(before)
})

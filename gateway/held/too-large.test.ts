// Calls that are too large to be shown to a person (security G5).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listApprovals } from '#lib/approvals/index.ts'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import type { Member } from '#lib/data/model.ts'
import { callMessage, type Harness } from '../testing/harness.ts'
import { person, startPeopled } from '../testing/people.ts'

const POLICY = { version: '1', default: 'allow', tools: { delete_account: { require_approval: {} } } }

let gate: Harness
beforeAll(async () => {
  gate = await startPeopled()
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
describe('a flood of arguments', { timeout: 120_000 }, () => {
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

// A baseline that people publish, on the data path: it holds for every call that begins after "saved", on every replica.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approveCall, listApprovals } from '#lib/approvals/index.ts'
import { publishBaseline, rollbackBaseline } from '#lib/baseline/index.ts'
import { explainCall, getCall } from '#lib/calls/index.ts'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { ask, type Harness, modernMessage } from './testing/harness.ts'
import { makerOf, startPeopled } from './testing/people.ts'
import { type Replica, startReplica } from './testing/replica.ts'

let gate: Harness
let replica: Replica
beforeAll(async () => {
  gate = await startPeopled()
  replica = await startReplica(gate)
})
afterAll(async () => {
  await replica.close()
  await gate.close()
})

const saved = new Map<string, number>()
async function save(tenant: Tenant, document: object): Promise<void> {
  const baseVersion = saved.get(tenant.organisationId) ?? 0
  const { version } = await publishBaseline(makerOf(tenant), {
    document: JSON.stringify({ version: '1', ...document }),
    baseVersion,
  })
  saved.set(tenant.organisationId, version)
}
const headersOf = (tenant: Tenant) => ({
  authorization: `Bearer ${tenant.token}`,
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
})
const origins = () => [gate.origin, replica.origin]
async function callOn(origin: string, tenant: Tenant, tool: string, args: object = {}): Promise<string> {
  const { body, headers } = modernMessage('tools/call', { name: tool, arguments: args })
  const init = { method: 'POST', headers: { ...headersOf(tenant), ...headers }, body: JSON.stringify(body) }
  const { text } = await ask(`${origin}/mcp/${tenant.serverId}/`, init)
  return text
}
const callBoth = (tenant: Tenant, tool: string, args: object = {}) =>
  Promise.all(origins().map((origin) => callOn(origin, tenant, tool, args)))
async function namesListed(tenant: Tenant): Promise<string[]> {
  const { body, headers } = modernMessage('tools/list', {})
  const { json } = await gate.post(tenant, body, headers)
  return (json as { result: { tools: { name: string }[] } }).result.tools.map(({ name }) => name)
}

describe('a published baseline', () => {
  it('[S2][S3] refuses on every replica what a policy allows, and lets it pass again once it is taken back', async () => {
    const tenant = await gate.tenant()
    for (const text of await callBoth(tenant, 'echo', { text: 'before' })) expect(text).toContain('before')
    await save(tenant, { tools: { echo: { action: 'deny', reason: 'Not in this house.' } } })
    for (const text of await callBoth(tenant, 'echo', { text: 'after' }))
      expect(text).toContain('[POLICY DENIED] Not in this house.')
    await save(tenant, {})
    for (const text of await callBoth(tenant, 'echo', { text: 'again' })) expect(text).toContain('again')
    await rollbackBaseline(makerOf(tenant), 1)
    for (const text of await callBoth(tenant, 'echo', { text: 'after' }))
      expect(text).toContain('Not in this house.')
    expect(gate.upstream.seen.filter(({ body }) => body.includes('"after"'))).toEqual([])
  })

  it('[S9] lets no call through that began after it was saved, however many are under way', async () => {
    const tenant = await gate.tenant()
    const late: Promise<string>[] = []
    let isSaved = false
    let isOver = false
    const callers = origins().flatMap((origin) =>
      Array.from({ length: 4 }, async () => {
        while (!isOver) {
          const call = callOn(origin, tenant, 'echo', { text: isSaved ? 'late' : 'early' })
          if (isSaved) late.push(call)
          await call
        }
      }),
    )
    while ((await gate.records(tenant)).length < 20) await new Promise((done) => setTimeout(done, 5))
    await save(tenant, { all_tools: { deny_if: [{ conditions: [], on_deny: 'Closed.' }] } })
    isSaved = true
    while (late.length < 40) await new Promise((done) => setTimeout(done, 5))
    isOver = true
    await Promise.all(callers)
    for (const text of await Promise.all(late)) expect(text).toContain('[POLICY DENIED] Closed.')
    expect(gate.upstream.seen.filter(({ body }) => body.includes('"late"'))).toEqual([])
  })

  it('[S7][E10] hides a tool from lists, and answers a call of it as one of an unknown tool', async () => {
    const tenant = await gate.tenant()
    expect(await namesListed(tenant)).toContain('echo')
    await save(tenant, { hide: ['ec*'] })
    expect(await namesListed(tenant)).not.toContain('echo')
    expect(await namesListed(tenant)).toContain('delete_account')
    for (const text of await callBoth(tenant, 'echo')) expect(text).toContain('Unknown tool: echo')
  })

  it('[S4] counts its limits over every grant of the organisation where it says so', async () => {
    const tenant = await gate.tenant({
      version: '1',
      default: 'allow',
      all_tools: { limits: [{ counter: 'calls', window: 'day', max: 99, scope: 'organisation' }] },
    })
    await save(tenant, {
      all_tools: { limits: [{ counter: 'calls', window: 'day', max: 2, scope: 'organisation' }] },
    })
    const texts = [
      ...(await callBoth(tenant, 'echo', { text: 'passed' })),
      ...(await callBoth(tenant, 'echo', { text: 'passed' })),
    ]
    expect(texts.filter((text) => text.includes('POLICY DENIED'))).toHaveLength(2)
    expect(texts.find((text) => text.includes('POLICY DENIED'))).toContain(
      '(baseline)/all_tools/limits/calls',
    )
    const { rows } = await gate.pool.query(
      'SELECT used::int FROM counter WHERE organisation_id = $1 ORDER BY used',
      [tenant.organisationId],
    )
    expect(rows).toEqual([{ used: 2 }, { used: 2 }])
  })

  it('[A2] voids what people approved before it', async () => {
    const tenant = await gate.tenant({
      version: '1',
      default: 'allow',
      tools: { echo: { require_approval: true } },
    })
    await callOn(gate.origin, tenant, 'echo', { text: 'once' })
    const [waiting] = (await listApprovals(makerOf(tenant), {})).items
    if (!waiting) throw new Error('nobody was asked')
    await approveCall(makerOf(tenant), waiting.id)
    await save(tenant, { hide: ['nothing'] })
    expect(await callOn(gate.origin, tenant, 'echo', { text: 'once' })).toContain('APPROVAL PENDING')
  })

  it('[S8] is on record with each call, and explains it', async () => {
    const tenant = await gate.tenant()
    await save(tenant, { tools: { echo: { action: 'deny', reason: 'No.' } } })
    await callOn(gate.origin, tenant, 'echo')
    const [record] = await gate.records(tenant)
    expect(record).toMatchObject({ rule: '(baseline)/tools/echo/deny_if/0', reason: 'condition-met' })
    const member = makerOf(tenant)
    const told = await explainCall(member, await getCall(member, String(record?.id)))
    expect(told.person).toBe('echo was refused by (baseline)/tools/echo/deny_if/0 of version 1: No.')
    expect(told.ruleText).toBe('"deny"')
    expect(told.change).toContain('baseline')
  })

  it('refuses everything where it cannot be read', async () => {
    const tenant = await gate.tenant()
    await save(tenant, { hide: ['x'] })
    await gate.pool.query('ALTER TABLE baseline_version DISABLE TRIGGER baseline_version_immutable')
    await gate.pool.query(`UPDATE baseline_version SET canonical = '{' WHERE organisation_id = $1`, [
      tenant.organisationId,
    ])
    await gate.pool.query('ALTER TABLE baseline_version ENABLE TRIGGER baseline_version_immutable')
    expect(await callOn(gate.origin, tenant, 'echo')).toContain('(no policy)')
  })

  it('is nobody else’s', async () => {
    const [tenant, other] = [await gate.tenant(), await gate.tenant()]
    await save(tenant, { hide: ['*'] })
    for (const text of await callBoth(other, 'echo', { text: 'passed' })) expect(text).toContain('passed')
  })
})

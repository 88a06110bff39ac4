// The address of all servers of a grant, through the real gateway, on a real Postgres, to real upstreams.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { CLIENTS, connect, type Harness, startHarness } from '../testing/harness.ts'
import { startUpstream, type TestUpstream, TOOLS } from '../testing/upstream.ts'
import { type Added, addServer } from './testing/grant.ts'

let gate: Harness
let second: TestUpstream
let tenant: Tenant
let other: Added
beforeAll(async () => {
  gate = await startHarness({ bounds: { partPatienceMs: 3000, partCheckMs: 200, streamCheckMs: 50 } })
  second = await startUpstream()
})
beforeEach(async () => {
  gate.upstream.script = null
  second.script = null
  tenant = await gate.tenant({ version: '1', default: 'allow', hide: ['delete_account'] })
  other = await addServer(gate.pool, tenant, {
    slug: 'other',
    url: second.url,
    tools: TOOLS.map((tool) => ({ ...tool })),
    policy: { version: '1', default: 'deny', tools: { echo: {}, slow: {} } },
  })
})
afterAll(async () => {
  await second.close()
  await gate.close()
})

const url = () => `${gate.origin}/mcp/`
const names = async (client: { listTools(): Promise<{ tools: { name: string }[] }> }) =>
  (await client.listTools()).tools.map(({ name }) => name)

describe('a grant’s servers at one address', () => {
  it.each(CLIENTS)('for a client of %s, list as <slug>__<tool> and are called so', async (kind) => {
    const client = await connect(kind, url(), tenant.token)
    const shown = await names(client)
    expect(shown).toContain('live__echo')
    expect(shown).not.toContain('live__delete_account')
    expect(shown.filter((name) => name.startsWith('other__'))).toEqual(['other__echo', 'other__slow'])
    const progress: number[] = []
    const call = { name: 'other__slow', arguments: { text: 'x' } }
    const answer = await client.callTool(call, (step) => progress.push(step))
    expect(JSON.parse(answer.content[0]?.text ?? '')).toEqual({ name: 'slow', args: { text: 'x' } })
    expect(progress).toEqual([1, 2, 3])
    await expect(client.callTool({ name: 'live__delete_account' })).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining('Unknown tool: live__delete_account'),
    })
    const denied = await client.callTool({ name: 'other__fail' })
    expect(denied.content[0]?.text).toContain('[POLICY DENIED]')
    await client.close()
    const records = await gate.records(tenant)
    expect(records.map((row) => [row.server_id, row.tool, row.decision])).toEqual([
      [other.serverId, 'slow', 'allow'],
      [tenant.serverId, 'delete_account', 'deny'],
      [other.serverId, 'fail', 'deny'],
    ])
  })
})

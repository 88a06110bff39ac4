// From nothing to a grant that a policy governs, in one step each, against a real database.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { listAuditEvents } from '#lib/audit/index.ts'
import { DEMO_URL } from '#lib/demo/index.ts'
import { listGrants } from '#lib/grants/index.ts'
import { getPolicy, listPolicies, publishPolicy } from '#lib/policies/index.ts'
import { parsePolicyText, placementIn } from '#lib/policy/index.ts'
import { listServers } from '#lib/servers/index.ts'
import { readToken } from '#lib/token.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { guardServer, startWithDemo } from './index.ts'

let instance: Instance
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

const NOW = Date.now()

describe('the first run', () => {
  it('makes the demo server, publishes what is recommended, and gives a grant for it', async () => {
    const owner = await newOwner()
    const started = await startWithDemo(owner, NOW)
    expect(readToken(started.token)?.organisationId).toBe(owner.organisation.id)
    const [server] = await listServers(owner)
    expect(server).toMatchObject({ id: started.serverId, name: 'Demo shop', url: DEMO_URL, status: 'ready' })
    const [grant] = await listGrants(owner)
    const [policy] = await listPolicies(owner)
    expect(grant).toMatchObject({
      id: started.grantId,
      label: 'My first agent',
      servers: [{ serverId: started.serverId, policyId: policy?.id }],
    })
    expect(policy?.version).toBe(1)
    const { published } = await getPolicy(owner, policy?.id ?? '')
    const parsed = parsePolicyText(published?.source ?? '', 'json')
    if (!parsed.ok) throw new Error('the recommended policy cannot be read')
    const place = placementIn(parsed.value.policy)
    expect(['list_orders', 'refund_payment', 'delete_everything'].map((name) => place(name).lane)).toEqual([
      'allow',
      'approve',
      'hide',
    ])
    const actions = (await listAuditEvents(owner, {})).items.map(({ action }) => action)
    expect(actions.slice(0, 3)).toEqual(['grant.created', 'policy.published', 'server.registered'])
  })

  it('takes what is there already: one demo server, one policy, and another grant each time', async () => {
    const owner = await newOwner()
    const first = await startWithDemo(owner, NOW)
    const [policy] = await listPolicies(owner)
    await publishPolicy(owner, {
      serverId: first.serverId,
      policyId: policy?.id ?? '',
      document: '{"version": "1", "default": "deny", "tools": {}}',
      baseVersion: 1,
    })
    const second = await startWithDemo(owner, NOW)
    expect(second).toMatchObject({ serverId: first.serverId, label: 'Agent 2' })
    expect(await listServers(owner)).toHaveLength(1)
    // What somebody has written since is left alone.
    expect(await listPolicies(owner)).toMatchObject([{ version: 2 }])
    const third = await guardServer(owner, first.serverId, NOW)
    expect(new Set([first.token, second.token, third.token]).size).toBe(3)
  })

  it('is for those who may register, publish and grant', async () => {
    const owner = await newOwner()
    const { serverId } = await startWithDemo(owner, NOW)
    for (const role of ['viewer', 'approver', 'policy_manager'] as const) {
      const colleague = await newColleague(instance, owner, role)
      await expect(startWithDemo(colleague, NOW)).rejects.toMatchObject({ code: 'forbidden' })
      await expect(guardServer(colleague, serverId, NOW)).rejects.toMatchObject({ code: 'forbidden' })
    }
    expect(await listGrants(owner)).toHaveLength(1)
  })
})

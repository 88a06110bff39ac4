import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createApiKey, findMemberByKey, revokeApiKey } from '#lib/accounts/index.ts'
import { DENY_ALL, newWorld, type World } from '#lib/api/testing/world.ts'
import { exportCalls } from '#lib/calls/index.ts'
import { createGrant, enableGrantUrl, revokeGrant, rotateGrant, updateGrant } from '#lib/grants/index.ts'
import {
  createChannel,
  deleteChannel,
  replayDelivery,
  rotateChannelSecret,
  testChannel,
  updateChannel,
} from '#lib/notices/index.ts'
import { discardShadow, publishPolicy, rollbackPolicy, startShadow } from '#lib/policies/index.ts'
import {
  acceptTools,
  changeRecording,
  deleteServer,
  eraseValues,
  listTools,
  refreshServer,
  registerConnector,
  rotateConnector,
  updateServer,
} from '#lib/servers/index.ts'
import { type Instance, newColleague, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import { listAuditEvents } from './index.ts'

let instance: Instance
let upstream: ChangeableUpstream
let world: World

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }])
  world = await newWorld(instance, upstream.url)
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

async function newestAction(): Promise<string | undefined> {
  return (await listAuditEvents(world.owner, {})).items[0]?.action
}

describe('the audit record', () => {
  it('has an event for every change, by whom and through what', async () => {
    const { owner, server, policyId, grant } = world
    const [tool] = await listTools(owner, server.id)
    const { id: keyId, key } = await createApiKey(owner, 'tests')
    const byKey = (await findMemberByKey(key)) ?? owner
    let stdio = ''
    let channelId = ''
    let deliveryId = ''
    let shadowId = ''
    const changes: [string, () => Promise<unknown>][] = [
      ['server.refreshed', () => refreshServer(owner, server.id)],
      ['server.updated', () => updateServer(owner, server.id, { name: 'x' })],
      ['server.recording_changed', () => changeRecording(owner, server.id, { mode: 'all' })],
      ['server.values_erased', () => eraseValues(owner, server.id)],
      ['calls.exported', () => exportCalls(owner, { format: 'csv' })],
      ['tools.accepted', () => acceptTools(owner, server.id, { read_stream: tool?.hash ?? '' })],
      [
        'policy.published',
        () => publishPolicy(byKey, { serverId: server.id, policyId, document: DENY_ALL, baseVersion: 1 }),
      ],
      ['policy.rolled_back', () => rollbackPolicy(owner, policyId, 1)],
      [
        'policy.shadowed',
        async () => {
          const draft = { serverId: server.id, policyId, document: DENY_ALL, baseVersion: 3 }
          shadowId = (await startShadow(owner, draft)).id
        },
      ],
      ['policy.shadow_discarded', () => discardShadow(owner, { serverId: server.id, shadowId })],
      ['grant.updated', () => updateGrant(owner, grant.id, { label: 'x' })],
      ['grant.updated', () => enableGrantUrl(owner, grant.id, true)],
      ['grant.rotated', () => rotateGrant(owner, grant.id)],
      ['grant.revoked', () => revokeGrant(owner, grant.id)],
      [
        'grant.created',
        () => createGrant(owner, { label: 'y', servers: [{ serverId: server.id, policyId: null }] }),
      ],
      ['api_key.revoked', () => revokeApiKey(owner, keyId)],
      ['server.deleted', () => deleteServer(owner, server.id)],
      [
        'server.registered',
        async () => {
          stdio = (await registerConnector(owner, { name: 'x' })).server.id
        },
      ],
      ['connector.rotated', () => rotateConnector(owner, stdio)],
      [
        'channel.created',
        async () => {
          const hook = { name: 'x', kind: 'webhook', to: upstream.url }
          channelId = (await createChannel(owner, hook)).channel.id
        },
      ],
      ['channel.updated', () => updateChannel(owner, channelId, { least: 'critical' })],
      ['channel.rotated', () => rotateChannelSecret(owner, channelId)],
      [
        'channel.tested',
        async () => {
          deliveryId = (await testChannel(owner, channelId)).deliveryId
        },
      ],
      ['channel.replayed', () => replayDelivery(owner, deliveryId)],
      ['channel.deleted', () => deleteChannel(owner, channelId)],
    ]
    for (const [action, change] of changes) {
      const before = (await listAuditEvents(owner, {})).items.length
      await change()
      expect(await newestAction()).toBe(action)
      expect((await listAuditEvents(owner, {})).items).toHaveLength(before + 1)
    }
    const published = (await listAuditEvents(owner, {})).items.find(
      (event) => event.action === 'policy.published' && event.actorKind === 'api_key',
    )
    expect(published).toMatchObject({
      actor: owner.email,
      target: policyId,
      detail: { version: 2, baseVersion: 1 },
    })
  })

  it('has none for a change that was refused or changed nothing', async () => {
    const before = (await listAuditEvents(world.owner, {})).items
    await revokeGrant(world.owner, world.grant.id)
    await updateGrant(world.owner, world.grant.id, { label: 'z' }).catch(() => {})
    await deleteServer(world.owner, world.server.id).catch(() => {})
    expect((await listAuditEvents(world.owner, {})).items).toEqual(before)
  })

  it('cannot be changed afterwards', async () => {
    await expect(instance.sql(`UPDATE audit_event SET action = 'x'`)).rejects.toThrow('never changed')
  })

  it('is for admins and above, page by page', async () => {
    const manager = await newColleague(instance, world.owner, 'policy_manager')
    await expect(listAuditEvents(manager, {})).rejects.toMatchObject({ code: 'forbidden' })
    const id = world.owner.organisation.id
    await instance.sql(
      `INSERT INTO audit_event (organisation_id, id, at, actor_kind, action, target, detail)
       SELECT $1, 'evt_' || $1 || lpad(n::text, 16, '0'), '2000-01-01', 'system', 'x', n::text, '{}'
       FROM generate_series(1, 120) n`,
      [id],
    )
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listAuditEvents(world.owner, cursor === undefined ? {} : { cursor })
      seen.push(...page.items.map((event) => event.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    const [row] = await instance.sql('SELECT count(*) FROM audit_event WHERE organisation_id = $1', [id])
    expect(seen).toHaveLength(Number(row?.count))
    expect(new Set(seen).size).toBe(seen.length)
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { listAuditEvents } from '#lib/audit/index.ts'
import type { Member, Server } from '#lib/data/model.ts'
import { createGrant, getGrant, revokeGrant, updateGrant } from '#lib/grants/index.ts'
import { deleteServer, registerServer } from '#lib/servers/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import {
  getPolicy,
  listPolicies,
  listServing,
  publishPolicy,
  saveDraft,
  servePolicy,
  startShadow,
  unservePolicy,
} from './index.ts'

let instance: Instance
let one: ChangeableUpstream
let other: ChangeableUpstream
let owner: Member
let first: Server
let second: Server
let policyId: string
const TEXT = '{"version":"1","default":"deny","hide":["drop"],"tools":{"read":{},"write":{},"get_*":{}}}'

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  one = await startUpstream([{ name: 'read' }, { name: 'write' }, { name: 'drop' }])
  other = await startUpstream([{ name: 'read' }])
})
beforeEach(async () => {
  owner = await newOwner()
  first = await register('First', one.url)
  second = await register('Second', other.url)
  policyId = (
    await publishPolicy(owner, { serverId: first.id, document: TEXT, baseVersion: 0, name: 'Both' })
  ).policyId
})
afterAll(async () => {
  await one.close()
  await other.close()
  await instance.close()
})

async function register(name: string, url: string): Promise<Server> {
  for await (const event of registerServer(owner, { name, url }))
    if (event.type === 'registered') return event.server
  throw new Error('no server was registered')
}
const grantOn = (server: Server) =>
  createGrant(owner, { label: 'Bot', servers: [{ serverId: server.id, policyId }] })

describe('a policy of several servers', () => {
  it('is used on each that it serves, and says which of its tools a server does not have', async () => {
    await expect(grantOn(second)).rejects.toMatchObject({ code: 'not-found' })
    expect(await servePolicy(owner, policyId, second.id)).toEqual([
      { id: first.id, name: 'First', grants: 0, missing: [] },
      { id: second.id, name: 'Second', grants: 0, missing: ['write', 'drop'] },
    ])
    await grantOn(second)
    expect((await listServing(owner, policyId)).map(({ grants }) => grants)).toEqual([0, 1])
    for (const server of [first, second])
      expect((await listPolicies(owner, server.id)).map(({ id }) => id)).toEqual([policyId])
    expect((await getPolicy(owner, policyId)).servers.map(({ name }) => name)).toEqual(['First', 'Second'])
    // Twice is once.
    expect(await servePolicy(owner, policyId, second.id)).toHaveLength(2)
    const { items } = await listAuditEvents(owner, {})
    expect(items.filter(({ action }) => action === 'policy.attached')).toMatchObject([
      { target: policyId, detail: { name: 'Both', server: 'Second' } },
    ])
  })

  it('is published, drafted and shadowed from each of them', async () => {
    const target = { serverId: second.id, policyId, document: TEXT, baseVersion: 1 }
    for (const work of [
      () => publishPolicy(owner, target),
      () => saveDraft(owner, { serverId: second.id, policyId, text: '', baseVersion: 1 }),
      () => startShadow(owner, target),
    ])
      await expect(work()).rejects.toMatchObject({ code: 'not-found' })
    await servePolicy(owner, policyId, second.id)
    expect(await publishPolicy(owner, target)).toEqual({ policyId, version: 2 })
    await saveDraft(owner, { serverId: second.id, policyId, text: '', baseVersion: 2 })
    await startShadow(owner, { ...target, baseVersion: 2 })
    await expect(unservePolicy(owner, policyId, second.id)).rejects.toMatchObject({ code: 'in-use' })
  })

  it('is taken from a server once no live grant uses it there, and never from its last', async () => {
    await expect(unservePolicy(owner, policyId, first.id)).rejects.toMatchObject({ code: 'in-use' })
    await servePolicy(owner, policyId, second.id)
    const { grant } = await grantOn(second)
    await expect(unservePolicy(owner, policyId, second.id)).rejects.toMatchObject({
      code: 'in-use',
      message: 'A grant uses it on Second. Give it another policy there first.',
    })
    await updateGrant(owner, grant.id, { servers: [{ serverId: second.id, policyId: null }] })
    // Its first server, too: the policy is then the other's own.
    await unservePolicy(owner, policyId, first.id)
    expect(await getPolicy(owner, policyId)).toMatchObject({
      serverId: second.id,
      servers: [{ name: 'Second' }],
    })
    await servePolicy(owner, policyId, first.id)
    const revoked = (await grantOn(first)).grant.id
    await revokeGrant(owner, revoked)
    await unservePolicy(owner, policyId, first.id)
    expect((await getGrant(owner, revoked)).servers).toMatchObject([{ policyId: null }])
  })

  it('outlives the server that it was made for, where it serves another', async () => {
    const alone = (await publishPolicy(owner, { serverId: first.id, document: TEXT, baseVersion: 0 }))
      .policyId
    await servePolicy(owner, policyId, second.id)
    const { grant } = await grantOn(second)
    await deleteServer(owner, first.id)
    expect(await getPolicy(owner, policyId)).toMatchObject({ serverId: second.id, version: 1 })
    expect((await getGrant(owner, grant.id)).servers).toMatchObject([{ serverId: second.id, policyId }])
    await expect(getPolicy(owner, alone)).rejects.toMatchObject({ code: 'not-found' })
    await deleteServer(owner, second.id)
    await expect(getPolicy(owner, policyId)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is attached by those who may publish', async () => {
    const approver = await newColleague(instance, owner, 'approver')
    await expect(servePolicy(approver, policyId, second.id)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(unservePolicy(approver, policyId, first.id)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await listServing(approver, policyId)).toHaveLength(1)
  })
})

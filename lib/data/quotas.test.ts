import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createApiKey } from '#lib/accounts/index.ts'
import type { Member, Server } from '#lib/data/model.ts'
import { createGrant } from '#lib/grants/index.ts'
import { inviteMember, listInvitations, revokeInvitation } from '#lib/invitations/index.ts'
import { createChannel } from '#lib/notices/index.ts'
import { listQuotas } from '#lib/organisation/index.ts'
import { publishPolicy } from '#lib/policies/index.ts'
import { registerConnector, registerServer } from '#lib/servers/index.ts'
import { type Instance, newOwner, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import { setQuota } from './quotas.ts'

const DENY_ALL = '{"version":"1","default":"deny"}'
let instance: Instance
let upstream: ChangeableUpstream

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'), { QUOTAS: 'servers=2, api_keys=1' })
  upstream = await startUpstream([{ name: 'one' }, { name: 'two' }, { name: 'three' }])
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

async function register(owner: Member): Promise<Server> {
  for await (const event of registerServer(owner, { name: 'x', url: upstream.url }))
    if (event.type === 'registered') return event.server
  throw new Error('no server was registered')
}

const full = (resource: string, most: number) => ({ code: 'limit-reached', data: { resource, most } })

describe('[security] how much an organisation may have (L16)', () => {
  it('is the installation’s number, exactly, however many come at once', async () => {
    const owner = await newOwner()
    const tries = await Promise.allSettled(
      ['a', 'b', 'c', 'd'].map((name) => registerConnector(owner, { name })),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    for (const each of tries)
      if (each.status === 'rejected') expect(each.reason).toMatchObject(full('servers', 2))
    await createApiKey(owner, 'x')
    await expect(createApiKey(owner, 'y')).rejects.toMatchObject({
      ...full('api_keys', 1),
      message:
        'This organisation may have 1 live API key, and would have more. Revoke one first, or ask whoever runs this Portcullis for more.',
    })
  })

  it('is another number for one organisation, where its operator says so, and for no other', async () => {
    const owner = await newOwner()
    const other = await newOwner()
    expect(await setQuota(owner.organisation.id, 'servers', 3)).toBe(true)
    for (const name of ['a', 'b', 'c']) await registerConnector(owner, { name })
    await expect(registerConnector(owner, { name: 'd' })).rejects.toMatchObject(full('servers', 3))
    const of = async (member: typeof owner) =>
      (await listQuotas(member)).find(({ resource }) => resource === 'servers')
    expect(await of(owner)).toEqual({ resource: 'servers', used: 3, most: 3, isOwn: true })
    expect(await of(other)).toEqual({ resource: 'servers', used: 0, most: 2, isOwn: false })
    await setQuota(owner.organisation.id, 'servers', null)
    expect(await of(owner)).toMatchObject({ most: 2, isOwn: false })
    expect(await setQuota('000000000000', 'servers', 1)).toBe(false)
  })

  it('holds for everything that is counted', async () => {
    const owner = await newOwner()
    const { id } = owner.organisation
    const bound = async (resource: Parameters<typeof setQuota>[1], most: number) =>
      setQuota(id, resource, most)
    await bound('tools', 2)
    await expect(register(owner)).rejects.toMatchObject(full('tools', 2))
    await bound('tools', 3)
    const server = await register(owner)
    await bound('policies', 0)
    await expect(
      publishPolicy(owner, { serverId: server.id, document: DENY_ALL, baseVersion: 0 }),
    ).rejects.toMatchObject(full('policies', 0))
    await bound('grants', 0)
    await expect(
      createGrant(owner, { label: 'x', servers: [{ serverId: server.id, policyId: null }] }),
    ).rejects.toMatchObject(full('grants', 0))
    await bound('channels', 0)
    await expect(createChannel(owner, { name: 'x', kind: 'email', to: owner.email })).rejects.toMatchObject(
      full('channels', 0),
    )
    await bound('invitations', 1)
    await inviteMember(owner, { email: 'a@example.com', role: 'viewer' })
    await expect(inviteMember(owner, { email: 'b@example.com', role: 'viewer' })).rejects.toMatchObject(
      full('invitations', 1),
    )
    for (const { id } of await listInvitations(owner)) await revokeInvitation(owner, id)
    await bound('members', 1)
    await expect(inviteMember(owner, { email: 'b@example.com', role: 'viewer' })).rejects.toMatchObject(
      full('members', 1),
    )
  }, 60_000)
})

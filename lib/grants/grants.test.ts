import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Member, Server } from '#lib/data/model.ts'
import { listPolicies, publishPolicy } from '#lib/policies/index.ts'
import { deleteServer, registerServer } from '#lib/servers/index.ts'
import { readToken } from '#lib/token.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import {
  createGrant,
  enableGrantUrl,
  getGrant,
  listGrants,
  revokeGrant,
  rotateGrant,
  updateGrant,
} from './index.ts'

let instance: Instance
let upstream: ChangeableUpstream
let owner: Member
let server: Server
let policyId: string

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }])
})
beforeEach(async () => {
  owner = await newOwner()
  server = await newServer()
  policyId = await newPolicy(server.id)
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

async function newServer(): Promise<Server> {
  for await (const event of registerServer(owner, { name: 'LiveTap', url: upstream.url }))
    if (event.type === 'registered') return event.server
  throw new Error('no server was registered')
}

async function newPolicy(serverId: string): Promise<string> {
  const document = '{"version":"1","default":"deny"}'
  return (await publishPolicy(owner, { serverId, document, baseVersion: 0 })).policyId
}

function newGrant() {
  return createGrant(owner, { label: 'Support agent', servers: [{ serverId: server.id, policyId }] })
}

async function row(grantId: string) {
  const [found] = await instance.sql('SELECT * FROM "grant" WHERE id = $1', [grantId])
  return found ?? {}
}

describe('a grant', () => {
  it('shows its token once; the database holds only the digest', async () => {
    const { grant, token } = await newGrant()
    expect(readToken(token)).toMatchObject({ kind: 'pcg', organisationId: owner.organisation.id })
    expect(await row(grant.id)).toMatchObject({ token_digest: readToken(token)?.digest, url_enabled: false })
    expect(token.endsWith(grant.tokenEnd)).toBe(true)
    const dump = await instance.sql(
      'SELECT row_to_json(g)::text FROM "grant" g UNION ALL SELECT row_to_json(a)::text FROM audit_event a',
    )
    expect(JSON.stringify(dump)).not.toContain(token)
    expect(JSON.stringify(await listGrants(owner))).not.toContain(token.slice(0, -4))
  })

  it('names its servers, and counts at its policies', async () => {
    const { grant } = await newGrant()
    expect(grant.servers).toEqual([
      { serverId: server.id, serverName: 'LiveTap', policyId, policyName: 'LiveTap policy' },
    ])
    expect(await listGrants(owner, { serverId: server.id })).toEqual([grant])
    expect(await listPolicies(owner, server.id)).toMatchObject([{ id: policyId, grants: 1 }])
  })

  it('takes only a policy of the very server that it is for', async () => {
    const other = await newServer()
    const crossed = createGrant(owner, { label: 'x', servers: [{ serverId: other.id, policyId }] })
    await expect(crossed).rejects.toMatchObject({ code: 'not-found' })
    const { grant } = await newGrant()
    const change = { servers: [{ serverId: other.id, policyId }] }
    await expect(updateGrant(owner, grant.id, change)).rejects.toMatchObject({ code: 'not-found' })
    expect((await getGrant(owner, grant.id)).servers).toEqual(grant.servers)
  })

  it('is refused with a sentence for what no grant can be', async () => {
    const servers = [{ serverId: server.id, policyId }]
    const past = new Date(Date.now() - 1000)
    for (const wrong of [
      { label: '  ', servers },
      { label: 'two\nlines', servers },
      { label: 'none', servers: [] },
      { label: 'twice', servers: [...servers, ...servers] },
      { label: 'past', servers, expiresAt: past },
      { label: 'tags', servers, tags: [''] },
    ]) {
      await expect(createGrant(owner, wrong)).rejects.toMatchObject({ code: 'invalid-input' })
    }
    expect(await listGrants(owner)).toEqual([])
  })

  it('rotates: the new token has another digest, and the old one is gone with the commit', async () => {
    const { grant, token } = await newGrant()
    const before = await row(grant.id)
    const rotated = await rotateGrant(owner, grant.id)
    expect(rotated.token).not.toBe(token)
    const after = await row(grant.id)
    expect(after.token_digest).toBe(readToken(rotated.token)?.digest)
    expect(after.revision).toBe(Number(before.revision) + 1)
  })

  it('is revoked for good, once: revoking again changes nothing, changing it is refused', async () => {
    const { grant } = await newGrant()
    await revokeGrant(owner, grant.id)
    const { revoked_at: first } = await row(grant.id)
    await revokeGrant(owner, grant.id)
    expect((await row(grant.id)).revoked_at).toEqual(first)
    await expect(rotateGrant(owner, grant.id)).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(updateGrant(owner, grant.id, { label: 'x' })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    await expect(enableGrantUrl(owner, grant.id, true)).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('raises its revision with everything that admission must see', async () => {
    const { grant } = await newGrant()
    const changes = [
      () => updateGrant(owner, grant.id, { label: 'Other' }),
      () => updateGrant(owner, grant.id, { tags: ['a'] }),
      () => updateGrant(owner, grant.id, { expiresAt: new Date(Date.now() + 60_000) }),
      () => enableGrantUrl(owner, grant.id, true),
      () => revokeGrant(owner, grant.id),
    ]
    for (const [index, change] of changes.entries()) {
      await change()
      expect((await row(grant.id)).revision).toBe(index + 2)
    }
  })

  it('loses a server that is deleted, and stays', async () => {
    const { grant } = await newGrant()
    await deleteServer(owner, server.id)
    expect((await getGrant(owner, grant.id)).servers).toEqual([])
  })

  it('is made by admins and above, and seen by everyone', async () => {
    const manager = await newColleague(instance, owner, 'policy_manager')
    const viewer = await newColleague(instance, owner, 'viewer')
    const grant = { label: 'x', servers: [{ serverId: server.id, policyId: null }] }
    await expect(createGrant(manager, grant)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await listGrants(viewer)).toEqual([])
  })
})

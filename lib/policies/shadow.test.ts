import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Member, Server } from '#lib/data/model.ts'
import { registerServer } from '#lib/servers/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import { discardShadow, getPolicy, getShadow, promoteShadow, publishPolicy, startShadow } from './index.ts'

let instance: Instance
let upstream: ChangeableUpstream
let owner: Member
let server: Server
let policyId: string

const LIVE = '{"version":"1","default":"deny"}'
const DRAFT = '{\n  // looser\n  "version": "1",\n  "default": "deny",\n  "tools": { "read_stream": {} }\n}\n'

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }])
})
beforeEach(async () => {
  owner = await newOwner()
  for await (const event of registerServer(owner, { name: 'LiveTap', url: upstream.url }))
    if (event.type === 'registered') server = event.server
  policyId = (await publishPolicy(owner, { serverId: server.id, document: LIVE, baseVersion: 0 })).policyId
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

const begin = (member = owner, more = {}) =>
  startShadow(member, { serverId: server.id, policyId, document: DRAFT, baseVersion: 1, ...more })
const audited = () =>
  instance.sql('SELECT action, detail FROM audit_event WHERE target = $1 ORDER BY at, id', [policyId])

describe('a draft in shadow', () => {
  it('leaves in force what is, is one for a server, and begins from the version that its author saw', async () => {
    const { id } = await begin()
    expect(await getShadow(owner, server.id)).toMatchObject({
      ...{
        id,
        policyId,
        source: DRAFT,
        baseVersion: 1,
        author: owner.email,
        calls: 0,
        differing: 0,
        verdicts: [],
      },
    })
    expect((await getPolicy(owner, policyId)).version).toBe(1)
    await expect(begin()).rejects.toMatchObject({ code: 'in-use' })
    await discardShadow(owner, { serverId: server.id, shadowId: id })
    expect(await getShadow(owner, server.id)).toBeNull()
    await expect(begin(owner, { baseVersion: 2 })).rejects.toMatchObject({
      code: 'version-conflict',
      data: { current: 1 },
    })
    await expect(begin(owner, { document: '{"version":"1"}' })).rejects.toMatchObject({
      code: 'policy-invalid',
    })
  })

  it('is promoted as a publish, from the version in force alone, with what was counted on record', async () => {
    const { id } = await begin()
    const { organisation } = owner
    await instance.sql('UPDATE shadow SET calls = 12 WHERE id = $1', [id])
    await instance.sql(
      `INSERT INTO shadow_verdict VALUES ($1, $2, 'read_stream', 'grt_gone', 'deny', 'allow', '', 5, now(), now(), '{call_a}')`,
      [organisation.id, id],
    )
    expect(await getShadow(owner, server.id)).toMatchObject({
      ...{
        calls: 12,
        differing: 5,
        verdicts: [{ tool: 'read_stream', live: 'deny', draft: 'allow', examples: ['call_a'] }],
      },
    })
    const target = { serverId: server.id, shadowId: id }
    await publishPolicy(owner, { serverId: server.id, policyId, document: `${LIVE} `, baseVersion: 1 })
    const conflict = { code: 'version-conflict', data: { current: 2 } }
    await expect(promoteShadow(owner, { ...target, baseVersion: 1 })).rejects.toMatchObject(conflict)
    expect(await getShadow(owner, server.id)).not.toBeNull()
    expect(await promoteShadow(owner, { ...target, baseVersion: 2 })).toEqual({ policyId, version: 3 })
    expect((await getPolicy(owner, policyId)).published?.source).toBe(DRAFT)
    expect(await getShadow(owner, server.id)).toBeNull()
    expect((await audited()).at(-1)).toMatchObject({
      ...{
        action: 'policy.published',
        detail: { version: 3, shadowId: id, shadowedCalls: 12, differing: 5 },
      },
    })
    await expect(promoteShadow(owner, { ...target, baseVersion: 3 })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('is for those who may publish, and read by everyone of the organisation', async () => {
    const approver = await newColleague(instance, owner, 'approver')
    await expect(begin(approver)).rejects.toMatchObject({ code: 'forbidden' })
    const { id } = await begin()
    const target = { serverId: server.id, shadowId: id }
    expect(await getShadow(approver, server.id)).toMatchObject({ id })
    await expect(promoteShadow(approver, { ...target, baseVersion: 1 })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(discardShadow(approver, target)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await audited()).map(({ action }) => action)).toEqual(['policy.published', 'policy.shadowed'])
  })
})

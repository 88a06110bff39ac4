import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Member, Server } from '#lib/data/model.ts'
import { METHOD_GROUPS } from '#lib/policy/index.ts'
import { registerServer } from '#lib/servers/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import {
  checkPolicy,
  discardDraft,
  findDraft,
  getPolicy,
  listPolicies,
  listVersions,
  publishPolicy,
  rollbackPolicy,
  saveDraft,
} from './index.ts'

let instance: Instance
let upstream: ChangeableUpstream
let owner: Member
let server: Server

const DENY_ALL = '{"version":"1","default":"deny"}'
const ONE_TOOL =
  '{\n  // for the support agents\n  "version": "1",\n  "default": "deny",\n  "tools": { "read_stream": {} }\n}\n'

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }, { name: 'delete_stream' }])
})
beforeEach(async () => {
  owner = await newOwner()
  server = await newServer()
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

function publishNew(document = DENY_ALL) {
  return publishPolicy(owner, { serverId: server.id, document, baseVersion: 0, name: 'Support' })
}

describe('publishing', () => {
  it('[P1] stores the text as written, its format, and the canonical JSON that is enforced', async () => {
    const { policyId, version } = await publishNew(ONE_TOOL)
    expect(version).toBe(1)
    const policy = await getPolicy(owner, policyId)
    expect(policy).toMatchObject({ name: 'Support', version: 1, serverId: server.id, grants: 0 })
    expect(policy.published).toMatchObject({ source: ONE_TOOL, format: 'jsonc', author: owner.email })
    const [row] = await instance.sql('SELECT canonical, hash FROM policy_version WHERE policy_id = $1', [
      policyId,
    ])
    expect(row?.canonical).toBe('{"default":"deny","tools":{"read_stream":{}},"version":"1"}')
    expect(row?.hash).toMatch(/^[0-9a-f]{64}$/)
    const strict = await publishNew(DENY_ALL)
    expect((await getPolicy(owner, strict.policyId)).published?.format).toBe('json')
  })

  it('[P1] stores YAML as written, calls JSON by its name, and enforces the same canonical JSON', async () => {
    const yaml = '# for the support agents\nversion: "1"\ndefault: deny\ntools:\n  read_stream: {}\n'
    const { policyId } = await publishNew(yaml)
    expect((await getPolicy(owner, policyId)).published).toMatchObject({ source: yaml, format: 'yaml' })
    const [row] = await instance.sql('SELECT canonical, hash FROM policy_version WHERE policy_id = $1', [
      policyId,
    ])
    const asJson = await publishNew(ONE_TOOL)
    const [same] = await instance.sql('SELECT canonical, hash FROM policy_version WHERE policy_id = $1', [
      asJson.policyId,
    ])
    expect(row).toEqual(same)
    const said = { serverId: server.id, document: DENY_ALL, format: 'yaml', baseVersion: 0 } as const
    const called = await publishPolicy(owner, said)
    expect((await getPolicy(owner, called.policyId)).published?.format).toBe('json')
    await expect(publishPolicy(owner, { ...said, document: yaml, format: 'json' })).rejects.toMatchObject({
      code: 'policy-invalid',
    })
    await expect(publishNew(`${yaml}hide: [&a x, *a]\n`)).rejects.toMatchObject({
      data: { errors: [{ code: 'syntax' }, { code: 'syntax' }] },
    })
  })

  it('[P3] refuses an invalid document with every error in its place, and the published one stays', async () => {
    const { policyId } = await publishNew()
    const document = '{"version":"1","tools":{"read_stream":{"denyif":[]},"b":{"limits":[{"counter":"c"}]}}}'
    const refusal = publishPolicy(owner, { serverId: server.id, policyId, document, baseVersion: 1 })
    await expect(refusal).rejects.toMatchObject({ code: 'policy-invalid' })
    const { data } = await refusal.catch((fault) => fault)
    expect(data.errors.map((issue: { pointer: string }) => issue.pointer)).toEqual(
      expect.arrayContaining(['/default', '/tools/read_stream/denyif', '/tools/b/limits/0/max']),
    )
    expect((await getPolicy(owner, policyId)).version).toBe(1)
    expect(await listVersions(owner, policyId)).toHaveLength(1)
  })

  it('[N1] takes a word for every group of methods, for every group is enforced', async () => {
    const methods = Object.fromEntries(METHOD_GROUPS.map((group) => [group, 'allow']))
    const document = JSON.stringify({ version: '1', default: 'deny', methods })
    await expect(publishNew(document)).resolves.toMatchObject({ version: 1 })
  })

  it('of two people who started from one version publishes one and tells the other', async () => {
    const { policyId } = await publishNew()
    const publish = (document: string) =>
      publishPolicy(owner, { serverId: server.id, policyId, document, baseVersion: 1 })
    const results = await Promise.allSettled([publish(ONE_TOOL), publish(DENY_ALL), publish(ONE_TOOL)])
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    for (const result of results) {
      if (result.status === 'rejected')
        expect(result.reason).toMatchObject({ code: 'version-conflict', data: { current: 2 } })
    }
    expect((await listVersions(owner, policyId)).map((version) => version.number)).toEqual([2, 1])
  })

  it('refuses a base version from the future as stale, too', async () => {
    const { policyId } = await publishNew()
    const early = publishPolicy(owner, { serverId: server.id, policyId, document: ONE_TOOL, baseVersion: 2 })
    await expect(early).rejects.toMatchObject({ code: 'version-conflict', data: { current: 1 } })
  })

  it('does not publish a policy through a server that is not its own', async () => {
    const { policyId } = await publishNew()
    const other = await newServer()
    const crossed = publishPolicy(owner, { serverId: other.id, policyId, document: ONE_TOOL, baseVersion: 1 })
    await expect(crossed).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is for policy managers and above', async () => {
    const manager = await newColleague(instance, owner, 'policy_manager')
    const approver = await newColleague(instance, owner, 'approver')
    const publication = { serverId: server.id, document: DENY_ALL, baseVersion: 0 }
    await expect(publishPolicy(approver, publication)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(publishPolicy(manager, publication)).resolves.toMatchObject({ version: 1 })
    await expect(listPolicies(approver, server.id)).resolves.toHaveLength(1)
  })
})

describe('versions', () => {
  it('are never changed: the database itself refuses', async () => {
    await publishNew()
    await expect(
      instance.sql(`UPDATE policy_version SET source = 'x' WHERE organisation_id = $1`, [
        owner.organisation.id,
      ]),
    ).rejects.toThrow('never changed')
  })

  it('come back as new versions with the old text', async () => {
    const { policyId } = await publishNew(ONE_TOOL)
    await publishPolicy(owner, { serverId: server.id, policyId, document: DENY_ALL, baseVersion: 1 })
    expect(await rollbackPolicy(owner, policyId, 1)).toEqual({ version: 3 })
    const versions = await listVersions(owner, policyId)
    expect(versions.map(({ number, source }) => [number, source])).toEqual([
      [3, ONE_TOOL],
      [2, DENY_ALL],
      [1, ONE_TOOL],
    ])
    expect(new Set(versions.map((version) => version.id)).size).toBe(3)
    const yaml = 'version: "1"\ndefault: deny\n'
    await publishPolicy(owner, { serverId: server.id, policyId, document: yaml, baseVersion: 3 })
    await rollbackPolicy(owner, policyId, 2)
    await rollbackPolicy(owner, policyId, 4)
    const [again] = await listVersions(owner, policyId)
    expect(again).toMatchObject({ number: 6, source: yaml, format: 'yaml' })
    await expect(rollbackPolicy(owner, policyId, 9)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('checking', () => {
  it('says what publishing would say, and knows the server’s tools', async () => {
    const document = '{"version":"1","default":"deny","tools":{"read_straem":{}}}'
    const alone = await checkPolicy(owner, { document })
    expect(alone.ok).toBe(true)
    const withTools = await checkPolicy(owner, { serverId: server.id, document })
    expect(withTools).toMatchObject({ ok: true, errors: [] })
    expect(withTools.warnings.map((issue) => issue.pointer)).toContain('/tools/read_straem')
    expect((await checkPolicy(owner, { document: '{"version":' })).ok).toBe(false)
    const inYaml = 'version: "1"\ndefault: deny\ntools:\n  read_straem: {}\n'
    expect((await checkPolicy(owner, { serverId: server.id, document: inYaml })).warnings).toMatchObject([
      { pointer: '/tools/read_straem', offset: inYaml.indexOf('read_straem'), length: 11 },
      { code: 'everything-denied' },
    ])
  })
})

describe('drafts', () => {
  it('are each person’s own, and may be as wrong as they like', async () => {
    const colleague = await newColleague(instance, owner, 'policy_manager')
    const draft = { serverId: server.id, policyId: '', text: '{"half', baseVersion: 0 }
    await saveDraft(owner, { ...draft, text: 'first' })
    await saveDraft(owner, draft)
    expect(await findDraft(owner, server.id, '')).toMatchObject({ text: '{"half', baseVersion: 0 })
    expect(await findDraft(colleague, server.id, '')).toBeNull()
    await discardDraft(owner, server.id, '')
    expect(await findDraft(owner, server.id, '')).toBeNull()
  })
})

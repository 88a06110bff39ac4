import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { createApiKey, findMemberByKey } from '#lib/accounts/index.ts'
import type { Member, Server } from '#lib/data/model.ts'
import { MOST_OPEN } from '#lib/data/proposals.ts'
import { registerServer } from '#lib/servers/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import {
  dismissProposal,
  getPolicy,
  getProposal,
  listProposals,
  proposePolicy,
  publishPolicy,
} from './index.ts'

let instance: Instance
let upstream: ChangeableUpstream
let owner: Member
let server: Server
let policyId: string

const LIVE = '{"version":"1","default":"deny"}'
const WIDER =
  '{\n  // for the nightly job\n  "version": "1", "default": "deny", "tools": { "read_stream": {} }\n}\n'

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

const propose = (member = owner, more = {}) =>
  proposePolicy(member, { policyId, document: WIDER, reason: 'The nightly job reads it.', ...more })
const publish = (document: string, baseVersion: number) =>
  publishPolicy(owner, { serverId: server.id, policyId, document, baseVersion })

describe('a proposed change', () => {
  it('changes nothing that is in force, and says what it would change, by whose key and why', async () => {
    const { key } = await createApiKey(owner, 'nightly')
    const agent = await findMemberByKey(key)
    if (!agent) throw new Error('no member')
    const made = await propose(agent)
    expect(made).toMatchObject({
      ...{ state: 'open', policyId, serverName: 'LiveTap', source: WIDER, baseVersion: 1, currentVersion: 1 },
      ...{ reason: 'The nightly job reads it.', key: 'nightly', author: owner.email, decidedAt: null },
      changes: { changed: true, widens: true },
    })
    expect(made.changes?.differences.map(({ tool, from, to }) => [tool, from, to])).toEqual([
      ['read_stream', 'deny', 'allow'],
    ])
    expect(await getPolicy(owner, policyId)).toMatchObject({ version: 1, published: { source: LIVE } })
    expect(await listProposals(owner, { state: 'open' })).toMatchObject([{ id: made.id }])
  })

  it('may be made by a viewer, who cannot dismiss one', async () => {
    const viewer = await newColleague(instance, owner, 'viewer')
    const { id } = await propose(viewer)
    await expect(dismissProposal(viewer, id)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await getProposal(viewer, id)).state).toBe('open')
  })

  it('is closed by whoever publishes what it says, however that came about, and by no other version', async () => {
    const { id } = await propose()
    await publish('{"version":"1","default":"allow"}', 1)
    expect(await getProposal(owner, id)).toMatchObject({ state: 'open', baseVersion: 1, currentVersion: 2 })
    // Another spelling of the same document.
    await publish('{"version":"1","default":"deny","tools":{"read_stream":{}}}', 2)
    expect(await getProposal(owner, id)).toMatchObject({
      ...{ state: 'published', version: 3, decidedBy: owner.email },
      changes: { changed: false },
    })
    await expect(dismissProposal(owner, id)).rejects.toMatchObject({ code: 'in-use' })
  })

  it('is dismissed once, on record', async () => {
    const { id } = await propose()
    await dismissProposal(owner, id)
    expect(await getProposal(owner, id)).toMatchObject({
      state: 'dismissed',
      decidedBy: owner.email,
      version: null,
    })
    await expect(dismissProposal(owner, id)).rejects.toMatchObject({ code: 'in-use' })
    const actions = await instance.sql(
      `SELECT action FROM audit_event WHERE target = $1 AND action LIKE 'policy.propos%' ORDER BY at, id`,
      [policyId],
    )
    expect(actions.map(({ action }) => action)).toEqual(['policy.proposed', 'policy.proposal_dismissed'])
    // What it said counts for nothing afterwards.
    await publish(WIDER, 1)
    expect((await getProposal(owner, id)).state).toBe('dismissed')
  })

  it('that nobody could publish is refused, and so is one without a reason', async () => {
    await expect(propose(owner, { document: '{"version":"1"}' })).rejects.toMatchObject({
      code: 'policy-invalid',
    })
    for (const reason of ['', '  ', 'x'.repeat(501), '\0'])
      await expect(propose(owner, { reason })).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await listProposals(owner)).toEqual([])
  })

  it('is one while it is open, however often an agent repeats it, and there are not many', async () => {
    const again = await Promise.all(Array.from({ length: 4 }, () => propose()))
    expect(new Set(again.map(({ id }) => id)).size).toBe(1)
    const other = (n: number) => `{"version":"1","default":"deny","description":"${n}"}`
    for (let n = 1; n < MOST_OPEN; n++) await propose(owner, { document: other(n) })
    await expect(propose(owner, { document: other(MOST_OPEN) })).rejects.toMatchObject({ code: 'in-use' })
    expect(await listProposals(owner, { state: 'open' })).toHaveLength(MOST_OPEN)
  }, 60_000)
})

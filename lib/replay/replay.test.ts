// Replays of a real record: what is read of it, in which order, and whose.
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { publishBaseline } from '#lib/baseline/index.ts'
import type { Member, Server } from '#lib/data/model.ts'
import { newId } from '#lib/id.ts'
import { publishPolicy } from '#lib/policies/index.ts'
import { registerServer } from '#lib/servers/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import { type ReplayInput, type ReplaySummary, replayDraft } from './index.ts'

let instance: Instance
let upstream: ChangeableUpstream
let owner: Member
let server: Server
let policyId: string

const LIVE = '{"version":"1","default":"deny","tools":{"read_stream":{}}}'

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }, { name: 'delete_stream' }])
})
beforeEach(async () => {
  owner = await newOwner()
  for await (const event of registerServer(owner, { name: 'LiveTap', url: upstream.url }))
    if (event.type === 'registered') server = event.server
  const published = await publishPolicy(owner, { serverId: server.id, document: LIVE, baseVersion: 0 })
  policyId = published.policyId
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

type Recorded = {
  tool?: string
  reason?: string
  minutesAgo?: number
  repeats?: number
  names?: string
  version?: string
}

async function record(call: Recorded = {}): Promise<string> {
  const id = newId('call', owner.organisation.id)
  const [version] = await instance.sql('SELECT published_version_id AS id FROM policy WHERE id = $1', [
    policyId,
  ])
  await instance.sql(
    `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
       policy_version_id, argument_names, detail, outcome, repeats)
     VALUES ($1, $2, clock_timestamp() - make_interval(secs => $3), $4, $5, 'tools/call', $6, 'allow', '', $7, '', $8, $9, '{}', 'ok', $10)`,
    [
      owner.organisation.id,
      id,
      (call.minutesAgo ?? 1) * 60,
      server.id,
      `grt_${owner.organisation.id}0000000000000001`,
      call.tool ?? 'read_stream',
      call.reason ?? 'allowed',
      call.version ?? version?.id,
      call.names ?? '{}',
      call.repeats ?? 1,
    ],
  )
  return id
}

async function replay(document: string, more: Partial<ReplayInput> = {}): Promise<ReplaySummary> {
  const input = { serverId: server.id, policyId, document, range: { hours: 24 }, ...more }
  for await (const step of replayDraft(owner, input)) if (step.type === 'done') return step.result
  throw new Error('the replay did not end')
}

describe('a replay', () => {
  it('compares the version in force with a draft, call by call, and names examples', async () => {
    const id = await record()
    await record({ tool: 'delete_stream', reason: 'not-listed', repeats: 7 })
    const result = await replay(
      '{"version":"1","default":"deny","hide":["read_stream"],"tools":{"delete_stream":{}}}',
    )
    expect(result).toMatchObject({ calls: 8, version: 1, isCut: false, ungrouped: 0 })
    expect(result.matrix).toEqual([
      { from: 'deny', to: 'allow', calls: 7 },
      { from: 'allow', to: 'hide', calls: 1 },
    ])
    expect(result.changed[1]).toMatchObject({ tool: 'read_stream', rule: '(hidden)', examples: [id] })
  })

  it('[S2] judges both under the baseline that holds today', async () => {
    const loose = '{"version":"1","default":"allow"}'
    await record({ tool: 'delete_stream', reason: 'not-listed' })
    expect((await replay(loose)).matrix).toEqual([{ from: 'deny', to: 'allow', calls: 1 }])
    await publishBaseline(owner, { document: '{"version":"1","hide":["delete_*"]}', baseVersion: 0 })
    expect(await replay(loose)).toMatchObject({
      matrix: [{ from: 'hide', to: 'hide', calls: 1 }],
      changed: [],
    })
  })

  it('takes the calls of the range that this policy decided, and no message that no policy judged', async () => {
    await record({ minutesAgo: 60 * 25 })
    await record({ reason: 'malformed-message' })
    await record({ version: newId('ver', owner.organisation.id) })
    await record({ reason: 'unknown-tool', tool: 'never_listed' })
    expect((await replay(LIVE)).matrix).toEqual([{ from: 'deny', to: 'deny', calls: 1 }])
    expect((await replay(LIVE, { range: { hours: 48 } })).calls).toBe(2)
    expect((await replay(LIVE, { range: { calls: 1 } })).calls).toBe(1)
    // Before there is a policy, all calls of the server are what there is to look at, and nothing passes.
    expect((await replay(LIVE, { policyId: '' })).calls).toBe(2)
    const none = await replay(LIVE, { range: { hours: 0.001 } })
    expect(none).toMatchObject({ calls: 0, matrix: [], changed: [] })
  })

  it('reads every call once, in the order of time, whatever page it falls into', async () => {
    const version = (
      await instance.sql('SELECT published_version_id AS id FROM policy WHERE id = $1', [policyId])
    )[0]
    await instance.sql(
      `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
         policy_version_id, argument_names, detail, outcome)
       SELECT $1, 'call_' || $1 || lpad(to_hex(n), 16, '0'), date_trunc('hour', clock_timestamp()) - interval '2 hours' + (n / 3) * interval '1 ms',
              $2, $3, 'tools/call', 'read_stream', 'allow', '', 'allowed', '', $4, '{}', '{}', 'ok' FROM generate_series(1, 4500) n`,
      [owner.organisation.id, server.id, `grt_${owner.organisation.id}0000000000000001`, version?.id],
    )
    const limited = '{"version":"1","default":"deny","tools":{"read_stream":{"rate_limit":"1000/hour"}}}'
    const { matrix, calls } = await replay(limited)
    expect(calls).toBe(4500)
    expect(matrix).toEqual([
      { from: 'allow', to: 'limit', calls: 3500 },
      { from: 'allow', to: 'allow', calls: 1000 },
    ])
  })

  it('[C5] says unknown where a value was not recorded that the draft looks at', async () => {
    await record({ names: '{amount}' })
    await record({ names: '{}' })
    const document =
      '{"version":"1","default":"deny","tools":{"read_stream":{"deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":5}]}]}}}'
    expect((await replay(document)).matrix.map(({ from, to, calls }) => [from, to, calls]).sort()).toEqual([
      ['allow', 'allow', 1],
      ['allow', 'unknown', 1],
    ])
  })

  it('is for those who may publish, needs a text that can be read, and a policy of this organisation', async () => {
    const start = (member: Member, input: Partial<ReplayInput> = {}) =>
      replayDraft(member, {
        serverId: server.id,
        policyId,
        document: LIVE,
        range: { hours: 1 },
        ...input,
      }).next()
    const viewer = await newColleague(instance, owner, 'approver')
    await expect(start(viewer)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(start(owner, { document: '{' })).rejects.toMatchObject({ code: 'policy-invalid' })
    const stranger = await newOwner()
    await expect(start(stranger)).rejects.toMatchObject({ code: 'not-found' })
    await expect(start(owner, { policyId: newId('pol', owner.organisation.id) })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('runs twice at once in a process at most, and one that is left makes room', async () => {
    const open = [0, 1].map(() =>
      replayDraft(owner, { serverId: server.id, policyId, document: LIVE, range: { hours: 1 } }),
    )
    await Promise.all(open.map((each) => each.next()))
    await expect(replay(LIVE)).rejects.toMatchObject({ code: 'too-many-at-once' })
    await Promise.all(open.map((each) => each.return()))
    expect((await replay(LIVE)).calls).toBe(0)
  })
})

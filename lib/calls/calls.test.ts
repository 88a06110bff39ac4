import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Member } from '#lib/data/model.ts'
import { newId } from '#lib/id.ts'
import { type Instance, newOwner, startInstance } from '#testing/instance.ts'
import { callsOfTheWeek, explainCall, getCall, listCalls } from './index.ts'

let instance: Instance
let owner: Member

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
beforeEach(async () => {
  owner = await newOwner()
})
afterAll(() => instance.close())

type Recorded = {
  at?: string
  tool?: string
  decision?: string
  rule?: string
  reason?: string
  message?: string
  serverId?: string
  versionId?: string | null
}

async function record(call: Recorded = {}): Promise<string> {
  const id = newId('call', owner.organisation.id)
  await instance.sql(
    `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
       policy_version_id, argument_names, detail, outcome)
     VALUES ($1, $2, $3, $4, 'grt_gone', 'tools/call', $5, $6, $7, $8, $9, $10, '{a,b}', '{}', 'ok')`,
    [
      owner.organisation.id,
      id,
      call.at ?? new Date().toISOString(),
      call.serverId ?? 'srv_gone',
      call.tool ?? 'read_stream',
      call.decision ?? 'allow',
      call.rule ?? '',
      call.reason ?? 'allowed',
      call.message ?? '',
      call.versionId ?? null,
    ],
  )
  return id
}

describe('the record of calls', () => {
  it('is paged newest first, without losing or doubling calls that share a millisecond', async () => {
    const ids: string[] = []
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
    for (let i = 0; i < 120; i++)
      ids.push(
        await record({ at: `${yesterday}T00:00:00.000${String(Math.floor(i / 3)).padStart(3, '0')}Z` }),
      )
    const seen: string[] = []
    let cursor: string | undefined
    for (let page = 0; page < 3; page++) {
      const { items, nextCursor } = await listCalls(owner, { cursor })
      seen.push(...items.map((call) => call.id))
      cursor = nextCursor ?? undefined
      expect(nextCursor === null).toBe(page === 2)
    }
    expect(seen).toHaveLength(120)
    expect(new Set(seen)).toEqual(new Set(ids))
    expect(seen.slice(0, 3).sort()).toEqual(ids.slice(-3).sort())
  })

  it('is filtered by server, tool and decision', async () => {
    const denied = await record({ decision: 'deny', tool: 'delete_stream', serverId: 'srv_a' })
    await record({ serverId: 'srv_b' })
    const idsOf = async (filter: Parameters<typeof listCalls>[1]) =>
      (await listCalls(owner, filter)).items.map((call) => call.id)
    expect(await idsOf({ decision: 'deny' })).toEqual([denied])
    expect(await idsOf({ tool: 'delete_stream' })).toEqual([denied])
    expect(await idsOf({ serverId: 'srv_a' })).toEqual([denied])
    expect(await idsOf({ serverId: 'srv_a', decision: 'allow' })).toEqual([])
    expect(await idsOf({ tool: 'a\0b' })).toEqual([])
  })

  it('is counted by tool over seven days, refused calls among them', async () => {
    const organisationId = owner.organisation.id
    const serverId = newId('srv', organisationId)
    await instance.sql(
      `INSERT INTO server (organisation_id, id, slug, name, url, status) VALUES ($1, $2, 'w', 'W', 'http://x', 'ready')`,
      [organisationId, serverId],
    )
    const now = Date.parse('2026-05-20T12:00:00Z')
    const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString()
    await record({ serverId, tool: 'a', at: daysAgo(0) })
    const folded = await record({ serverId, tool: 'a', at: daysAgo(6.99), decision: 'deny' })
    await record({ serverId, tool: 'a', at: daysAgo(7.01) })
    await record({ serverId, tool: 'b', at: daysAgo(1) })
    await record({ serverId, tool: '', at: daysAgo(1) })
    await record({ tool: 'a', at: daysAgo(1) })
    expect(Object.fromEntries(await callsOfTheWeek(owner, serverId, now))).toEqual({ a: 2, b: 1 })
    // Equal refusals in a row are one record, and as many calls as they were.
    await instance.sql('UPDATE call SET repeats = 41 WHERE id = $1', [folded])
    expect(Object.fromEntries(await callsOfTheWeek(owner, serverId, now))).toEqual({ a: 42, b: 1 })
  })

  it('refuses a cursor that no page gave', async () => {
    for (const cursor of ['', 'x', Buffer.from("2026-01-01T00:00:00.000Z ' OR 1=1").toString('base64url')])
      await expect(listCalls(owner, { cursor })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('outlives the server and the grant that it names', async () => {
    const id = await record()
    expect(await getCall(owner, id)).toMatchObject({ serverName: 'srv_gone', grantLabel: 'grt_gone' })
  })
})

/** A published version, the seventh of its policy, with this text. */
async function version(canonical: string): Promise<string> {
  const organisationId = owner.organisation.id
  const [policyId, versionId] = [newId('pol', organisationId), newId('ver', organisationId)]
  const serverId = newId('srv', organisationId)
  await instance.sql(
    `INSERT INTO server (organisation_id, id, slug, name, url, status) VALUES ($1, $2, 's', 'S', 'http://x', 'ready')`,
    [organisationId, serverId],
  )
  await instance.sql(`INSERT INTO policy (organisation_id, id, server_id, name) VALUES ($1, $2, $3, 'P')`, [
    organisationId,
    policyId,
    serverId,
  ])
  await instance.sql(
    `INSERT INTO policy_version (organisation_id, id, policy_id, number, source, format, canonical, hash)
     VALUES ($1, $2, $3, 7, $4, 'json', $4, '')`,
    [organisationId, versionId, policyId, canonical],
  )
  return versionId
}

describe('the explanation of a call', () => {
  it('says what the agent was told, and shows the rule of the version that judged', async () => {
    const versionId = await version(
      '{"tools":{"a/b":{"limits":[{"counter":"rate","max":3}]},"short":{"action":"deny","reason":"No."}}}',
    )
    const id = await record({
      decision: 'deny',
      rule: '/tools/a~1b/limits/rate',
      reason: 'limit-reached',
      message: 'Three is enough.',
      versionId,
    })
    const explanation = await explainCall(owner, await getCall(owner, id))
    expect(explanation.agent).toBe('[POLICY DENIED] Three is enough.')
    expect(explanation.person).toContain('/tools/a~1b/limits/rate of version 7')
    expect(JSON.parse(explanation.ruleText ?? '')).toEqual({ counter: 'rate', max: 3 })

    // [P4] A rule written in short is shown as it was written.
    const short = await record({
      decision: 'deny',
      rule: '/tools/short/deny_if/0',
      message: 'No.',
      versionId,
    })
    expect((await explainCall(owner, await getCall(owner, short))).ruleText).toBe('"deny"')
  })

  it('[X7] says what would change it, where that holds for every such call', async () => {
    const versionId = await version('{"default":"deny","hide":["b"],"tools":{"a":{},"b":{}},"version":"1"}')
    const changeOf = async (call: Recorded) =>
      (await explainCall(owner, await getCall(owner, await record({ decision: 'deny', versionId, ...call }))))
        .change
    expect(await changeOf({ tool: 'b', rule: '(hidden)', reason: 'hidden' })).toBe('Take b out of “hide”.')
    expect(await changeOf({ tool: 'c', rule: '(default deny)', reason: 'not-listed' })).toBe(
      'Add an entry for c, without rules.',
    )
    expect(
      await changeOf({ tool: 'a', rule: '(definition changed)', reason: 'definition-changed' }),
    ).toContain('a member has to accept the definition of a')
    expect(await changeOf({ tool: 'a', rule: '(malformed message)', reason: 'malformed-message' })).toBeNull()
    expect(await changeOf({ tool: 'a', decision: 'allow' })).toBeNull()
  })

  it('[E10] tells of a hidden tool what the agent saw: that there is no such tool', async () => {
    const id = await record({ decision: 'deny', rule: '(hidden)', reason: 'hidden', tool: 'secret' })
    expect(await explainCall(owner, await getCall(owner, id))).toMatchObject({
      agent: 'Unknown tool: secret',
      ruleText: null,
    })
  })
})

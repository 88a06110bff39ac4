import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { publishBaseline } from '#lib/baseline/index.ts'
import type { Member, Server } from '#lib/data/model.ts'
import { createGrant, revokeGrant } from '#lib/grants/index.ts'
import { newId } from '#lib/id.ts'
import { publishPolicy } from '#lib/policies/index.ts'
import { registerServer } from '#lib/servers/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import { INVENTORY_PAGE, type InventoryFilter, listInventory, previewBaseline } from './index.ts'

let instance: Instance
let upstream: ChangeableUpstream
let owner: Member
let server: Server
const NAMES = ['delete_stream', 'pay', 'read_stream', 'write_stream']
const POLICY = {
  version: '1',
  default: 'deny',
  hide: ['delete_stream'],
  tools: { read_stream: {}, write_stream: { rate_limit: '5/minute' }, pay: { require_approval: true } },
}

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream(NAMES.map((name) => ({ name })))
})
beforeEach(async () => {
  owner = await newOwner()
  server = await register('LiveTap')
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

async function register(name: string): Promise<Server> {
  for await (const event of registerServer(owner, { name, url: upstream.url }))
    if (event.type === 'registered') return event.server
  throw new Error('no server was registered')
}
const publish = async (document: object, of = server) =>
  (await publishPolicy(owner, { serverId: of.id, document: JSON.stringify(document), baseVersion: 0 }))
    .policyId
const grant = async (label: string, policyId: string | null, of = server) =>
  (await createGrant(owner, { label, servers: [{ serverId: of.id, policyId }] })).grant.id
const told = async (filter: InventoryFilter = {}, as = owner) =>
  Object.fromEntries(
    (await listInventory(as, filter)).items.map(({ serverName, name, access }) => [
      `${serverName} ${name}`,
      access
        .map(({ effect, rule, grants }) => `${effect} ${rule} ${grants.map(({ label }) => label)}`.trim())
        .join('; '),
    ]),
  )

describe('the inventory', () => {
  it('says of every tool what happens to each agent’s calls, and by which rule', async () => {
    const policyId = await publish(POLICY)
    await grant('Bot', policyId)
    await grant('CI', policyId)
    await grant('Nobody', null)
    expect(await told()).toEqual({
      'LiveTap delete_stream': 'deny (no policy) Nobody; hide (hidden) Bot,CI',
      'LiveTap pay': 'approve /tools/pay/require_approval Bot,CI; deny (no policy) Nobody',
      'LiveTap read_stream': 'allow  Bot,CI; deny (no policy) Nobody',
      'LiveTap write_stream':
        'limit /tools/write_stream/limits/write_stream_rate Bot,CI; deny (no policy) Nobody',
    })
  })

  it('shows what the baseline refuses as the baseline’s', async () => {
    await grant('Bot', await publish(POLICY))
    await publishBaseline(owner, { document: '{"version":"1","hide":["pay"]}', baseVersion: 0 })
    const { items } = await listInventory(owner, { search: 'PAY' })
    expect(items).toMatchObject([
      { name: 'pay', access: [{ effect: 'hide', rule: '(baseline)/hide', isBaseline: true }] },
    ])
  })

  it('counts no grant that has ended, and says of what no agent has', async () => {
    const id = await grant('Bot', await publish(POLICY))
    const other = await register('Other')
    expect((await listInventory(owner, { effect: 'nobody' })).items.map(({ serverId }) => serverId)).toEqual(
      NAMES.map(() => other.id),
    )
    await revokeGrant(owner, id)
    const { counts, total } = await listInventory(owner)
    expect([counts.nobody, total]).toEqual([8, 8])
  })

  it('is filtered by server, grant, risk, effect and name, and tells how many fit', async () => {
    const other = await register('Other')
    const bot = await grant('Bot', await publish(POLICY))
    await grant('CI', await publish({ version: '1', default: 'allow' }, other), other)
    const names = async (filter: InventoryFilter) => Object.keys(await told(filter))
    expect(await names({ serverId: other.id })).toEqual(NAMES.map((name) => `Other ${name}`))
    expect(await names({ grantId: bot })).toEqual(NAMES.map((name) => `LiveTap ${name}`))
    expect(await names({ grantId: bot, effect: 'hide' })).toEqual(['LiveTap delete_stream'])
    expect(await names({ effect: 'allow', search: 'stream' })).toEqual([
      'LiveTap read_stream',
      'Other delete_stream',
      'Other read_stream',
      'Other write_stream',
    ])
    const everything = await listInventory(owner)
    const [first] = everything.items
    if (!first) throw new Error('an empty inventory')
    const { category, severity } = first.risk
    expect(
      (await listInventory(owner, { category })).items.every(({ risk }) => risk.category === category),
    ).toBe(true)
    expect(
      (await listInventory(owner, { severity })).items.every(({ risk }) => risk.severity === severity),
    ).toBe(true)
    expect((await listInventory(owner, { effect: 'hide' })).counts).toEqual(everything.counts)
    expect(everything.counts).toEqual({ allow: 5, limit: 1, approve: 1, deny: 0, hide: 1, nobody: 0 })
    expect(await names({ grantId: 'grt_none', search: '%' })).toEqual([])
  })

  it('finds what an agent may call and none has called for a month', async () => {
    const bot = await grant('Bot', await publish(POLICY))
    const called = (tool: string, decision: string, days: number) =>
      instance.sql(
        `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
                           argument_names, detail, outcome)
         VALUES ($1, $2, now() - make_interval(days => $3), $4, $5, 'tools/call', $6, $7, '', 'allowed', '', '{}', '{}', 'ok')`,
        [owner.organisation.id, newId('call', owner.organisation.id), days, server.id, bot, tool, decision],
      )
    await called('read_stream', 'allow', 2)
    await called('pay', 'deny', 2)
    const unused = (filter: InventoryFilter) => told({ ...filter, isUnused: true })
    expect(Object.keys(await unused({}))).toEqual(['LiveTap pay', 'LiveTap write_stream'])
    expect(Object.keys(await unused({ grantId: await grant('New', await publish(POLICY)) }))).toHaveLength(3)
    const { items } = await listInventory(owner, { search: 'read' })
    expect(items[0]?.lastUsedAt).toBeInstanceOf(Date)
    expect((await listInventory(owner, { search: 'pay' })).items[0]?.lastUsedAt).toBeNull()
  })

  it('goes page by page through ten thousand tools, each of them once', async () => {
    await instance.sql(
      `INSERT INTO tool (organisation_id, server_id, name, position, definition, hash, pinned_definition, pinned_hash,
                         category, severity, confidence, evidence)
       SELECT $1, $2, 'tool_' || n, n, '{}', 'h', '{}', 'h', 'Read', 'Low', 1, '[]' FROM generate_series(1, 10000) n`,
      [owner.organisation.id, server.id],
    )
    await grant('Bot', await publish({ version: '1', default: 'allow' }))
    const first = await listInventory(owner)
    expect([first.total, first.items.length]).toEqual([10_004, INVENTORY_PAGE])
    const second = await listInventory(owner, {}, first.nextCursor ?? '')
    const seen = new Set([...first.items, ...second.items].map(({ name }) => name))
    expect(seen.size).toBe(2 * INVENTORY_PAGE)
    const few = await listInventory(owner, { search: 'tool_999' })
    expect([few.total, few.nextCursor]).toEqual([11, null])
    for (const cursor of ['x', Buffer.from(`${server.id} nothing`).toString('base64url')])
      await expect(listInventory(owner, {}, cursor)).rejects.toMatchObject({ code: 'invalid-input' })
  }, 120_000)

  it('is for every member, and of one organisation alone', async () => {
    await grant('Bot', await publish(POLICY))
    expect(Object.keys(await told({}, await newColleague(instance, owner, 'viewer')))).toHaveLength(4)
    const stranger = await newOwner()
    expect(await listInventory(stranger, { serverId: server.id })).toMatchObject({ items: [], total: 0 })
  })
})

describe('a draft of the baseline', () => {
  it('is told beforehand by what it changes for agents, against what is published', async () => {
    await grant('Bot', await publish(POLICY))
    const preview = (document: object) =>
      previewBaseline(owner, { document: JSON.stringify({ version: '1', ...document }) })
    expect(await preview({ hide: ['pay'], all_tools: { require_approval: true } })).toMatchObject({
      looked: 4,
      changed: 3,
      changes: [
        { tool: 'pay', from: 'approve', to: 'hide', grants: 1 },
        { tool: 'read_stream', from: 'allow', to: 'approve' },
        { tool: 'write_stream', from: 'limit', to: 'approve' },
      ],
    })
    await publishBaseline(owner, { document: '{"version":"1","hide":["pay"]}', baseVersion: 0 })
    expect((await preview({ hide: ['pay'] }))?.changed).toBe(0)
    expect((await preview({}))?.changes).toMatchObject([{ tool: 'pay', from: 'hide', to: 'approve' }])
    expect(await preview({ default: 'deny' })).toBeNull()
  })
})

// From the form to the call: a server on stdio is registered by name, its connector comes, its tools are
// read through it and pinned, and from then on it is a server like any other.

import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import type { Member, Server } from '#lib/data/model.ts'
import { createGrant } from '#lib/grants/index.ts'
import { listPolicies, publishPolicy } from '#lib/policies/index.ts'
import {
  acceptTools,
  getServer,
  listServers,
  listTools,
  refreshServer,
  registerConnector,
  rotateConnector,
  updateServer,
} from '#lib/servers/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { type RunningConnector, startConnector } from '../testing/connector.ts'
import { connect } from '../testing/harness.ts'
import { type Replica, startReplica } from '../testing/replica.ts'

const LIVETAP = [process.execPath, '--import', 'tsx', resolve('testing/livetap/main.ts'), '--stdio']
const SERVER = [process.execPath, resolve('gateway/testing/stdio-server.mjs')]
const TIMES = {
  readEveryMs: 3_600_000,
  readingTimes: { lookMs: 200, restMs: 0, gatherMs: 20 },
  hopTimes: { leaseMs: 2_000, renewMs: 100 },
  connectorTimes: { watchMs: 100 },
}

let instance: Instance
let gateways: Replica[]
let owner: Member
const running: RunningConnector[] = []

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  const databaseUrl = process.env.DATABASE_URL ?? ''
  gateways = [await startReplica({ databaseUrl }, TIMES), await startReplica({ databaseUrl }, TIMES)]
  owner = await newOwner()
})
afterAll(async () => {
  await Promise.all(running.map((connector) => connector.kill('SIGKILL')))
  await Promise.all(gateways.map((gateway) => gateway.close()))
  await instance.close()
})

async function registered(
  name: string,
  command: readonly string[],
): Promise<{ server: Server; connector: RunningConnector }> {
  const { server, connectorKey } = await registerConnector(owner, { name })
  const connector = startConnector(
    { serverId: server.id, key: connectorKey },
    gateways[0]?.origin ?? '',
    command,
  )
  running.push(connector)
  await connector.until(/Connected to/)
  return { server, connector }
}

const read = (serverId: string) =>
  vi.waitFor(
    async () => {
      const server = await getServer(owner, serverId)
      expect(server.status).toBe('ready')
      return server
    },
    { timeout: 30_000, interval: 50 },
  )

async function clientFor(serverId: string, document: object, gateway = gateways[1]) {
  const { policyId } = await publishPolicy(owner, {
    serverId,
    document: JSON.stringify(document),
    baseVersion: 0,
  })
  const { token } = await createGrant(owner, { label: 'agent', servers: [{ serverId, policyId }] })
  return connect('SDK v1', `${gateway?.origin}/mcp/${serverId}/`, token)
}

describe('LiveTap over stdio', () => {
  it('is registered with its thirteen tools, all pinned, and governed on either replica', async () => {
    const { server } = await registered('LiveTap', LIVETAP)
    expect(await read(server.id)).toMatchObject({
      transport: 'connector',
      url: '',
      protocol: '2026-07-28',
      tools: 13,
      connector: { state: 'connected', command: expect.stringContaining('--stdio') },
    })
    const tools = await listTools(owner, server.id)
    expect(tools.map(({ state }) => state)).toEqual(Array(13).fill('pinned'))
    const client = await clientFor(server.id, {
      version: '1',
      default: 'deny',
      tools: {
        'list_*': {},
        create_connection: { limits: [{ counter: 'connections', window: 'day', max: 1, scope: 'grant' }] },
        create_watcher: { action: 'deny' },
      },
    })
    const call = async (name: string, args: Record<string, unknown> = {}) =>
      (await client.callTool({ name, arguments: args })).content[0]?.text ?? ''
    const names = (await client.listTools()).tools.map(({ name }) => name)
    expect(names.sort()).toEqual(['create_connection', 'list_connections', 'list_watchers'])
    expect(await call('create_connection', { broker: 'b.example.com', topics: ['#'] })).toContain(
      'connectionId',
    )
    expect(await call('create_connection', { broker: 'b.example.com', topics: ['#'] })).toContain(
      'POLICY DENIED',
    )
    expect(await call('list_connections')).toContain('mqtt')
    expect(await call('create_watcher', {})).toContain('POLICY DENIED')
    await client.close()
  }, 90_000)
})

describe('a server on stdio', () => {
  it('waits for its connector, and its key is shown once and kept as a digest', async () => {
    const { server, connectorKey } = await registerConnector(owner, { name: 'Waiting' })
    expect(server).toMatchObject({
      status: 'waiting',
      tools: 0,
      connector: { state: 'waiting', since: null },
    })
    expect(connectorKey).toMatch(/^pcc_/)
    const dump = await instance.sql(
      'SELECT row_to_json(c)::text FROM connector c UNION ALL SELECT row_to_json(a)::text FROM audit_event a',
    )
    expect(JSON.stringify(dump)).not.toContain(connectorKey)
    expect(await refreshServer(owner, server.id)).toMatchObject({ status: 'waiting' })
    expect((await listServers(owner)).find(({ id }) => id === server.id)).toEqual(server)
  })

  it('[D2] [D3] is read again when somebody asks: what is new or changed waits for a person', async () => {
    const { server, connector } = await registered('Growing', SERVER)
    const { tools } = await read(server.id)
    const client = await clientFor(server.id, { version: '1', default: 'allow' })
    const before = (await getServer(owner, server.id)).checkedAt?.getTime() ?? 0
    // The child says that its list has changed; the reading has a child of its own, which has not.
    await client.callTool({ name: 'grow', arguments: {} })
    await vi.waitFor(async () => {
      expect((await getServer(owner, server.id)).checkedAt?.getTime() ?? 0).toBeGreaterThan(before)
    }, 30_000)
    const first = await getServer(owner, server.id)
    const again = await refreshServer(owner, server.id)
    expect(again.checkedAt?.getTime() ?? 0).toBeGreaterThan(first.checkedAt?.getTime() ?? 0)
    expect(again.tools).toBe(tools)
    await connector.kill('SIGTERM')
    const { connectorKey } = await rotateConnector(owner, server.id)
    const other = startConnector(
      { serverId: server.id, key: connectorKey },
      gateways[1]?.origin ?? '',
      [...SERVER],
      { MORE_TOOLS: '1' },
    )
    running.push(other)
    await other.until(/Connected to/)
    await vi.waitFor(async () => {
      const states = new Map((await listTools(owner, server.id)).map(({ name, state }) => [name, state]))
      expect([states.get('extra'), states.get('whoami')]).toEqual(['new', 'changed'])
    }, 30_000)
    expect(await client.callTool({ name: 'extra', arguments: {} })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('not accepted yet') }],
    })
    const extra = (await listTools(owner, server.id)).find(({ name }) => name === 'extra')
    await acceptTools(owner, server.id, { extra: extra?.hash ?? '' })
    const late = await clientLater(server.id)
    expect((await late.callTool({ name: 'extra', arguments: {} })).content[0]?.text).toContain('extra')
    await late.close()
    await client.close().catch(() => {})
  }, 120_000)

  it('says why its tools could not be read', async () => {
    const { server } = await registered('Broken', [process.execPath, '-e', 'process.exit(3)'])
    await vi.waitFor(async () => {
      const { status, statusMessage } = await getServer(owner, server.id)
      expect(status).toBe('error')
      expect(statusMessage).toMatch(/ended \(exit code 3\)/)
    }, 30_000)
  }, 60_000)

  it('is disconnected when its connector goes, and says until when it was there', async () => {
    const { server, connector } = await registered('Leaving', SERVER)
    await read(server.id)
    await connector.kill('SIGTERM')
    await vi.waitFor(async () => {
      const now = await getServer(owner, server.id)
      expect(now).toMatchObject({ status: 'unreachable', connector: { state: 'disconnected', sessions: 0 } })
      expect(now.connector?.since).toBeInstanceOf(Date)
    }, 30_000)
  }, 60_000)

  it('has a name that can be changed, and neither URL nor headers', async () => {
    const { server } = await registerConnector(owner, { name: 'Named' })
    expect(await updateServer(owner, server.id, { name: 'Renamed' })).toMatchObject({ name: 'Renamed' })
    for (const change of [{ url: 'https://example.com/mcp' }, { headers: { a: 'b' } }])
      await expect(updateServer(owner, server.id, change)).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('is registered, and its key rotated, by admins alone', async () => {
    const { server } = await registerConnector(owner, { name: 'Mine' })
    const manager = await newColleague(instance, owner, 'policy_manager')
    await expect(registerConnector(manager, { name: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(rotateConnector(manager, server.id)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(registerConnector(owner, { name: ' ' })).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

async function clientLater(serverId: string) {
  const [policy] = await listPolicies(owner, serverId)
  const { token } = await createGrant(owner, {
    label: 'late',
    servers: [{ serverId, policyId: policy?.id ?? null }],
  })
  return connect('SDK v1', `${gateways[0]?.origin}/mcp/${serverId}/`, token)
}

// The schedule against a real database and real servers, with as many replicas as a test wants.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { claimDueServers, recordFailedReading, recordGoodReading } from '#lib/data/admission/index.ts'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { callMessage, type Harness, startHarness } from '../testing/harness.ts'
import { TOOLS } from '../testing/upstream.ts'
import { createReadings, type Readings } from './index.ts'

let gate: Harness
const started: Readings[] = []
beforeAll(async () => {
  gate = await startHarness()
})
afterEach(async () => {
  await Promise.all(started.splice(0).map((readings) => readings.stop()))
  gate.upstream.script = null
  gate.upstream.tools = TOOLS
  gate.upstream.seen.length = 0
})
afterAll(() => gate.close())

/** A replica's schedule, whose looks at the table come quickly. */
function replica(readEveryMs = 3_600_000, restMs = 0): Readings {
  const config = {
    appUrl: '',
    secretKey: Buffer.alloc(32, 7),
    allowPrivateUpstreams: true,
    dashboardOrigin: '',
  }
  const times = { lookMs: 20, restMs, gatherMs: 10 }
  const readings = createReadings(gate.pool, { ...config, readEveryMs, readingTimes: times }, gate.deps.log)
  started.push(readings)
  readings.start()
  return readings
}
const row = async (tenant: Tenant) =>
  (await gate.pool.query('SELECT * FROM server WHERE id = $1', [tenant.serverId])).rows[0]
const due = (tenant: Tenant) =>
  gate.pool.query('UPDATE server SET next_read_at = now(), read_lease_until = NULL WHERE id = $1', [
    tenant.serverId,
  ])
const readBefore = new Map<string, number>()
/** Waits for a reading of this server that succeeded after the last `again`. */
const wasRead = (tenant: Tenant) =>
  vi.waitFor(
    async () => {
      const { read_at, read_lease_until } = await row(tenant)
      expect(read_lease_until).toBeNull()
      expect(read_at?.getTime() ?? 0).toBeGreaterThan(readBefore.get(tenant.serverId) ?? 0)
    },
    { timeout: 15_000 },
  )
const again = async (tenant: Tenant) => {
  readBefore.set(tenant.serverId, (await row(tenant)).read_at.getTime())
  await due(tenant)
}
const lists = () => gate.upstream.seen.filter(({ body }) => body.includes('"tools/list"')).length
const call = async (tenant: Tenant, name: string) => (await gate.post(tenant, callMessage(name))).text

describe('[D1] the schedule', () => {
  it('reads what is due once, however many replicas look for it', async () => {
    const tenants = await Promise.all(Array.from({ length: 12 }, () => gate.tenant()))
    for (let count = 0; count < 4; count++) replica()
    await Promise.all(tenants.map((tenant) => wasRead(tenant)))
    expect(lists()).toBe(tenants.length)
    for (const tenant of tenants) {
      const { next_read_at, read_failures, status, protocol } = await row(tenant)
      expect(next_read_at.getTime() - Date.now()).toBeGreaterThan(3_000_000)
      expect([read_failures, status, protocol]).toEqual([0, 'ready', '2026-07-28'])
    }
  })

  it('[D2] [D3] sees a change that no client has listed: the next call is refused', async () => {
    const tenant = await gate.tenant()
    gate.upstream.tools = [
      ...TOOLS.map((tool) => (tool.name === 'echo' ? { ...tool, description: 'Sends it to us.' } : tool)),
      { name: 'fresh', description: 'New.', inputSchema: { type: 'object' } },
    ]
    replica()
    await wasRead(tenant)
    expect(await call(tenant, 'echo')).toContain('definition-changed')
    expect(await call(tenant, 'fresh')).toContain('definition-changed')
    expect(await call(tenant, 'slow')).not.toContain('POLICY DENIED')
    gate.upstream.tools = TOOLS
    await again(tenant)
    await wasRead(tenant)
    expect(await call(tenant, 'echo')).not.toContain('POLICY DENIED')
    expect(await call(tenant, 'fresh')).toContain('Unknown tool')
  })

  it('[D2] sees a name that stands on two pages, which no single page shows', async () => {
    const tenant = await gate.tenant()
    const [echo, slow] = [TOOLS[0], TOOLS[3]]
    gate.upstream.script = (recorded, response) => {
      const message = JSON.parse(recorded.body || '{}')
      if (message.method !== 'tools/list') return false
      const page =
        message.params?.cursor === '2' ? { tools: [echo] } : { tools: [echo, slow], nextCursor: '2' }
      const result = { ...page, resultType: 'complete', ttlMs: 0, cacheScope: 'private' }
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result }))
      return true
    }
    replica()
    await wasRead(tenant)
    expect(await call(tenant, 'echo')).toContain('definition-changed')
    // A page alone does not bring it back, though what it shows is what was accepted.
    const listed = await gate.post(tenant, { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} })
    expect(listed.text).toContain('"slow"')
    expect(listed.text).not.toContain('"echo"')
    expect(await call(tenant, 'echo')).toContain('definition-changed')
  })

  it('keeps the pins where a list cannot be read, says why, and tries again ever later', async () => {
    const tenant = await gate.tenant()
    replica()
    await wasRead(tenant)
    gate.upstream.script = (_, response) => {
      response.writeHead(503).end()
      return true
    }
    const waits: number[] = []
    for (const failures of [1, 2, 3]) {
      await due(tenant)
      await vi.waitFor(async () => expect((await row(tenant)).read_failures).toBe(failures), {
        timeout: 15_000,
      })
      waits.push((await row(tenant)).next_read_at.getTime() - Date.now())
    }
    const { status, status_message, read_at, checked_at } = await row(tenant)
    expect(status).toBe('error')
    expect(status_message).toContain('failed (503)')
    expect(checked_at.getTime()).toBeGreaterThan(read_at.getTime())
    expect(waits[1]).toBeGreaterThan(1.5 * (waits[0] ?? 0))
    expect(waits[2]).toBeGreaterThan(1.5 * (waits[1] ?? 0))
    gate.upstream.script = null
    expect(await call(tenant, 'echo')).not.toContain('POLICY DENIED')
    await again(tenant)
    await wasRead(tenant)
    expect(await row(tenant)).toMatchObject({ status: 'ready', status_message: '', read_failures: 0 })
  })

  it('takes over from a replica that died, whose late word then counts for nothing', async () => {
    const tenant = await gate.tenant()
    const [dead] = (await claimDueServers(gate.pool, 100, 1)).filter(
      (each) => each.serverId === tenant.serverId,
    )
    if (!dead) throw new Error('it was not due')
    replica()
    await wasRead(tenant)
    const before = await row(tenant)
    await recordFailedReading(gate.pool, dead, { status: 'error', message: 'late' }, 1000)
    await recordGoodReading(
      gate.pool,
      dead,
      { protocol: 'late', transport: 'http', serverInfo: '{}' },
      [],
      1000,
    )
    expect(await row(tenant)).toEqual(before)
    expect(await call(tenant, 'echo')).not.toContain('Unknown tool')
  })

  it('(security L16) stores no more tools than the organisation may have, says so, and sees changes all the same', async () => {
    const tenant = await gate.tenant()
    await gate.pool.query(`INSERT INTO quota (organisation_id, resource, most) VALUES ($1, 'tools', $2)`, [
      tenant.organisationId,
      TOOLS.length + 1,
    ])
    const more = ['first', 'second', 'third'].map((name) => ({
      name,
      description: 'New.',
      inputSchema: { type: 'object' as const },
    }))
    gate.upstream.tools = [
      ...TOOLS.map((tool) => (tool.name === 'echo' ? { ...tool, description: 'Sends it to us.' } : tool)),
      ...more,
    ]
    replica()
    await wasRead(tenant)
    expect(await row(tenant)).toMatchObject({
      status: 'error',
      status_message: expect.stringContaining('2 new tools are left out'),
    })
    expect(await call(tenant, 'echo')).toContain('definition-changed')
    expect(await call(tenant, 'first')).toContain('definition-changed')
    expect(await call(tenant, 'second')).toContain('Unknown tool')
    const stored = async () =>
      (await gate.pool.query('SELECT name FROM tool WHERE server_id = $1 AND present', [tenant.serverId]))
        .rows
    expect(await stored()).toHaveLength(TOOLS.length + 1)
    // Nor by a list that passes through.
    await gate.post(tenant, { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} })
    expect(await stored()).toHaveLength(TOOLS.length + 1)
    gate.upstream.tools = TOOLS
    await again(tenant)
    await wasRead(tenant)
    expect(await row(tenant)).toMatchObject({ status: 'ready', status_message: '' })
  })

  it('writes nothing of a server that moved while it was read', async () => {
    const tenant = await gate.tenant()
    const [held] = (await claimDueServers(gate.pool, 100, 60_000)).filter(
      (each) => each.serverId === tenant.serverId,
    )
    if (!held) throw new Error('it was not due')
    await gate.pool.query(`UPDATE server SET url = 'http://127.0.0.1:9/else' WHERE id = $1`, [
      tenant.serverId,
    ])
    await recordGoodReading(gate.pool, held, { protocol: 'x', transport: 'http', serverInfo: '{}' }, [], 1000)
    expect((await row(tenant)).read_at).toBeNull()
    expect(await call(tenant, 'echo')).not.toContain('Unknown tool')
  })

  it('gives back at a drain what it had begun, for another replica to take at once', async () => {
    const hanging = createServer(() => {})
    await new Promise<void>((ready) => hanging.listen(0, '127.0.0.1', ready))
    const tenant = await gate.tenant(undefined, {
      url: `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/mcp`,
    })
    const first = replica()
    await vi.waitFor(async () => expect((await row(tenant)).read_lease_until).not.toBeNull(), {
      timeout: 15_000,
    })
    await first.stop()
    const { read_lease_until, next_read_at, read_failures } = await row(tenant)
    expect([read_lease_until, read_failures]).toEqual([null, 0])
    expect(next_read_at.getTime()).toBeLessThan(Date.now() + 1000)
    hanging.close()
    hanging.closeAllConnections()
  })
})

describe('[D1] list_changed', () => {
  it('brings the next reading forward', async () => {
    const tenant = await gate.tenant()
    const readings = replica()
    await wasRead(tenant)
    gate.upstream.tools = TOOLS.filter((tool) => tool.name !== 'echo')
    readings.soon(tenant.organisationId, tenant.serverId)
    await vi.waitFor(async () => expect(await call(tenant, 'echo')).toContain('Unknown tool'), {
      timeout: 15_000,
    })
  })

  it('in a flood causes one reading in the time a server may rest', async () => {
    const tenant = await gate.tenant()
    const replicas = [replica(3_600_000, 600_000), replica(3_600_000, 600_000)]
    await wasRead(tenant)
    const before = lists()
    for (let times = 0; times < 200; times++) {
      for (const readings of replicas)
        for (let at = 0; at < 50; at++) readings.soon(tenant.organisationId, tenant.serverId)
      if (times % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 30))
    }
    await vi.waitFor(async () => {
      const { next_read_at, checked_at } = await row(tenant)
      expect(next_read_at.getTime() - checked_at.getTime()).toBe(600_000)
    })
    expect(lists()).toBe(before)
  })
})

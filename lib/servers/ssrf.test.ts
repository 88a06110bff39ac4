// Every way in which a person can make this machine connect somewhere, on a hosted gateway (I6): the same
// guard for all, and not one connection.

import type { AddressInfo } from 'node:net'
import { createServer, type Server as NetServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { createReadings } from '#gateway/readings/index.ts'
import { apiClient } from '#lib/api/testing/client.ts'
import { createPool } from '#lib/data/admission/index.ts'
import type { Member } from '#lib/data/model.ts'
import { newId } from '#lib/id.ts'
import { createLog } from '#lib/log.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { getServer, refreshServer, registerServer, updateServer } from './index.ts'

let instance: Instance
let owner: Member
let trap: NetServer
let port: number
let connections = 0

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'), {
    ALLOW_PRIVATE_UPSTREAMS: 'false',
    APP_URL: 'https://gate.example.com',
  })
  trap = createServer((socket) => {
    connections++
    socket.destroy()
  })
  await new Promise<void>((ready) => trap.listen(0, '127.0.0.1', ready))
  port = (trap.address() as AddressInfo).port
})
beforeEach(async () => {
  owner = await newOwner()
  connections = 0
})
afterAll(async () => {
  trap.close()
  await instance.close()
})

const URLS: readonly (readonly [string, string])[] = [
  ['https://127.0.0.1:8443/', 'address-refused'],
  ['https://localhost:8443/', 'address-refused'],
  ['https://[::1]:8443/', 'address-refused'],
  ['https://169.254.169.254/latest/meta-data/', 'address-refused'],
  ['https://metadata.google.internal/', 'address-refused'],
  ['https://10.0.0.1/', 'address-refused'],
  ['https://2130706433:8443/', 'address-refused'],
  ['http://example.com/mcp', 'url-refused'],
  ['https://example.com:6379/', 'url-refused'],
  ['https://user:pass@example.com/', 'url-refused'],
  ['file:///etc/passwd', 'url-refused'],
  ['https://gate.example.com/mcp/srv_1/', 'url-refused'],
  ['https://GATE.example.com./', 'url-refused'],
]

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
    return 'accepted'
  } catch (error) {
    return (error as { code: string }).code
  }
}
const register = async (url: string, transport?: 'http' | 'sse') => {
  for await (const _ of registerServer(owner, { name: 'x', url, ...(transport && { transport }) }));
}
/** A server whose address was allowed when it was saved, and is not any more. */
async function stored(url: string): Promise<string> {
  const id = newId('srv', owner.organisation.id)
  await instance.sql(
    `INSERT INTO server (organisation_id, id, slug, name, url, status, next_read_at) VALUES ($1, $2, $3, 'x', $4, 'ready', '9999-12-31')`,
    [owner.organisation.id, id, id, url],
  )
  return id
}

describe('[I6] on a hosted gateway', () => {
  it.each(URLS)('%s is refused at registration, at a change and through the API: %s', async (url, code) => {
    const id = await stored('https://mcp.example.com/mcp')
    const api = await apiClient(owner)
    expect(await codeOf(() => register(url))).toBe(code)
    expect(await codeOf(() => register(url, 'sse'))).toBe(code)
    expect(await codeOf(() => updateServer(owner, id, { url }))).toBe(code)
    expect((await api('POST', '/servers', { name: 'x', url })).body.code).toBe(code)
    expect((await api('PATCH', `/servers/${id}`, { url })).body.code).toBe(code)
    expect((await getServer(owner, id)).url).toBe('https://mcp.example.com/mcp')
  })

  it('an address that was saved before is refused again when it is read, by hand or by itself', async () => {
    const id = await stored(`https://127.0.0.1:${port}/mcp`)
    const sse = await stored(`https://127.0.0.1:${port}/sse`)
    await instance.sql(`UPDATE server SET transport = 'sse', read_at = now() WHERE id = $1`, [sse])
    for (const each of [id, sse])
      expect(await refreshServer(owner, each)).toMatchObject({
        status: 'error',
        statusMessage: expect.stringMatching(/not reachable from here|Port \d+ is not allowed/),
      })
    await instance.sql(`UPDATE server SET next_read_at = now() WHERE id = ANY ($1)`, [[id, sse]])
    const pool = createPool(process.env.DATABASE_URL ?? '')
    const config = {
      appUrl: '',
      secretKey: Buffer.alloc(32),
      allowPrivateUpstreams: false,
      dashboardOrigin: '',
    }
    const readings = createReadings(
      pool,
      { ...config, readEveryMs: 3_600_000, readingTimes: { lookMs: 20, restMs: 0, gatherMs: 10 } },
      createLog({ write: () => {} }),
    )
    readings.start()
    await expect
      .poll(
        async () =>
          (await instance.sql('SELECT read_failures FROM server WHERE id = ANY ($1)', [[id, sse]])).map(
            (row) => row.read_failures,
          ),
        { timeout: 15_000 },
      )
      .toEqual([1, 1])
    await readings.stop()
    await pool.end()
    expect(connections).toBe(0)
  })

  it('nobody below an admin makes it connect anywhere', async () => {
    const id = await stored('https://mcp.example.com/mcp')
    for (const role of ['viewer', 'approver', 'policy_manager'] as const) {
      const member = await newColleague(instance, owner, role)
      expect(await codeOf(() => refreshServer(member, id))).toBe('forbidden')
      expect(await codeOf(() => updateServer(member, id, { url: 'https://8.8.8.8/' }))).toBe('forbidden')
      expect(
        await codeOf(async () => {
          for await (const _ of registerServer(member, { name: 'x', url: 'https://8.8.8.8/' }));
        }),
      ).toBe('forbidden')
    }
  })
})

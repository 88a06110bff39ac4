// What a connector key opens, and what it does not; and what is said to whoever holds a wrong one.
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { newId } from '#lib/id.ts'
import { newToken } from '#lib/token.ts'
import { type RunningConnector, type StdioTenant, startConnector, stdioTenant } from '../testing/connector.ts'
import { callMessage, type Harness, startHarness } from '../testing/harness.ts'

const COMMAND = [process.execPath, resolve('gateway/testing/stdio-server.mjs')]
let harness: Harness
let tenant: StdioTenant

beforeAll(async () => {
  harness = await startHarness({
    hopTimes: { leaseMs: 2_000, renewMs: 100 },
    connectorTimes: { watchMs: 100, helloMs: 300 },
  })
  tenant = await stdioTenant(harness)
})
afterAll(() => harness.close())

/** Runs until it ends by itself, and gives its words. */
async function refused(
  connection: { serverId: string; key: string },
  origin = harness.origin,
  command: readonly string[] = COMMAND,
): Promise<string> {
  const connector = startConnector(connection, origin, command)
  const code = await connector.exited
  expect(code).toBe(1)
  return connector.said()
}

describe('a connector that is refused says why, and ends', () => {
  it.each<[string, () => Promise<string>, RegExp]>([
    [
      'a mistyped key',
      () => refused({ ...tenant, key: `${tenant.key.slice(0, -1)}!` }),
      /incomplete or mistyped/,
    ],
    [
      'a key that was never issued',
      () => refused({ ...tenant, key: newToken('pcc', tenant.organisationId).text }),
      /opens no server.*rotated.*deleted/,
    ],
    ['a key of another kind', () => refused({ ...tenant, key: tenant.token }), /key of another kind/],
    [
      'a server that is not there',
      () => refused({ ...tenant, serverId: newId('srv', tenant.organisationId) }),
      /This key is for the server “Live”: use --server srv_/,
    ],
    [
      'a server of another organisation',
      async () => refused({ ...tenant, serverId: (await stdioTenant(harness)).serverId }),
      /belongs to another organisation/,
    ],
    ['something that is no server', () => refused({ ...tenant, serverId: 'livetap' }), /is no server’s id/],
    [
      'a command that is not there',
      () => refused(tenant, harness.origin, ['no-such-command-here']),
      /“no-such-command-here” was not found/,
    ],
    ['something that is no address', () => refused(tenant, 'localhost:3000'), /is no gateway’s address/],
  ])(
    '%s',
    async (_, run, sentence) => {
      expect(await run()).toMatch(sentence)
    },
    30_000,
  )

  it('a server that was registered by its URL', async () => {
    const byUrl = newId('srv', tenant.organisationId)
    await harness.pool.query(
      "INSERT INTO server (organisation_id, id, slug, name, url, status) VALUES ($1, $2, 'web', 'Web', 'https://x.example/mcp', 'ready')",
      [tenant.organisationId, byUrl],
    )
    expect(await refused({ ...tenant, serverId: byUrl })).toMatch(/registered by its URL has no connector/)
  }, 30_000)

  it('an address where there is no gateway', async () => {
    const { createServer } = await import('node:http')
    const website = createServer((_, response) => void response.writeHead(404).end('<html>'))
    website.on(
      'upgrade',
      (_, socket) => void socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n'),
    )
    await new Promise<void>((ready) => website.listen(0, '127.0.0.1', ready))
    const address = website.address()
    const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    expect(await refused(tenant, origin)).toMatch(/There is no Portcullis gateway at/)
    website.close()
    website.closeAllConnections()
  }, 30_000)
})

describe('a connector', () => {
  it('waits for a gateway that is away, ever longer, and ends when it is told to', async () => {
    const connector = startConnector(tenant, 'http://127.0.0.1:9', COMMAND)
    await connector.until(
      /Nothing answers at http:\/\/127.0.0.1:9[\s\S]*Nothing answers[\s\S]*Nothing answers/,
    )
    const waits = [...connector.said().matchAll(/Trying again in ([\d.]+) s/g)].map((match) =>
      Number(match[1]),
    )
    expect(waits[2]).toBeGreaterThan(waits[0] ?? 0)
    expect(await connector.kill('SIGTERM')).toBe(0)
  }, 30_000)

  it('is cut off when its key is rotated, and says so', async () => {
    const own = await stdioTenant(harness)
    const connector = await connected(own)
    const key = newToken('pcc', own.organisationId)
    await harness.pool.query('UPDATE connector SET key_digest = $2 WHERE server_id = $1', [
      own.serverId,
      key.digest,
    ])
    await harness.pool.query("DELETE FROM lease WHERE kind = 'connector' AND id = $1", [own.serverId])
    expect(await connector.exited).toBe(1)
    expect(connector.said()).toContain('The key was rotated, or the server was deleted')
    const again = await connected({ ...own, key: key.text })
    await again.kill('SIGKILL')
  }, 30_000)

  it('is cut off when its server is deleted', async () => {
    const own = await stdioTenant(harness)
    const connector = await connected(own)
    await harness.pool.query('DELETE FROM grant_server WHERE server_id = $1', [own.serverId])
    await harness.pool.query('DELETE FROM server WHERE id = $1', [own.serverId])
    expect(await connector.exited).toBe(1)
    expect(connector.said()).toContain('The key was rotated, or the server was deleted')
  }, 30_000)

  it('is shown as it is: since when, where, with what, without the secrets of its command', async () => {
    const own = await stdioTenant(harness)
    const connector = startConnector(own, harness.origin, [
      ...COMMAND,
      'legacy',
      '--api-key',
      'hunter2hunter2',
      'TOKEN=abc',
    ])
    await connector.until(/Connected to/)
    const row = async () =>
      (await harness.pool.query('SELECT * FROM connector WHERE server_id = $1', [own.serverId])).rows[0]
    expect(await row()).toMatchObject({ sessions: 0, connected_at: expect.any(Date) })
    expect((await row()).command).toMatch(/stdio-server.mjs legacy --api-key … TOKEN=…$/)
    expect((await row()).host).not.toBe('')
    await connector.kill('SIGKILL')
    const lease = () => harness.pool.query('SELECT 1 FROM lease WHERE id = $1', [own.serverId])
    while ((await lease()).rowCount !== 0) await new Promise((done) => setTimeout(done, 20))
  }, 30_000)
})

describe('a connector key', () => {
  it('opens nothing but the tunnel', async () => {
    const asGrant = await harness.post({ ...tenant, token: tenant.key }, callMessage('whoami'))
    expect(asGrant.status).toBe(401)
    const inUrl = await fetch(`${harness.origin}/mcp/t/${tenant.key}/${tenant.serverId}/`, { method: 'POST' })
    expect(inUrl.status).toBe(404)
  })

  it('and nothing but it opens the tunnel', async () => {
    const dial = (path: string, headers: Record<string, string>) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(
          `${harness.origin.replace('http', 'ws')}${path}`,
          ['portcullis.connect.v1'],
          { headers },
        )
        socket.on('unexpected-response', (_, response) => {
          resolve(response.statusCode ?? 0)
          socket.terminate()
        })
        socket.on('open', () => {
          resolve(101)
          socket.terminate()
        })
        socket.on('error', () => {})
      })
    const path = `/connect/${tenant.serverId}`
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
    expect(await dial(path, {})).toBe(401)
    expect(await dial(path, bearer(tenant.token))).toBe(401)
    expect(await dial(path, bearer((await stdioTenant(harness)).key))).toBe(409)
    expect(await dial(path, { ...bearer(tenant.key), origin: 'https://evil.example' })).toBe(403)
    for (const wrong of [
      '/connect',
      '/connect/',
      `${path}/`,
      `${path}/x`,
      `/connect/${encodeURIComponent('../mcp')}`,
    ])
      expect([wrong, await dial(wrong, bearer(tenant.key))]).toEqual([wrong, 404])
    expect(await dial(path, bearer(tenant.key))).toBe(101)
    const plain = await fetch(`${harness.origin}${path}`, { headers: bearer(tenant.key) })
    expect(plain.status).toBe(405)
  })

  it('and a tunnel on which nothing is said, or nonsense, is closed', async () => {
    const open = () =>
      new WebSocket(
        `${harness.origin.replace('http', 'ws')}/connect/${tenant.serverId}`,
        ['portcullis.connect.v1'],
        {
          headers: { authorization: `Bearer ${tenant.key}` },
        },
      )
    const closing = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve))
    expect(await closing(open())).toBe(4002)
    const loud = open()
    loud.once('open', () => loud.send(Buffer.from([1, 0, 0, 0, 0, ...Buffer.from('[]')])))
    expect(await closing(loud)).toBe(4002)
    const early = open()
    early.once('open', () => early.send(Buffer.from([5, 0, 0, 0, 1, ...Buffer.from('{}')])))
    expect(await closing(early)).toBe(4002)
  })
})

async function connected(connection: { serverId: string; key: string }): Promise<RunningConnector> {
  const connector = startConnector(connection, harness.origin, COMMAND)
  await connector.until(/Connected to/)
  return connector
}

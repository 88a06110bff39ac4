// Two gateways over one Postgres: the tunnel on one, the client on the other; and the death of either.
import { type ChildProcess, spawn } from 'node:child_process'
import { type AddressInfo, connect as connectTo, createServer, type Server, type Socket } from 'node:net'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { parseEnv } from '#lib/env.ts'
import { freePort } from '../../scripts/postgres.mjs'
import {
  type RunningConnector,
  type StdioTenant,
  startConnector,
  stdioTenant,
  untilGone,
} from '../testing/connector.ts'
import { connect, type Harness, startHarness, type TestClient } from '../testing/harness.ts'
import { type Replica, startReplica } from '../testing/replica.ts'

const SERVER = resolve('gateway/testing/stdio-server.mjs')
const TSX = pathToFileURL(resolve('node_modules/tsx/dist/esm/index.mjs')).href
const SECRET = 'q7Vb2nX0sLw9TfKz4mRpEyHc8uJdGa61'
const TIMES = { hopTimes: { leaseMs: 1_500, renewMs: 100 }, connectorTimes: { watchMs: 100 } }

let harness: Harness
let other: Replica
let tenant: StdioTenant
const closing: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  const { secretKey } = parseEnv({ DATABASE_URL: 'postgresql://x/y', SECRET_KEY: SECRET })
  harness = await startHarness({ ...TIMES, secretKey })
  other = await startReplica(harness, { ...TIMES, secretKey })
  tenant = await stdioTenant(harness)
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
afterAll(async () => {
  await other.close()
  await harness.close()
})

async function startAt(origin: string): Promise<RunningConnector> {
  const connector = startConnector(tenant, origin, [process.execPath, SERVER])
  closing.push(() => connector.kill('SIGKILL'))
  await connector.until(/Connected to/)
  return connector
}

async function clientOf(origin: string, kind: Parameters<typeof connect>[0] = 'SDK v1'): Promise<TestClient> {
  const client = await connect(kind, `${origin}/mcp/${tenant.serverId}/`, tenant.token)
  closing.push(() => client.close().catch(() => {}))
  return client
}

const said = async (from: TestClient, name: string, args: Record<string, unknown> = {}) =>
  (await from.callTool({ name, arguments: args })).content[0]?.text ?? ''

const until = async (isSo: () => Promise<boolean> | boolean) => {
  while (!(await isSo())) await new Promise((done) => setTimeout(done, 50))
}

describe('a tunnel on one replica', () => {
  it('serves the clients of another: sessions, progress, large answers, and each call recorded once', async () => {
    await startAt(other.origin)
    const near = await clientOf(other.origin)
    const far = await clientOf(harness.origin)
    expect(await said(far, 'whoami')).not.toBe(await said(near, 'whoami'))
    const progress: number[] = []
    await far.callTool({ name: 'slow', arguments: {} }, (step) => void progress.push(step))
    expect(progress).toEqual([1, 2, 3])
    expect(await said(far, 'large', { size: 3_000_000 })).toHaveLength(3_000_000)
    expect(await said(far, 'count')).toBe('4')
    await other.deps.outcomes.drain()
    expect((await harness.records(tenant)).map(({ outcome }) => outcome)).toEqual(Array(5).fill('ok'))
  }, 60_000)

  it('moves with its connector: the newest wins, the older one ends and says why', async () => {
    const first = await startAt(other.origin)
    const second = await startAt(harness.origin)
    expect(await first.exited).toBe(1)
    expect(first.said()).toContain('Another connector has connected')
    const client = await clientOf(other.origin)
    expect(Number(await said(client, 'whoami'))).toBeGreaterThan(1)
    expect(second.process.exitCode).toBeNull()
  }, 60_000)
})

describe('a replica that is killed', () => {
  it('takes no child with it for longer than a moment; calls are refused until the connector is back elsewhere', async () => {
    const killed = await startProcess()
    const balancer = await startBalancer(killed.port)
    const connector = await startAt(`http://127.0.0.1:${balancer.port}`)
    const client = await clientOf(harness.origin)
    const pid = Number(await said(client, 'whoami'))
    const hanging = client.callTool({ name: 'hang', arguments: {} }).catch((error: Error) => error.message)
    await until(async () => (await harness.records(tenant)).at(-1)?.tool === 'hang')

    killed.process.kill('SIGKILL')
    expect(await hanging).toMatch(/could not be reached|process of the server ended/)
    await untilGone([pid])
    await connector.until(/Trying again/)
    const refused = await client
      .callTool({ name: 'count', arguments: {} })
      .catch((error: Error) => error.message)
    expect(refused).toMatch(/could not be reached|connector of this server is not connected/)

    balancer.to(Number(new URL(other.origin).port))
    await connector.until(/Connected to[\s\S]*Connected to/)
    const again = await clientOf(harness.origin)
    expect(Number(await said(again, 'whoami'))).toBeGreaterThan(1)
    const outcomes = (await harness.records(tenant)).slice(-4).map(({ tool, outcome }) => [tool, outcome])
    expect(outcomes).toEqual([
      ['whoami', 'ok'],
      ['hang', 'upstream_error'],
      ['count', 'not_sent'],
      ['whoami', 'ok'],
    ])
  }, 90_000)

  it('that drains sends its connector elsewhere at once', async () => {
    const { secretKey } = parseEnv({ DATABASE_URL: 'postgresql://x/y', SECRET_KEY: SECRET })
    const leaving = await startReplica(harness, { ...TIMES, secretKey })
    const balancer = await startBalancer(Number(new URL(leaving.origin).port))
    const connector = await startAt(`http://127.0.0.1:${balancer.port}`)
    balancer.to(Number(new URL(other.origin).port))
    await leaving.close()
    await connector.until(/The gateway restarts[\s\S]*Connected to/)
    const client = await clientOf(harness.origin)
    expect(Number(await said(client, 'whoami'))).toBeGreaterThan(1)
  }, 60_000)
})

async function startProcess(): Promise<{ process: ChildProcess; port: number }> {
  const port = await freePort()
  const child = spawn(process.execPath, ['--import', TSX, 'gateway/main.ts'], {
    env: {
      ...process.env,
      DATABASE_URL: harness.databaseUrl,
      SECRET_KEY: SECRET,
      PORT: String(port),
      APP_URL: 'http://gateway.test',
      LOG_LEVEL: 'silent',
    },
    stdio: 'ignore',
  })
  closing.push(async () => void child.kill('SIGKILL'))
  await until(async () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      (response) => response.ok,
      () => false,
    ),
  )
  return { process: child, port }
}

/** Passes connections on to one port, and later to another. */
async function startBalancer(first: number): Promise<{ port: number; to(port: number): void }> {
  let target = first
  const open = new Set<Socket>()
  const server: Server = createServer((socket) => {
    const up = connectTo(target, '127.0.0.1')
    for (const each of [socket, up]) {
      open.add(each)
      each.on('error', () => {})
      each.on('close', () => {
        socket.destroy()
        up.destroy()
      })
    }
    socket.pipe(up).pipe(socket)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  closing.push(async () => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return {
    port: (server.address() as AddressInfo).port,
    to: (port) => {
      target = port
    },
  }
}

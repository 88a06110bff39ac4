// Real gateways of this tree behind one port, killed and drained under traffic.
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { newDatabase } from '#testing/postgres.ts'
import { isAlive } from '../alive.mjs'
import { freePort } from '../postgres.mjs'
import { gatewaysWanted, hopUrlOf } from './gateways.mjs'

describe('the number of gateways', () => {
  it('is one, or what --gateways says', () => {
    expect(gatewaysWanted([])).toBe(1)
    expect(gatewaysWanted(['--gateways', '3'])).toBe(3)
    expect(gatewaysWanted(['--gateways=12'])).toBe(12)
  })

  it.each([
    [['--gateways']],
    [['--gateways', '0']],
    [['--gateways', '33']],
    [['--gateways', 'many']],
    [['-3']],
  ])('is refused as %s with a sentence that names the option', (args) => {
    expect(() => gatewaysWanted(args)).toThrow(/--gateways N, with N from 1 to 32/)
  })
})

describe('the address of each for the other replicas', () => {
  it('is its own, next to what HOP_URL says, or chosen on loopback', () => {
    expect([1, 2].map((index) => hopUrlOf('http://10.0.0.5:4100', index))).toEqual([
      'http://10.0.0.5:4101',
      'http://10.0.0.5:4102',
    ])
    expect(hopUrlOf('', 1)).toBe('')
    expect(() => hopUrlOf('http://gate-1.internal', 1)).toThrow('HOP_URL has no port')
  })
})

describe('three gateways behind one port', () => {
  let database
  let running
  beforeEach(async () => {
    database = await newDatabase(inject('postgresUrl'))
    running = await startGateways(3, database.url)
  })
  afterEach(async () => {
    await running.stop('SIGKILL')
    await database.drop()
  })

  it('share it; one that is killed under traffic is started again while the others answer', async () => {
    const pids = running.pids()
    expect(pids).toHaveLength(3)
    const traffic = startTraffic(running.port, 8)
    await expect.poll(() => traffic.answered(), { timeout: 20_000 }).toBeGreaterThan(200)
    const before = traffic.answered()
    process.kill(pids[0], 'SIGKILL')
    await running.saying(/ended unexpectedly \(signal SIGKILL\)\. The others go on; it is started again/)
    await expect
      .poll(() => running.pids().filter((pid) => !pids.includes(pid)), { timeout: 30_000 })
      .toHaveLength(1)
    // What was on the connections of the killed one broke; whoever asked again was answered.
    await expect.poll(() => traffic.answered(), { timeout: 20_000 }).toBeGreaterThan(before + 200)
    expect(traffic.refused()).toBe(0)
    await traffic.stop()
    expect(new Set(running.pids()).size).toBe(3)
    expect(running.pids().filter((pid) => pids.includes(pid))).toHaveLength(2)
  })

  it('finish what is under way on SIGTERM, and leave no process behind', async () => {
    const pids = running.pids()
    const slow = await beginRequest(running.port)
    running.child.kill('SIGTERM')
    await running.saying(/Stopping/)
    // Its head was sent before the signal; the rest of it comes now.
    slow.end()
    expect((await slow.answer).status).toBe(401)
    expect(await running.ended).toBe(0)
    expect(pids.filter(isAlive)).toEqual([])
    await expect(get(running.port, '/livez')).rejects.toThrow(/ECONNREFUSED/)
  })

  it('end when their supervisor is killed', async () => {
    const pids = running.pids()
    await running.stop('SIGKILL')
    await expect.poll(() => pids.filter(isAlive), { timeout: 20_000 }).toEqual([])
  })
})

describe('gateways that cannot start', () => {
  it('are not started over and over: the supervisor says so and ends', async () => {
    const running = launch(2, {
      DATABASE_URL: 'postgresql://127.0.0.1:1/x',
      PORT: String(await freePort()),
      MAX_MESSAGE_BYTES: 'much',
    })
    expect(await running.ended).toBe(1)
    expect(running.said()).toMatch(/The gateways ended unexpectedly \(exit code 1\)/)
  })
})

async function startGateways(count, url) {
  const port = await freePort()
  const running = launch(count, { DATABASE_URL: url, PORT: String(port) })
  await running.saying(new RegExp(`${count} gateways serve port ${port}`))
  return {
    ...running,
    port,
    pids: () => gatewaysOf(running.child.pid),
    async stop(signal) {
      if (running.child.exitCode === null && running.child.signalCode === null) running.child.kill(signal)
      await running.ended
    },
  }
}

function launch(count, env) {
  const child = spawn(process.execPath, ['scripts/gateway.mjs', '--gateways', String(count)], {
    env: {
      ...process.env,
      npm_lifecycle_event: '',
      SECRET_KEY: randomBytes(48).toString('base64url'),
      DIRECT_DATABASE_URL: '',
      HOST: '127.0.0.1',
      APP_URL: '',
      HOP_URL: '',
      LOG_LEVEL: 'info',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk
    })
  }
  return {
    child,
    said: () => text,
    // Its streams close when all that inherited them have ended.
    ended: new Promise((resolve) => child.once('close', resolve)),
    saying: (pattern) => expect.poll(() => text, { timeout: 60_000 }).toMatch(pattern),
  }
}

// Each process below `pid` that runs a gateway.
function gatewaysOf(pid) {
  const lines = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).stdout.split('\n')
  return lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
    .filter(([, , parent, args]) => Number(parent) === pid && /gateway/.test(args))
    .map(([, own]) => Number(own))
}

// Clients that keep their connections, and open another when one breaks.
function startTraffic(port, clients) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  let stopped = false
  let answered = 0
  let refused = 0
  const all = Array.from({ length: clients }, async () => {
    while (!stopped) {
      try {
        await get(port, '/livez', agent)
        answered += 1
      } catch (error) {
        if (error.code === 'ECONNREFUSED') refused += 1
        else if (!/ECONNRESET|EPIPE|hang up/.test(`${error.code} ${error.message}`)) throw error
      }
    }
  })
  return {
    answered: () => answered,
    refused: () => refused,
    async stop() {
      stopped = true
      await Promise.all(all)
      agent.destroy()
    },
  }
}

function get(port, path, agent) {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, agent }, (response) => {
      response
        .resume()
        .once('end', () => resolve({ status: response.statusCode }))
        .once('error', reject)
    })
    asked.once('error', reject)
    asked.end()
  })
}

// A request whose gateway has it, and waits for its body.
async function beginRequest(port) {
  const headers = { host: `localhost:${port}`, authorization: 'Bearer x', 'content-type': 'application/json' }
  const path = `/mcp/srv_${'0'.repeat(28)}/`
  const asked = request({
    host: '127.0.0.1',
    port,
    path,
    method: 'POST',
    headers: { ...headers, expect: '100-continue' },
  })
  const answer = new Promise((resolve, reject) => {
    asked.once('response', (response) => {
      response.resume()
      resolve({ status: response.statusCode })
    })
    asked.once('error', reject)
  })
  asked.flushHeaders()
  await new Promise((resolve) => asked.once('continue', resolve))
  return { end: () => asked.end('{}'), answer }
}

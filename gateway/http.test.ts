// The other addresses of the port, the dashboard behind it, and what happens when the store is away.
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { createPool } from '#lib/data/admission/index.ts'
import { createLog } from '#lib/log.ts'
import type { Config } from './config.ts'
import { createDeps } from './deps.ts'
import { createGateway } from './gateway.ts'
import { ask, type Harness, modernMessage, startHarness } from './testing/harness.ts'

type Page = (request: IncomingMessage, response: ServerResponse) => void
let page: Page = (_, response) => response.end('page')
let dashboard: Server
let gate: Harness
beforeAll(async () => {
  dashboard = createServer((request, response) => page(request, response))
  await new Promise<void>((ready) => dashboard.listen(0, '127.0.0.1', ready))
  const { port } = dashboard.address() as AddressInfo
  gate = await startHarness({ dashboardOrigin: `http://127.0.0.1:${port}` })
})
afterEach(() => {
  page = (_, response) => response.end('page')
})
afterAll(async () => {
  await gate.close()
  dashboard.closeAllConnections()
  dashboard.close()
})

describe('the port', () => {
  it('says that it lives, that it is ready, and what it is', async () => {
    expect(await ask(`${gate.origin}/livez`, {})).toMatchObject({ status: 200 })
    expect(await ask(`${gate.origin}/readyz`, {})).toMatchObject({ status: 200, json: { status: 'ready' } })
    expect(await ask(`${gate.origin}/version`, {})).toMatchObject({ json: { name: 'portcullis' } })
  })

  it.each([
    '/.well-known/oauth-protected-resource',
    '/.well-known/oauth-authorization-server/mcp/x',
    '/.well-known/openid-configuration',
  ])('offers no OAuth metadata at %s', async (path) => {
    const answer = await ask(gate.origin + path, {})
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('application/json')
  })
})

describe('the dashboard', () => {
  it('gets everything else, and we alone say where a request came from', async () => {
    let seen: IncomingMessage['headers'] = {}
    let body = ''
    page = async (request, response) => {
      seen = request.headers
      for await (const chunk of request) body += chunk
      response.writeHead(201, { 'set-cookie': ['a=1', 'b=2'], 'x-own': '1', connection: 'x-own' })
      response.end(`${request.method} ${request.url}`)
    }
    const answer = await fetch(`${gate.origin}/servers?x=1`, {
      method: 'POST',
      headers: {
        'x-forwarded-for': '6.6.6.6',
        forwarded: 'for=6.6.6.6',
        cookie: 'session=s',
        'x-real-ip': '6.6.6.6',
      },
      body: 'hello',
    })
    expect([answer.status, await answer.text(), body]).toEqual([201, 'POST /servers?x=1', 'hello'])
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(answer.headers.get('x-own')).toBeNull()
    expect(seen).toMatchObject({
      host: new URL(gate.origin).host,
      cookie: 'session=s',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': new URL(gate.origin).host,
      'x-forwarded-proto': 'http',
    })
    expect(JSON.stringify(seen)).not.toContain('6.6.6.6')
  })

  it('streams, and hears when the browser goes', async () => {
    let closed = false
    page = (_, response) => {
      response.write('first')
      response.on('close', () => {
        closed = true
      })
    }
    const gone = new AbortController()
    const answer = await fetch(gate.origin, { signal: gone.signal })
    const reader = answer.body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first')
    gone.abort()
    await expect.poll(() => closed).toBe(true)
  })

  it('may change the protocol of a connection, as its development server does', async () => {
    dashboard.once('upgrade', (request, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n')
      socket.write(`for ${request.headers['x-forwarded-for']}, `)
      socket.pipe(socket)
    })
    const talk = (path: string) =>
      new Promise<string>((resolve, reject) => {
        const up = httpRequest(gate.origin + path, { headers: { connection: 'Upgrade', upgrade: 'echo' } })
        up.on('upgrade', (_, socket, head) => {
          socket.write('ping')
          let heard = head.toString()
          socket.on('data', (chunk) => {
            heard += chunk
            if (heard.endsWith('ping')) socket.destroy()
          })
          socket.on('close', () => resolve(heard))
        })
        up.on('error', reject)
        up.end()
      })
    expect(await talk('/_next/webpack-hmr')).toBe('for 127.0.0.1, ping')
    await expect(talk('/mcp/x')).rejects.toThrow()
  })

  it('that dies in the middle of a page does not leave the browser waiting', async () => {
    page = (_, response) => {
      response.write('first')
      setTimeout(() => response.socket?.destroy(), 20)
    }
    await expect(fetch(gate.origin).then((answer) => answer.text())).rejects.toThrow()
  })

  it('tells open pages over connections of their own, which end at once when the gateway drains', async () => {
    const { port } = dashboard.address() as AddressInfo
    const origin = `http://127.0.0.1:${port}`
    const bounds = { drainMs: 60_000 }
    const behind = await startAnother({ dashboardOrigin: origin, bounds })
    page = ({ url }, response) => {
      response.write(': open\n\n')
      if (!url?.startsWith('/live')) response.end()
    }
    // More than requests may have connections to the dashboard.
    const feeds = await Promise.all(Array.from({ length: 300 }, () => fetch(`${behind.origin}/live?calls=1`)))
    const ends = feeds.map((feed) => feed.text().catch(() => 'cut'))
    expect((await ask(`${behind.origin}/overview`, {})).status).toBe(200)
    const begun = performance.now()
    await behind.drain()
    expect(new Set(await Promise.all(ends))).toEqual(new Set(['cut']))
    // Not after the patience that calls under way are given.
    expect(performance.now() - begun).toBeLessThan(bounds.drainMs / 2)
  })

  it('that is not up is a page that says so', async () => {
    const alone = await startAnother({ dashboardOrigin: 'http://127.0.0.1:9' })
    const answer = await ask(`${alone.origin}/`, {})
    expect(answer.status).toBe(502)
    expect(answer.text).toContain('The dashboard is not up')
    await alone.drain()
  })

  it('hears of the client behind a trusted proxy, and of the same one whatever that makes up', async () => {
    const { port } = dashboard.address() as AddressInfo
    const behind = await startAnother({
      dashboardOrigin: `http://127.0.0.1:${port}`,
      trustedProxies: ['127.0.0.0/8', '10.0.0.0/8'],
    })
    const heard: (string | string[] | undefined)[] = []
    page = ({ headers }, response) => {
      heard.push(headers['x-forwarded-for'], headers['x-forwarded-proto'])
      response.end()
    }
    for (const chain of ['203.0.113.7', '10.9.9.9, 203.0.113.7, 10.0.0.4', '6.6.6.6, 203.0.113.7'])
      await ask(behind.origin, { headers: { 'x-forwarded-for': chain, 'x-forwarded-proto': 'https' } })
    expect(heard).toEqual(['203.0.113.7', 'https', '203.0.113.7', 'https', '203.0.113.7', 'https'])
    await behind.drain()
  })
})

async function startAnother(more: Partial<Config>) {
  const config: Config = {
    appUrl: 'http://x.test',
    secretKey: Buffer.alloc(32),
    allowPrivateUpstreams: true,
    dashboardOrigin: '',
    ...more,
  }
  const gateway = createGateway(config, createDeps(gate.databaseUrl, config, createLog({ write: () => {} })))
  const port = await gateway.listen(0, '127.0.0.1')
  return { origin: `http://127.0.0.1:${port}`, drain: () => gateway.drain() }
}

describe('without its database', () => {
  it('the gateway refuses with 503, forwards nothing, and recovers by itself', async () => {
    const tenant = await gate.tenant()
    const { body, headers } = modernMessage('tools/call', { name: 'echo' })
    expect((await gate.post(tenant, body, headers)).status).toBe(200)
    const before = gate.upstream.seen.length
    const admin = createPool(inject('postgresUrl'), { max: 1 })
    const name = new URL(gate.databaseUrl).pathname.slice(1)
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
    const answers = await Promise.all([1, 2, 3].map(() => gate.post(tenant, body, headers)))
    for (const answer of answers) {
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).toBe('1')
    }
    expect(gate.upstream.seen).toHaveLength(before)
    expect((await ask(`${gate.origin}/livez`, {})).status).toBe(200)
    expect((await ask(`${gate.origin}/readyz`, {})).status).toBe(503)
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
    await admin.end()
    await expect
      .poll(async () => (await gate.post(tenant, body, headers)).status, { timeout: 10_000 })
      .toBe(200)
  })

  it('a call that was decided is not forwarded when admission fails', async () => {
    const tenant = await gate.tenant()
    const { body, headers } = modernMessage('tools/call', { name: 'echo' })
    const before = gate.upstream.seen.length
    await gate.pool.query('ALTER TABLE call RENAME TO call_away')
    const answer = await gate.post(tenant, body, headers)
    await gate.pool.query('ALTER TABLE call_away RENAME TO call')
    expect(answer.status).toBe(503)
    expect(gate.upstream.seen).toHaveLength(before)
    expect((await gate.post(tenant, body, headers)).status).toBe(200)
  })
})

describe('a drain', () => {
  it('lets an answer under way finish, and writes its record', async () => {
    const own = await startHarness()
    const tenant = await own.tenant()
    let finish = () => {}
    own.upstream.script = (_, response) => {
      finish = () =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end('{"jsonrpc":"2.0","id":1,"result":{"content":[],"resultType":"complete"}}')
      return true
    }
    const { body, headers } = modernMessage('tools/call', { name: 'echo' })
    const calling = own.post(tenant, body, headers)
    await expect.poll(() => own.upstream.calls().length).toBe(1)
    const draining = own.closeGateway()
    await new Promise((resolve) => setTimeout(resolve, 50))
    finish()
    expect((await calling).status).toBe(200)
    await draining
    const { rows } = await own.pool.query('SELECT outcome FROM call WHERE organisation_id = $1', [
      tenant.organisationId,
    ])
    expect(rows).toEqual([{ outcome: 'ok' }])
    await own.close()
  })
})

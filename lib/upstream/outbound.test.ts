// What the one door does on the wire, case by case: where nothing may follow, leave or pile up.

import type { RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createServer as createNetServer } from 'node:net'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { Fault } from '#lib/fault.ts'
import { resolveByDns } from './connect.ts'
import { readAll } from './response-body.ts'
import { openDoor, type Sent, type UpstreamRequest } from './send.ts'
import { certificateFor } from './testing/certificate.ts'
import { startDns } from './testing/dns-server.ts'
import { type Listening, listen } from './testing/listen.ts'

const POST: UpstreamRequest = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{}',
  headersTimeoutMs: 3_000,
  bodyTimeoutMs: 3_000,
  maxBytes: 65_536,
}
const SECRET = 'Bearer upstream-canary-8417'
const door = openDoor()
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
afterAll(() => door.close())

async function upstream(answer: RequestListener): Promise<Listening> {
  const server = await listen(answer)
  closing.push(server.close)
  return server
}
const to = (url: string) => ({ url, headers: { authorization: SECRET }, allowPrivate: true })
async function faultOf(work: Promise<Sent>): Promise<Fault> {
  try {
    await readAll((await work).body)
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
  throw new Error('accepted')
}

describe('[I3] redirects', () => {
  const places = (inside: Listening): [string, string][] => [
    ['another host', inside.url],
    ['a relative path', '/other'],
    ['no scheme', `//127.0.0.1:${inside.port}/mcp`],
    ['the metadata service', 'http://169.254.169.254/latest/meta-data/'],
    ['a file', 'file:///etc/passwd'],
    ['credentials', `http://user:secret@127.0.0.1:${inside.port}/`],
    ['nowhere', ''],
    ['something unreadable', 'http://[::1'],
  ]
  it.each([300, 301, 302, 303, 304, 305, 307, 308, 399])(
    'of %i are followed nowhere, on any method',
    async (status) => {
      const inside = await upstream((_, response) => response.end('inside'))
      for (const [, location] of places(inside)) {
        const server = await upstream((_, response) => response.writeHead(status, { location }).end())
        for (const method of ['POST', 'GET', 'DELETE'] as const) {
          const { body: _, ...rest } = POST
          const fault = await faultOf(
            door.send(to(server.url), method === 'POST' ? POST : { ...rest, method }),
          )
          expect(fault.code).toBe('upstream-error')
          expect(fault.message).not.toContain('upstream-canary')
          expect(fault.message).not.toContain('secret@')
        }
        expect(server.requests).toHaveLength(3)
      }
      expect(inside.requests).toHaveLength(0)
    },
  )

  it('by other means than a status are text like any other', async () => {
    const inside = await upstream((_, response) => response.end('inside'))
    const server = await upstream((_, response) =>
      response
        .writeHead(200, {
          refresh: `0; url=${inside.url}`,
          'content-location': inside.url,
          link: `<${inside.url}>; rel=preload`,
        })
        .end('here'),
    )
    expect((await readAll((await door.send(to(server.url), POST)).body)).toString()).toBe('here')
    expect(inside.requests).toHaveLength(0)
  })
})

describe('the environment', () => {
  const NAMES = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']
  it('has no proxy that we would use', async () => {
    const proxy = await upstream((_, response) => response.end('proxied'))
    const server = await upstream((_, response) => response.end('direct'))
    const before = NAMES.map((name) => [name, process.env[name]] as const)
    for (const name of NAMES) process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxy.url
    const own = openDoor()
    closing.push(own.close, () => {
      for (const [name, value] of before)
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
    })
    expect((await readAll((await own.send(to(server.url), POST)).body)).toString()).toBe('direct')
    expect(proxy.sockets()).toBe(0)
  })

  it('cannot turn the checking of certificates off', async () => {
    const server = await listen((_, response) => response.end('ok'), certificateFor('mcp.example.com'))
    const dns = await startDns(() => ['127.0.0.1'])
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    const own = openDoor({ resolve: resolveByDns([dns.server]) })
    closing.push(server.close, dns.close, own.close, () => {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
    })
    expect((await faultOf(own.send(to(`https://mcp.example.com:${server.port}/`), POST))).code).toBe(
      'upstream-unreachable',
    )
    expect(server.requests).toHaveLength(0)
  })
})

describe('[I5] TLS', () => {
  it('of an old version is refused, before any header leaves', async () => {
    const certificate = certificateFor('mcp.example.com')
    const requests: unknown[] = []
    const server = createTlsServer(
      { ...certificate, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
      (request, response) => {
        requests.push(request)
        response.end('old')
      },
    )
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const dns = await startDns(() => ['127.0.0.1'])
    const own = openDoor({ resolve: resolveByDns([dns.server]), ca: certificate.cert })
    closing.push(() => server.close(), dns.close, own.close)
    const { port } = server.address() as AddressInfo
    const fault = await faultOf(own.send(to(`https://mcp.example.com:${port}/`), POST))
    expect([fault.code, fault.data.handedOver]).toEqual(['upstream-unreachable', false])
    expect(requests).toHaveLength(0)
  })
})

describe('[I2] mixed answers of DNS', () => {
  it.each([
    [['93.184.216.34', '169.254.169.254']],
    [['93.184.216.34', '10.1.2.3']],
    [['93.184.216.34', '127.0.0.1']],
    [['0.0.0.0', '93.184.216.34']],
    [['100.64.0.1']],
    [['192.168.0.1', '172.16.0.1']],
  ])('%j: one refused address refuses the name', async (addresses) => {
    const dns = await startDns(() => addresses)
    const own = openDoor({ resolve: resolveByDns([dns.server]) })
    closing.push(dns.close, own.close)
    const target = {
      url: 'https://mixed.example.com/',
      headers: { authorization: SECRET },
      allowPrivate: false,
    }
    expect((await faultOf(own.send(target, POST))).code).toBe('address-refused')
  })

  it.each(['169.254.169.254', '0.0.0.0', '100.100.100.200', '168.63.129.16', '192.0.0.192'])(
    '%s is refused where private addresses are allowed, too',
    async (address) => {
      const dns = await startDns(() => [address])
      const own = openDoor({ resolve: resolveByDns([dns.server]) })
      closing.push(dns.close, own.close)
      expect((await faultOf(own.send(to('http://inner.example.com/'), POST))).code).toBe('address-refused')
    },
  )
})

describe('[H8] what comes back', () => {
  const raw = async (answer: string | ((write: (text: string) => void) => void)) => {
    const server = createNetServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => {
        if (typeof answer === 'string') socket.end(answer)
        else answer((text) => void socket.write(text))
      })
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    closing.push(() => server.close())
    return to(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`)
  }
  const endless = (write: (text: string) => void) => {
    write('HTTP/1.1 200 OK\r\n')
    for (let count = 0; count < 40; count++) write(`x-${count}: ${'a'.repeat(4_000)}\r\n`)
  }

  it.each([
    ['headers without end', endless],
    ['a header of 200 KB', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(200_000)}\r\n\r\n`],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 5\r\n\r\nhello'],
    [
      'a length and chunks',
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    ],
    ['a chunk that lies', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n'],
    ['a length that is not kept', 'HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhello'],
    ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
    ['a NUL in a header', 'HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n'],
  ])('with %s is a fault that says nothing of our network, and no credential', async (_, answer) => {
    const fault = await faultOf(door.send(await raw(answer), POST))
    expect(fault.code).toMatch(/^upstream-(error|unreachable|slow|too-large)$/)
    expect(fault.message).not.toMatch(/ECONN|errno|HPE_|UND_ERR|upstream-canary/)
  })

  it('after two compressions is not decoded twice', async () => {
    const server = await upstream((_, response) => {
      response.setHeader('content-encoding', 'gzip, gzip')
      response.end('x')
    })
    expect((await faultOf(door.send(to(server.url), POST))).code).toBe('upstream-error')
  })
})

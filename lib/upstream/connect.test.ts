import type { RequestListener } from 'node:http'
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
  headersTimeoutMs: 2_000,
  bodyTimeoutMs: 2_000,
  maxBytes: 65_536,
}
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
const to = (url: string, headers: Record<string, string> = {}) => ({ url, headers, allowPrivate: true })

async function faultOf(work: Promise<Sent>): Promise<Fault> {
  try {
    const { body } = await work
    await readAll(body)
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
  throw new Error('accepted')
}

describe('[I2] names', () => {
  it('are resolved once a connection, and the socket goes to the judged address with the name in Host', async () => {
    const server = await upstream((_, response) => response.end())
    let turn = 0
    const dns = await startDns(() => [['127.0.0.1'], ['127.0.0.2'], ['169.254.169.254']][turn++] ?? [])
    const pinned = openDoor({ resolve: resolveByDns([dns.server]) })
    closing.push(dns.close, pinned.close)
    const target = to(`http://mcp.example.com:${server.port}/`)
    for (let times = 0; times < 3; times++) {
      await readAll((await pinned.send(target, POST)).body)
      await new Promise((wait) => setImmediate(wait)) // until the socket is back in its pool
    }
    expect(dns.queries).toEqual(['mcp.example.com']) // one socket, one look-up
    expect(server.requests[0]?.headers.host).toBe(`mcp.example.com:${server.port}`)
  })

  it('that point elsewhere on the second look-up are refused then', async () => {
    const server = await upstream((_, response) => response.setHeader('connection', 'close').end())
    let turn = 0
    const dns = await startDns(() => (turn++ === 0 ? ['127.0.0.1'] : ['169.254.169.254']))
    const pinned = openDoor({ resolve: resolveByDns([dns.server]) })
    closing.push(dns.close, pinned.close)
    const target = to(`http://rebind.example.com:${server.port}/`)
    await readAll((await pinned.send(target, POST)).body)
    expect((await faultOf(pinned.send(target, POST))).code).toBe('address-refused')
    expect(server.sockets()).toBe(1)
  })

  it.each([[['127.0.0.1']], [['8.8.8.8', '127.0.0.1']], [['10.0.0.1']], [['0.0.0.0']]])(
    'that resolve to %j are refused on a hosted gateway, without a connection',
    async (addresses) => {
      const dns = await startDns(() => addresses)
      const pinned = openDoor({ resolve: resolveByDns([dns.server]) })
      closing.push(dns.close, pinned.close)
      const target = { url: 'https://public.example.com/', headers: {}, allowPrivate: false }
      const fault = await faultOf(pinned.send(target, POST))
      expect([fault.code, fault.data.handedOver]).toEqual(['address-refused', false])
    },
  )

  it('that do not exist are said not to', async () => {
    const dns = await startDns(() => [])
    const pinned = openDoor({ resolve: resolveByDns([dns.server]) })
    closing.push(dns.close, pinned.close)
    const fault = await faultOf(pinned.send(to('http://nowhere.example.com/'), POST))
    expect([fault.code, fault.data.handedOver]).toEqual(['upstream-unreachable', false])
    expect(fault.message).toContain('not in DNS')
  })

  it('of literals are judged though nothing is looked up', async () => {
    const server = await upstream((_, response) => response.end())
    for (const host of ['127.0.0.1', '2130706433', '[::ffff:127.0.0.1]'])
      expect(
        (await faultOf(door.send({ url: `https://${host}:8443/`, headers: {}, allowPrivate: false }, POST)))
          .code,
      ).toBe('address-refused')
    expect(server.sockets()).toBe(0)
  })

  it('that never resolve cost the caller no more than its time-out, and nothing is sent', async () => {
    const stuck = openDoor({ resolve: () => new Promise(() => {}) })
    const fault = await faultOf(
      stuck.send(to('http://stuck.example.com/'), { ...POST, headersTimeoutMs: 200 }),
    )
    expect([fault.code, fault.data.handedOver]).toEqual(['upstream-slow', false])
  })
})

describe('[I5] TLS', () => {
  const NAME = 'mcp.example.com'
  const serve = async (certificate: { key: string; cert: string }, ca?: string) => {
    const server = await listen((_, response) => response.end('ok'), certificate)
    const dns = await startDns(() => ['127.0.0.1'])
    const own = openDoor({ resolve: resolveByDns([dns.server]), ca })
    closing.push(server.close, dns.close, own.close)
    return { server, sending: (name = NAME) => own.send(to(`https://${name}:${server.port}/`), POST) }
  }

  it('is checked against the name, though the socket goes to a pinned address', async () => {
    const certificate = certificateFor(NAME)
    const { sending } = await serve(certificate, certificate.cert)
    expect((await readAll((await sending()).body)).toString()).toBe('ok')
    expect((await faultOf(sending('other.example.com'))).message).toContain('for another name')
  })

  it('fails closed for a certificate that nobody vouches for, and for an expired one', async () => {
    const unknown = await serve(certificateFor(NAME))
    const fault = await faultOf(unknown.sending())
    expect([fault.code, fault.data.handedOver]).toEqual(['upstream-unreachable', false])
    expect(fault.message).toContain('not signed by an authority')
    const old = certificateFor(NAME, new Date(Date.now() - 1000))
    const expired = await serve(old, old.cert)
    expect((await faultOf(expired.sending())).message).toContain('has expired')
    expect([unknown.server.requests.length, expired.server.requests.length]).toEqual([0, 0])
  })

  it('to a port that speaks plain HTTP is said to be that', async () => {
    const server = await upstream((_, response) => response.end())
    const fault = await faultOf(door.send(to(`https://127.0.0.1:${server.port}/`), POST))
    expect(fault.message).toContain('does not speak HTTPS')
  })
})

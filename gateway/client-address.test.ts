import { createServer, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClientOf, createClientOf } from './client-address.ts'

// Real requests, for what Node makes of headers that come twice is part of the question.
let origin: string
let clientOf: ClientOf
let seen: { address: string; protocol: string | null }
const server = createServer((request: IncomingMessage, response) => {
  seen = { address: clientOf.address(request), protocol: clientOf.protocol(request) }
  response.end()
})
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => server.close())

async function from(proxies: readonly string[], headers: [string, string][]) {
  clientOf = createClientOf(proxies)
  await fetch(origin, { headers })
  return seen
}

const LOCAL = ['127.0.0.0/8', '10.0.0.0/8', '2001:db8:ffff::/48']

describe('the address of a client', () => {
  it('is the socket’s where no proxy is trusted, whatever the headers say', async () => {
    const headers: [string, string][] = [
      ['x-forwarded-for', '6.6.6.6'],
      ['x-forwarded-proto', 'https'],
      ['x-real-ip', '6.6.6.6'],
      ['forwarded', 'for=6.6.6.6;proto=https'],
    ]
    expect(await from([], headers)).toEqual({ address: '127.0.0.1', protocol: null })
    expect(await from(['10.0.0.0/8'], headers)).toEqual({ address: '127.0.0.1', protocol: null })
  })

  it.each([
    ['one proxy', '203.0.113.7', '203.0.113.7'],
    ['two proxies', '203.0.113.7, 10.1.2.3', '203.0.113.7'],
    ['a client that made an address up', '6.6.6.6, 203.0.113.7, 10.1.2.3', '203.0.113.7'],
    ['a client that made a trusted one up', '10.9.9.9, 203.0.113.7', '203.0.113.7'],
    ['a client that wrote no address', 'evil, 203.0.113.7', '203.0.113.7'],
    ['a proxy that wrote no address', '203.0.113.7, unknown, 10.1.2.3', '10.1.2.3'],
    ['a proxy that wrote nothing at all', '', '127.0.0.1'],
    ['everybody a proxy', '10.0.0.1, 10.0.0.2', '10.0.0.1'],
    ['a port behind the address', '203.0.113.7:51000', '203.0.113.7'],
    ['IPv6', '2001:db8::1, 2001:db8:ffff::2', '2001:db8::1'],
    ['IPv6 with a port', '[2001:db8::1]:443', '2001:db8::1'],
    ['IPv4 in IPv6', '::ffff:203.0.113.7, ::ffff:10.1.2.3', '203.0.113.7'],
  ])('behind %s is the rightmost that is no proxy', async (_, header, address) => {
    expect((await from(LOCAL, header ? [['x-forwarded-for', header]] : [])).address).toBe(address)
  })

  it('is read from lines that came apart as if they had come together', async () => {
    clientOf = createClientOf(LOCAL)
    const { request } = await import('node:http')
    await new Promise((resolve) => {
      const asked = request(origin, (response) => response.resume().once('end', resolve))
      asked.setHeader('x-forwarded-for', ['6.6.6.6', '203.0.113.7', '10.1.2.3'])
      asked.end()
    })
    expect(seen.address).toBe('203.0.113.7')
  })

  it('goes with what its own connection spoke, in the words of the nearest proxy', async () => {
    expect((await from(LOCAL, [['x-forwarded-proto', 'https']])).protocol).toBe('https')
    expect((await from(LOCAL, [['x-forwarded-proto', 'https, http']])).protocol).toBe('http')
    expect((await from(LOCAL, [['x-forwarded-proto', 'gopher']])).protocol).toBeNull()
  })
})

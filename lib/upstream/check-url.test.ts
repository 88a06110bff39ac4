import { describe, expect, it } from 'vitest'
import { Fault } from '#lib/fault.ts'
import { checkUrl, type UrlOptions } from './check-url.ts'

const verdict = (url: string, options: UrlOptions): string => {
  try {
    return checkUrl(url, options).href
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    expect(error.data.handedOver).toBe(false)
    return error.code
  }
}
const hosted: UrlOptions = { allowPrivate: false }
const own: UrlOptions = { allowPrivate: true }

describe('checkUrl', () => {
  it('takes a public https address, and strips the trailing dot of its name', () => {
    expect(verdict('https://mcp.example.com/mcp?x=1', hosted)).toBe('https://mcp.example.com/mcp?x=1')
    expect(verdict('https://mcp.example.com.:8443/', hosted)).toBe('https://mcp.example.com:8443/')
    expect(verdict('https://8.8.8.8/mcp', hosted)).toBe('https://8.8.8.8/mcp')
  })

  it.each([
    'http://169.254.169.254/',
    'https://169.254.169.254.',
    'https://[fd00:ec2::254]/',
    'https://metadata.google.internal',
    'https://METADATA.google.internal./x',
    'https://[::]',
    'https://0.0.0.0',
    'https://[::ffff:a9fe:a9fe]',
    'https://metadata/',
    'https://0/',
    'https://[::7f00:1]',
    'https://[::ffff:0:7f00:1]',
    'https://[2002:7f00:1::]',
    'https://[2001:0:4136:e378:8000:63bf:80ff:fffe]',
    'https://[64:ff9b:1::7f00:1]',
    'https://[fe80::1]',
    'https://[ff02::1]',
    'https://169.254.170.2/v2/credentials',
    'https://2852039166/',
    'https://0xa9fea9fe/',
    'https://168.63.129.16/',
    'https://100.100.100.200/',
    'https://192.0.0.192/',
    'https://255.255.255.255/',
    'https://224.0.0.1/',
    'https://instance-data.ec2.internal/',
  ])('[I1] refuses %s even where private upstreams are allowed', (url) => {
    expect(verdict(url, hosted)).toBe('address-refused')
    expect(verdict(url, own)).toBe('address-refused')
  })

  it.each([
    'https://localhost',
    'https://LOCALHOST.',
    'https://a.localhost',
    'https://127.1',
    'https://0x7f.1',
    'https://2130706433',
    'https://017700000001',
    'https://１２７.０.０.１',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://100.64.0.1',
    'https://[64:ff9b::7f00:1]',
    'https://redis',
    'https://db.internal',
    'https://printer.local',
    'https://10.0.0.5',
    'https://0x7f000001',
    'https://0177.0.0.1',
    'https://127.0.0.1.',
    'https://127。0。0。1',
    'https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
    'https://%31%32%37.0.0.1',
    'https://[0:0:0:0:0:0:0:1]',
    'https://[::ffff:7f00:1]',
    'https://[::ffff:10.0.0.1]',
    'https://[fd12:3456::1]',
    'https://192.168.1.1:443',
    'https://router.lan',
    'https://app.home.arpa',
  ])('[I1] refuses %s on a hosted gateway', (url) => {
    expect(verdict(url, hosted)).toBe('address-refused')
    expect(verdict(url, own)).toMatch(/^https:/)
  })

  it.each([
    'file:///etc/passwd',
    'gopher://example.com/',
    'ftp://example.com/',
    'data:text/plain,x',
    'ws://example.com/',
    'http+unix://%2fvar%2frun%2fdocker.sock/',
    'javascript:alert(1)',
    'https://good@evil.example.com/',
    'https://user:secret@example.com/',
    'https://@example.com/',
    'https://example.com/#part',
    'https://example.com\\@evil.example.com/',
    'https:\\\\example.com',
    ' https://example.com/',
    'https://exa\tmple.com/',
    'https://example.com/\u0000',
    'https://example.com..',
    'https://',
    'example.com/mcp',
    '',
    `https://example.com/${'a'.repeat(2048)}`,
  ])('[I4] refuses %j everywhere', (url) => {
    expect(verdict(url, hosted)).toBe('url-refused')
    expect(verdict(url, own)).toBe('url-refused')
  })

  it('[I4] keeps to https and to two ports on a hosted gateway', () => {
    expect(verdict('http://example.com/', hosted)).toBe('url-refused')
    for (const port of [22, 25, 80, 5432, 6379])
      expect(verdict(`https://example.com:${port}`, hosted)).toBe('url-refused')
    expect(verdict('http://127.0.0.1:9000/mcp', own)).toBe('http://127.0.0.1:9000/mcp')
  })

  it('[I4] keeps from ports where something else than HTTP listens, on a private one too', () => {
    for (const port of [22, 25, 110, 587, 2375, 3306, 5432, 6379, 6667, 11211, 27017])
      expect(verdict(`http://10.0.0.1:${port}/`, own)).toBe('url-refused')
    for (const port of [80, 443, 3000, 4000, 8000, 8080, 8443, 9000])
      expect(verdict(`http://10.0.0.1:${port}/`, own)).toMatch(/^http:/)
  })

  it('[I1] refuses the gateway itself, under any of its loopback names', () => {
    const options = {
      allowPrivate: true,
      refuseOrigins: ['http://localhost:3000', 'https://gate.example.com'],
    }
    expect(verdict('http://127.0.0.1:3000/mcp/srv_1/', options)).toBe('url-refused')
    expect(verdict('http://[::1]:3000/', options)).toBe('url-refused')
    expect(verdict('https://GATE.example.com./mcp', options)).toBe('url-refused')
    expect(verdict('http://127.0.0.1:3001/mcp', options)).toBe('http://127.0.0.1:3001/mcp')
  })
})

// `within` and `host_in` (C3): what they accept, and what they leave unknown.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oracleHostIn, oracleWithin } from '../testing/oracle-place.ts'
import { runs } from '../testing/runs.ts'
import { folderSegments, judgeWithin } from './folder.ts'
import { compileHosts, hostListed, hostOf, isHostPattern } from './host.ts'

const WORDS = ['false', 'unknown', 'true'] as const
const within = (text: string, folder: string): string =>
  WORDS[judgeWithin(text, folderSegments(folder) ?? [])]

function hostIn(text: string, hosts: string[]): string {
  const host = hostOf(text)
  return host === null ? 'unknown' : String(hostListed(compileHosts(hosts), host))
}

describe('[C3] within', () => {
  it.each([
    ['/srv/data', 'true'],
    ['/srv/data/', 'true'],
    ['/srv/data/a/b.txt', 'true'],
    ['/srv//data/./a', 'true'],
    ['file:///srv/data/a', 'true'],
    ['/srv/database', 'false'],
    ['/srv/dat', 'false'],
    ['/srv', 'false'],
    ['/', 'false'],
    ['/SRV/data', 'false'],
    ['/srv/data/100% sure', 'true'],
    ['/srv/data/%41', 'true'],
    ['/etc/%41', 'false'],
    ['/srv/data/a b', 'true'],
    ['/srv/data/日本', 'true'],
    ['srv/data', 'unknown'],
    ['./srv/data', 'unknown'],
    ['~/x', 'unknown'],
    ['', 'unknown'],
    ['C:\\srv', 'unknown'],
    ['/srv/data/../etc', 'unknown'],
    ['/srv/data/..', 'unknown'],
    ['/srv/data/..a', 'true'],
    ['/srv/data/...', 'true'],
    ['/srv/data/%2e%2e/etc', 'unknown'],
    ['/srv/data/%252e%252e/etc', 'unknown'],
    ['/srv%2Fdata', 'unknown'],
    ['/srv/data%2F..%2F..', 'unknown'],
    ['/srv/d%61ta', 'unknown'],
    ['/etc/%2F', 'false'],
    ['/srv/data\\..\\etc', 'unknown'],
    ['/srv/data/%5C', 'unknown'],
    ['/srv/data/\u0000', 'unknown'],
    ['/srv/data/%00', 'unknown'],
    ['/srv/data/\u007f', 'unknown'],
    ['/srv/data/%c0%ae', 'unknown'],
    ['/srv/data/%ff', 'unknown'],
    ['FILE:///srv/data', 'unknown'],
    ['file://host/srv/data', 'unknown'],
    ['file:/srv/data', 'unknown'],
    ['file:///srv/data?x', 'unknown'],
    ['file:///srv/data#x', 'unknown'],
    ['/srv/data?x', 'false'],
    ['https://x/srv/data', 'unknown'],
    [`/srv/data/${'%25'.repeat(2)}`, 'true'],
    [`/srv/data/%${'25'.repeat(40)}41`, 'unknown'],
  ])('%j within /srv/data is %s', (text, truth) => {
    expect(within(text, '/srv/data')).toBe(truth)
    expect(oracleWithin(text, '/srv/data')).toBe(truth)
  })

  it('takes every absolute path to be within /', () => {
    expect(within('/etc/passwd', '/')).toBe('true')
  })

  it('agrees with the oracle on texts made of the dangerous pieces', () => {
    const piece = fc.constantFrom(
      '/',
      '/',
      'srv',
      'data',
      '..',
      '.',
      '%2f',
      '%2F',
      '%2e',
      '%25',
      '%5c',
      '%00',
      '\\',
      '%c3%a9',
      'é',
      '%ff',
      '%',
      'file://',
      '?',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), fc.boolean(), (pieces, absolute) => {
        const text = (absolute ? '/srv/data' : '') + pieces.join('')
        expect(within(text, '/srv/data')).toBe(oracleWithin(text, '/srv/data'))
      }),
      runs(3000),
    )
  })
})

describe('[C3] host_in', () => {
  const hosts = ['example.com', '*.example.org', '127.0.0.1', '[2001:db8::1]']
  it.each([
    ['https://example.com', 'true'],
    ['https://example.com/', 'true'],
    ['HTTPS://Example.COM:8443/path?q#f', 'true'],
    ['ws://example.com', 'true'],
    ['wss://example.com?x', 'true'],
    ['https://example.com:', 'true'],
    ['https://a.example.com', 'false'],
    ['https://example.com.evil.net', 'false'],
    ['https://evilexample.com', 'false'],
    ['https://a.example.org', 'true'],
    ['https://a.b.example.org', 'true'],
    ['https://example.org', 'false'],
    ['https://aexample.org', 'false'],
    ['http://127.0.0.1:80', 'true'],
    ['http://[2001:DB8::1]/', 'true'],
    ['http://[2001:db8::2]/', 'false'],
    ['https://example.com/@evil', 'true'],
    ['https://example.com#@evil.net', 'true'],
    ['ftp://example.com', 'unknown'],
    ['//example.com', 'unknown'],
    ['example.com', 'unknown'],
    ['', 'unknown'],
    ['https:example.com', 'unknown'],
    ['https:/example.com', 'unknown'],
    ['https:///example.com', 'unknown'],
    ['https://', 'unknown'],
    ['https://example.com@evil.net', 'unknown'],
    ['https://user:secret@example.com', 'unknown'],
    ['https://@example.com', 'unknown'],
    ['https://evil.net\\@example.com', 'unknown'],
    ['https://example.com\\.evil.net', 'unknown'],
    [' https://example.com', 'unknown'],
    ['https://example.com ', 'unknown'],
    ['https://exam\tple.com', 'unknown'],
    ['https://example.com/a b', 'unknown'],
    ['https://example.com/\u0000', 'unknown'],
    ['https://example.com.', 'unknown'],
    ['https://example..com', 'unknown'],
    ['https://.example.com', 'unknown'],
    ['https://ex%61mple.com', 'unknown'],
    ['https://exámple.com', 'unknown'],
    ['https://ｅxample.com', 'unknown'],
    ['https://example。com', 'unknown'],
    ['http://127.1', 'unknown'],
    ['http://2130706433', 'unknown'],
    ['http://0x7f000001', 'unknown'],
    ['http://0x7f.0.0.1', 'unknown'],
    ['http://0177.0.0.1', 'unknown'],
    ['http://127.0.0.1.', 'unknown'],
    ['http://256.0.0.1', 'unknown'],
    ['http://1.2.3.4.5', 'unknown'],
    ['http://a.1', 'unknown'],
    ['http://[2001:0db8::1]', 'unknown'],
    ['http://[2001:db8:0:0:0:0:0:1]', 'unknown'],
    ['http://[::ffff:127.0.0.1]', 'unknown'],
    ['http://[fe80::1%25eth0]', 'unknown'],
    ['http://[::1', 'unknown'],
    ['http://[]', 'unknown'],
    ['http://2001:db8::1', 'unknown'],
    ['http://example.com:99999', 'unknown'],
    ['http://example.com:8o', 'unknown'],
    [`http://${'a'.repeat(64)}.com`, 'unknown'],
  ])('%j is %s', (text, truth) => {
    expect(hostIn(text, hosts)).toBe(truth)
    expect(oracleHostIn(text, hosts)).toBe(truth)
  })

  it('takes as patterns what it can match', () => {
    for (const pattern of [
      'a.b',
      '*.a.b',
      'localhost',
      '1.2.3.4',
      '[::1]',
      '[::]',
      'a_b.c',
      'xn--bcher-kva.example',
    ])
      expect(isHostPattern(pattern), pattern).toBe(true)
    for (const pattern of [
      '',
      '*',
      '*.',
      'a.*',
      '*.*.a',
      'A.b',
      'a.b.',
      'a b',
      '1.2.3',
      '*.1.2.3.4',
      '[::1',
      '[1::2::3]',
      '*.[::1]',
    ])
      expect(isHostPattern(pattern), pattern).toBe(false)
  })

  it('writes IPv6 as the URL standard does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0, 0, 0, 1, 0xdb8, 0xffff), { minLength: 8, maxLength: 8 }),
        (groups) => {
          const written = new URL(`http://[${groups.map((group) => group.toString(16)).join(':')}]/`).hostname
          expect(hostOf(`http://${written}/`)).toBe(written)
        },
      ),
      runs(500),
    )
  })

  it('agrees with the oracle on URLs made of the dangerous pieces', () => {
    const scheme = fc.constantFrom('http://', 'https://', 'WSS://', 'ftp://', 'http:/', '')
    const piece = fc.constantFrom(
      'example',
      '.com',
      '.',
      '@',
      ':',
      '80',
      '/',
      '\\',
      '?',
      '#',
      '%2e',
      ' ',
      '127.0.0.1',
      '0x7f',
      '1',
      '[',
      ']',
      '::1',
      'é',
      '_',
      '-',
      '~',
      '\t',
    )
    fc.assert(
      fc.property(scheme, fc.array(piece, { maxLength: 6 }), (start, pieces) => {
        const text = start + pieces.join('')
        expect(hostIn(text, hosts)).toBe(oracleHostIn(text, hosts))
      }),
      runs(5000),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { clientAddress } from './client-address.ts'

describe('the address that attempts are counted by', () => {
  it('is the one that the gateway saw, whatever the client wrote before it', () => {
    expect(clientAddress('1.1.1.1, 203.0.113.7')).toBe('203.0.113.7')
    expect(clientAddress('::ffff:203.0.113.7')).toBe('203.0.113.7')
  })

  it('is one for a whole IPv6 subscriber network', () => {
    expect(clientAddress('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
    expect(clientAddress('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64')
  })

  it('is one shared word where there is none', () => {
    for (const text of [null, undefined, '', 'evil', '1.1.1.1, evil'])
      expect(clientAddress(text)).toBe('unknown')
  })
})

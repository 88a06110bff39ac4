import { describe, expect, it } from 'vitest'
import { isAllowedAddress } from './address.ts'

const PUBLIC = ['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808']
const PRIVATE = [
  '127.0.0.1',
  '127.8.9.1',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '::1',
  'fd12:3456:789a::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
]
const NEVER = [
  '0.0.0.0',
  '0.1.2.3',
  '::',
  '169.254.169.254',
  '169.254.170.2',
  '::ffff:a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  'fe80::1',
  'fe80::a9fe:a9fe',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  '192.0.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '203.0.113.9',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::7f00:1', // IPv4-compatible
  '::ffff:0:7f00:1', // IPv4-translated
  '2002:7f00:1::', // 6to4
  '2002:a9fe:a9fe::',
  '2001:0:4136:e378:8000:63bf:80ff:fffe', // Teredo
  '64:ff9b:1::7f00:1', // local NAT64
  'ff02::1',
  'fec0::1',
  '2001:db8::1',
  '100::1',
  '4000::1', // not given to anyone
  '',
  'localhost',
  'not an address',
]

describe('[I1] addresses', () => {
  it.each(PUBLIC)('%s is allowed everywhere', (address) => {
    expect(isAllowedAddress(address, { allowPrivate: false })).toBe(true)
    expect(isAllowedAddress(address, { allowPrivate: true })).toBe(true)
  })
  it.each(PRIVATE)('%s is allowed only where private upstreams are', (address) => {
    expect(isAllowedAddress(address, { allowPrivate: false })).toBe(false)
    expect(isAllowedAddress(address, { allowPrivate: true })).toBe(true)
  })
  it.each(NEVER)('%s is never allowed', (address) => {
    expect(isAllowedAddress(address, { allowPrivate: false })).toBe(false)
    expect(isAllowedAddress(address, { allowPrivate: true })).toBe(false)
  })
})

import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Fault } from '#lib/fault.ts'
import { openHeaders, sealHeaders } from './seal.ts'

const key = randomBytes(32)
const owner = { organisationId: 'org1', serverId: 'srv1' }
const headers = { Authorization: 'Bearer s3cret', 'X-Tenant': 'caf\u00e9' }
const opened = { authorization: 'Bearer s3cret', 'x-tenant': 'caf\u00e9' }

const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'accepted'
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    expect(error.message).not.toContain('s3cret')
    return error.code
  }
}

describe('sealed headers', () => {
  it('[I8] open for the organisation and server they were sealed for, and for no other', () => {
    const sealed = sealHeaders(key, owner, headers)
    expect(openHeaders(key, owner, sealed)).toEqual(opened)
    expect(openHeaders(key, owner, new Uint8Array(sealed))).toEqual(opened)
    for (const other of [
      { organisationId: 'org2', serverId: 'srv1' },
      { organisationId: 'org1', serverId: 'srv2' },
      { organisationId: 'org1","srv1', serverId: '' },
    ]) {
      expect(codeOf(() => openHeaders(key, other, sealed))).toBe('internal')
    }
    expect(codeOf(() => openHeaders(randomBytes(32), owner, sealed))).toBe('internal')
  })

  it('[I8] fail closed for every cut and every changed byte', () => {
    const sealed = sealHeaders(key, owner, headers)
    for (let at = 0; at < sealed.length; at++) {
      expect(codeOf(() => openHeaders(key, owner, sealed.subarray(0, at)))).toBe('internal')
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(codeOf(() => openHeaders(key, owner, changed))).toBe('internal')
    }
  })

  it('never look alike, and never hold the plain text', () => {
    const one = sealHeaders(key, owner, headers)
    expect(one.equals(sealHeaders(key, owner, headers))).toBe(false)
    expect(one.includes('s3cret')).toBe(false)
  })

  it.each([
    ['x-a', 's3cret\r\nx-b: 1'],
    ['x-a', 's3cret\u0000'],
    ['x-a', 's3cret\u20ac'],
    ['x a', 's3cret'],
    ['', 's3cret'],
    ['host', 's3cret'],
    ['Content-Length', 's3cret'],
    ['Transfer-Encoding', 's3cret'],
    ['Mcp-Session-Id', 's3cret'],
    ['x-a', 's3cret'.repeat(2000)],
  ])('refuse %j: %j', (name, value) => {
    expect(codeOf(() => sealHeaders(key, owner, { [name]: value }))).toBe('invalid-input')
  })

  it('refuse one name in two cases', () => {
    expect(codeOf(() => sealHeaders(key, owner, { 'X-A': '1', 'x-a': '2' }))).toBe('invalid-input')
  })
})

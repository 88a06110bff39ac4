import { describe, expect, it } from 'vitest'
import { expiresAt } from './expiry.ts'
import { grantStatus, tagsFrom } from './grant-view.ts'

const NOW = Date.UTC(2026, 0, 1)
const at = (ms: number) => new Date(NOW + ms)

describe('a grant', () => {
  it('is active until it expires or is revoked', () => {
    expect(grantStatus({ revokedAt: null, expiresAt: null }, NOW)).toBe('active')
    expect(grantStatus({ revokedAt: null, expiresAt: at(1) }, NOW)).toBe('active')
    expect(grantStatus({ revokedAt: null, expiresAt: at(0) }, NOW)).toBe('expired')
    expect(grantStatus({ revokedAt: at(-1), expiresAt: at(1) }, NOW)).toBe('revoked')
  })

  it('has the tags that were typed, once each', () => {
    expect(tagsFrom(' support, nightly ,,support')).toEqual(['support', 'nightly'])
    expect(tagsFrom('')).toEqual([])
  })

  it('expires a whole number of days from now, or never', () => {
    expect(expiresAt('never', NOW)).toBeNull()
    expect(expiresAt('30d', NOW)).toBe('2026-01-31T00:00:00.000Z')
  })
})

import { describe, expect, it } from 'vitest'
import { hashPassword, isOutdated, verifyPassword } from './scrypt.ts'

describe('password hashes', () => {
  it('name their parameters, which are OWASP’s, and hold a salt of their own', async () => {
    const [one, two] = await Promise.all([
      hashPassword('four words of mine'),
      hashPassword('four words of mine'),
    ])
    expect(one).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/)
    expect(one).not.toBe(two)
    expect(isOutdated(one)).toBe(false)
  })

  it('know their password and no other', async () => {
    const stored = await hashPassword('four words of mine')
    expect(await verifyPassword('four words of mine', stored)).toBe(true)
    expect(await verifyPassword('four words of mine ', stored)).toBe(false)
  })

  it('made with older parameters are still known, and due for new ones', async () => {
    // "correct horse" at N = 2^14, r = 8, p = 5, computed with node:crypto
    const { scryptSync } = await import('node:crypto')
    const salt = Buffer.alloc(16, 7)
    const key = scryptSync('correct horse', salt, 32, { N: 2 ** 14, r: 8, p: 5, maxmem: 64 << 20 })
    const stored = `$scrypt$ln=14,r=8,p=5$${salt.toString('base64url')}$${key.toString('base64url')}`
    expect(await verifyPassword('correct horse', stored)).toBe(true)
    expect(isOutdated(stored)).toBe(true)
  })

  it('that are absent or unreadable open nothing, at the price of one that is there', async () => {
    const stored = await hashPassword('four words of mine')
    const timed = async (hash: string | null) => {
      const start = performance.now()
      expect(await verifyPassword('something else', hash)).toBe(false)
      return performance.now() - start
    }
    const known = await timed(stored)
    expect(await timed(null)).toBeGreaterThan(known / 3)
    expect(await timed('')).toBeGreaterThan(known / 3)
  })

  it('are made a few at once: a burst is turned away, not piled up', async () => {
    const cheap = `$scrypt$ln=10,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`
    const burst = await Promise.allSettled(Array.from({ length: 40 }, () => verifyPassword('x', cheap)))
    const turnedAway = burst.filter((result) => result.status === 'rejected')
    expect(turnedAway).toHaveLength(6)
    expect(turnedAway[0]).toMatchObject({ reason: { code: 'too-many-attempts' } })
    await expect(verifyPassword('x', cheap)).resolves.toBe(false)
  })
})

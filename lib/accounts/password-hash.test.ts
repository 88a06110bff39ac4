import { scryptSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashPassword, isOutdated, verifyPassword } from './password-hash.ts'

const PASSWORD = 'four words of mine'
const CHEAP = `$argon2id$v=19$m=64,t=1,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

function oldHash(password: string, ln = 17, p = 1): string {
  const salt = Buffer.alloc(16, 7)
  const key = scryptSync(password, salt, 32, { N: 2 ** ln, r: 8, p, maxmem: 512 << 20 })
  return `$scrypt$ln=${ln},r=8,p=${p}$${salt.toString('base64url')}$${key.toString('base64url')}`
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

describe('password hashes', () => {
  it('(security L6) are Argon2id, name their parameters, which are OWASP’s, and hold a salt of their own', async () => {
    const [one, two] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(one).not.toBe(two)
    expect(isOutdated(one)).toBe(false)
  })

  it.each([
    [PASSWORD, `${PASSWORD} `],
    [PASSWORD, PASSWORD.toUpperCase()],
    ['before\0after the end', 'before\0after the start'],
    [`${'a'.repeat(72)}1`, `${'a'.repeat(72)}2`],
    ['🦊'.repeat(100), '🦊'.repeat(99)],
  ])('(security L6) know their password to the last byte: %j, not %j', async (right, wrong) => {
    const stored = await hashPassword(right)
    expect(await verifyPassword(right, stored)).toBe(true)
    expect(await verifyPassword(wrong, stored)).toBe(false)
  })

  it.each([
    ['of before Argon2id', oldHash(PASSWORD)],
    ['with other parameters', oldHash(PASSWORD, 14, 5)],
  ])('%s are still known, and due for new ones', async (_, stored) => {
    expect(await verifyPassword(PASSWORD, stored)).toBe(true)
    expect(await verifyPassword('something else', stored)).toBe(false)
    expect(isOutdated(stored)).toBe(true)
  })

  it('of Argon2id with other parameters are still known, and due for new ones', async () => {
    expect(isOutdated(CHEAP)).toBe(true)
    expect(await verifyPassword('x', CHEAP)).toBe(false)
  })

  it.each([null, '', 'x', '$argon2id$v=19$m=47104,t=1,p=1$$', '$scrypt$ln=99'])(
    'open nothing where there is none, or what is stored is none: %j',
    async (stored) => {
      for (const areOld of [false, true])
        expect(await verifyPassword(PASSWORD, stored, { areOld })).toBe(false)
    },
  )

  it('(security L8) cost the same where there is none, as long as some are old, too', async () => {
    const current = await hashPassword(PASSWORD)
    const old = oldHash(PASSWORD)
    for (const [areOld, stored] of [
      [false, [current, null, '']],
      [true, [old, current, null, '']],
    ] as const) {
      const times: number[] = []
      // The lesser of two: what else the machine does only adds.
      for (const each of stored) {
        const tries = [1, 2].map(() => () => timed(() => verifyPassword('not this', each, { areOld })))
        const took: number[] = []
        for (const one of tries) took.push(await one())
        times.push(Math.min(...took))
      }
      expect(Math.min(...times)).toBeGreaterThan(Math.max(...times) / 3)
    }
  }, 180_000)

  it('are made a few at once: a burst is turned away, not piled up', async () => {
    const burst = await Promise.allSettled(Array.from({ length: 40 }, () => verifyPassword('x', CHEAP)))
    const turnedAway = burst.filter((result) => result.status === 'rejected')
    expect(turnedAway).toHaveLength(6)
    expect(turnedAway[0]).toMatchObject({ reason: { code: 'too-many-attempts' } })
    await expect(verifyPassword('x', CHEAP)).resolves.toBe(false)
  })
})

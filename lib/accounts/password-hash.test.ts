import { scryptSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashPassword, isOutdated, verifyPassword, worksOf } from './password-hash.ts'

const PASSWORD = 'four words of mine'
const CHEAP = `$argon2id$v=19$m=64,t=1,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

function oldHash(password: string, ln = 17, p = 1): string {
  const salt = Buffer.alloc(16, 7)
  const key = scryptSync(password, salt, 32, { N: 2 ** ln, r: 8, p, maxmem: 512 << 20 })
  return `$scrypt$ln=${ln},r=8,p=${p}$${salt.toString('base64url')}$${key.toString('base64url')}`
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
    const costs = (stored: string | null, areOld: boolean) =>
      worksOf('not this', stored, { areOld }).map(({ cost }) => cost)
    const now = costs(current, false)
    expect(now).toEqual(['$argon2id$v=19$m=47104,t=1,p=1'])
    for (const none of [null, '', 'x']) expect(costs(none, false)).toEqual(now)
    const both = costs(old, true)
    expect(both).toEqual([...now, 'scrypt ln=17,r=8,p=1'])
    for (const each of [current, null, '', 'x']) expect(costs(each, true)).toEqual(both)
    // Each is really computed: none says yes without its own hash.
    for (const { isRight } of worksOf(PASSWORD, null, { areOld: true })) expect(await isRight()).toBe(false)
    expect(await verifyPassword(PASSWORD, old, { areOld: true })).toBe(true)
    expect(await verifyPassword(PASSWORD, current, { areOld: true })).toBe(true)
  })

  it('are made a few at once: a burst is turned away, not piled up', async () => {
    const burst = await Promise.allSettled(Array.from({ length: 40 }, () => verifyPassword('x', CHEAP)))
    const turnedAway = burst.filter((result) => result.status === 'rejected')
    expect(turnedAway).toHaveLength(6)
    expect(turnedAway[0]).toMatchObject({ reason: { code: 'too-many-attempts' } })
    await expect(verifyPassword('x', CHEAP)).resolves.toBe(false)
  })
})

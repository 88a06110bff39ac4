import { scryptSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { replacePasswordHash } from '#lib/data/accounts.ts'
import { THROTTLES } from '#lib/data/throttle.ts'
import { type Instance, newColleague, startInstance } from '#testing/instance.ts'
import { createApiKey, findMemberByKey, listApiKeys, revokeApiKey } from './api-keys.ts'
import { normalEmail, organisationNameFor } from './email.ts'
import { browserMark } from './known-browser.ts'
import { checkPassword } from './password.ts'
import { signInAccount } from './sign-in.ts'
import { openAccount, signUpAccount } from './sign-up.ts'

let instance: Instance

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

const PASSWORD = 'four words of mine'
const count = async (table: string) => Number((await instance.sql(`SELECT count(*) FROM ${table}`))[0]?.count)

describe('sign-up where it is for the first one only', () => {
  it('lets in one of many who come at once', async () => {
    const tries = Array.from({ length: 4 }, (_, i) =>
      signUpAccount({ email: `first${i}@example.com`, password: PASSWORD }, '10.0.0.1', 'first'),
    )
    const results = await Promise.allSettled(tries)
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'sign-up-closed' })
    expect(await count('"user"')).toBe(1)
  }, 60_000)

  it('is closed from then on, and closed to everyone while it is by invitation', async () => {
    const ada = { email: 'ada@example.com', password: PASSWORD }
    for (const mode of ['first', 'invite'] as const)
      await expect(signUpAccount(ada, '10.0.0.1', mode)).rejects.toMatchObject({ code: 'sign-up-closed' })
    expect(await count('"user"')).toBe(1)
  })
})

describe('signing up', () => {
  it('makes an organisation that the new user owns', async () => {
    const member = await signUpAccount(
      { email: ' Ada.Lovelace@Example.com ', password: PASSWORD },
      '10.0.0.2',
      'open',
    )
    expect(member).toMatchObject({
      email: 'ada.lovelace@example.com',
      role: 'owner',
      organisation: { name: "Ada's organisation" },
    })
    const [stored] = await instance.sql('SELECT * FROM "user" WHERE id = $1', [member?.userId])
    expect(stored?.password_hash).toMatch(/^\$argon2id\$/)
    expect(JSON.stringify(stored)).not.toContain(PASSWORD)
  })

  it('takes an address once, however it is written and however many come at once', async () => {
    const tries = ['grace@example.com', 'GRACE@example.com', ' grace@example.com'].map((email) =>
      openAccount({ email, password: PASSWORD }, 'user'),
    )
    const results = await Promise.allSettled(tries)
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'email-taken' })
  }, 60_000)
})

describe('signing in', () => {
  const credentials = { email: 'signin@example.com', password: PASSWORD }
  beforeAll(async () => {
    await openAccount(credentials, 'user')
  })

  it('knows the address in any case and the password exactly', async () => {
    const member = await signInAccount({ ...credentials, email: 'SignIn@Example.com ' }, '10.0.1.1')
    expect(member).toMatchObject({ email: 'signin@example.com', via: 'user' })
    await expect(
      signInAccount({ ...credentials, password: PASSWORD.toUpperCase() }, '10.0.1.1'),
    ).rejects.toMatchObject({ code: 'wrong-credentials' })
  })

  it('(security L6) replaces a hash of before Argon2id once its owner signs in, and no other', async () => {
    const old = { email: 'old@example.com', password: PASSWORD }
    const { userId } = await openAccount(old, 'user')
    const salt = Buffer.alloc(16, 7)
    const key = scryptSync(PASSWORD, salt, 32, { N: 2 ** 14, r: 8, p: 5, maxmem: 64 << 20 })
    const made = `$scrypt$ln=14,r=8,p=5$${salt.toString('base64url')}$${key.toString('base64url')}`
    await instance.sql('UPDATE "user" SET password_hash = $1 WHERE id = $2', [made, userId])
    const stored = async () =>
      (await instance.sql('SELECT password_hash FROM "user" WHERE id = $1', [userId]))[0]?.password_hash
    await expect(signInAccount({ ...old, password: 'not this one' }, '10.0.1.3')).rejects.toThrow('wrong')
    expect(await stored()).toBe(made)
    await signInAccount(old, '10.0.1.3')
    const next = String(await stored())
    expect(next).toMatch(/^\$argon2id\$/)
    await expect(signInAccount(old, '10.0.1.3')).resolves.toMatchObject({ userId })
    expect(await stored()).toBe(next)
    // One that was changed while the other was being made.
    await replacePasswordHash(userId, { from: made, to: 'x' })
    expect(await stored()).toBe(next)
  }, 60_000)

  it('says the same of a wrong password, an unknown address and what is no address', async () => {
    const sentences = new Set<string>()
    for (const wrong of [
      { ...credentials, password: 'something else' },
      { ...credentials, email: 'nobody@example.com' },
      { ...credentials, email: 'nobody' },
      { ...credentials, password: 'x'.repeat(5000) },
    ]) {
      const fault = await signInAccount(wrong, '10.0.1.2').catch((error) => error)
      expect(fault.code).toBe('wrong-credentials')
      sentences.add(fault.message)
    }
    expect(sentences.size).toBe(1)
  })

  it('refuses the right password, too, after too many wrong ones for the account', async () => {
    const account = { email: 'guessed@example.com', password: PASSWORD }
    await openAccount(account, 'user')
    const { attempts } = THROTTLES['sign-in-account']
    for (let i = 0; i < attempts; i++) {
      const wrong = signInAccount({ ...account, password: 'x'.repeat(2000) }, `10.1.0.${i}`)
      await expect(wrong).rejects.toMatchObject({ code: 'wrong-credentials' })
    }
    const refused = await signInAccount(account, '10.1.1.1').catch((error) => error)
    expect(refused).toMatchObject({ code: 'too-many-attempts' })
    expect(refused.data.retryAfterSeconds).toBeGreaterThan(0)
    await expect(signInAccount(credentials, '10.1.1.1')).resolves.toMatchObject({ role: 'owner' })
  }, 60_000)

  it('(security L7) lets the owner in all the same from a browser that is known, and no other by its mark', async () => {
    const account = { email: 'besieged@example.com', password: PASSWORD }
    await openAccount(account, 'user')
    const mark = browserMark(account.email)
    for (let i = 0; i <= THROTTLES['sign-in-account'].attempts; i++)
      await signInAccount({ ...account, password: 'x'.repeat(2000) }, `10.5.0.${i}`).catch(() => {})
    // Not its last letter: two bits of that say nothing.
    const forged = mark.replace(/\.(.)/, (_, first: string) => `.${first === 'A' ? 'B' : 'A'}`)
    for (const made of [undefined, 'x', browserMark('other@example.com'), forged])
      await expect(signInAccount(account, '10.5.1.1', '', made)).rejects.toMatchObject({
        code: 'too-many-attempts',
      })
    await expect(signInAccount(account, '10.5.1.1', '', mark)).resolves.toMatchObject({ role: 'owner' })
    // Whoever has stolen the mark guesses no more than others.
    for (let i = 0; i < THROTTLES['sign-in-browser'].attempts; i++)
      await signInAccount({ ...account, password: 'x'.repeat(2000) }, '10.5.1.2', '', mark).catch(() => {})
    await expect(signInAccount(account, '10.5.1.1', '', mark)).rejects.toMatchObject({
      code: 'too-many-attempts',
    })
  }, 60_000)

  it('(security L7) closes to browsers that are not known where the whole installation is tried', async () => {
    const account = { email: 'sprayed@example.com', password: PASSWORD }
    await openAccount(account, 'user')
    await instance.sql('DELETE FROM throttle')
    await signInAccount({ email: 'someone@example.com', password: 'x'.repeat(2000) }, '10.6.0.1').catch(
      () => {},
    )
    const all = `UPDATE throttle SET points = $1 WHERE key LIKE 'sign-in-all:%' RETURNING 1`
    expect(await instance.sql(all, [THROTTLES['sign-in-all'].attempts])).toHaveLength(1)
    await expect(signInAccount(account, '10.6.0.2')).rejects.toMatchObject({ code: 'too-many-attempts' })
    const mark = browserMark(account.email)
    await expect(signInAccount(account, '10.6.0.2', '', mark)).resolves.toMatchObject({ role: 'owner' })
    await instance.sql('DELETE FROM throttle')
    // A right password takes nothing of it.
    await signInAccount(account, '10.6.0.2')
    expect(await instance.sql(`SELECT points FROM throttle WHERE key LIKE 'sign-in-all:%'`)).toEqual([
      { points: 0 },
    ])
  }, 60_000)

  it('forgets wrong passwords once the right one came', async () => {
    const account = { email: 'forgetful@example.com', password: PASSWORD }
    await openAccount(account, 'user')
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < THROTTLES['sign-in-account'].attempts - 1; i++)
        await signInAccount({ ...account, password: 'x'.repeat(2000) }, '10.2.0.1').catch(() => {})
      await signInAccount(account, '10.2.0.1')
    }
  }, 60_000)

  it('refuses an address from which too many accounts were tried', async () => {
    for (let i = 0; i < THROTTLES['sign-in-address'].attempts; i++)
      await signInAccount({ email: `u${i}@example.com`, password: 'x'.repeat(2000) }, '10.3.0.1').catch(
        () => {},
      )
    await expect(signInAccount(credentials, '10.3.0.1')).rejects.toMatchObject({ code: 'too-many-attempts' })
    await expect(signInAccount(credentials, '10.3.0.2')).resolves.toMatchObject({ role: 'owner' })
  }, 60_000)

  it('keeps no list of the addresses that were tried', async () => {
    expect(JSON.stringify(await instance.sql('SELECT * FROM throttle'))).not.toContain('example.com')
  })

  it('[fail closed] refuses where attempts cannot be counted', async () => {
    await instance.sql('ALTER TABLE throttle RENAME TO throttle_away')
    await expect(signInAccount(credentials, '10.4.0.1')).rejects.toMatchObject({ code: 'store-unavailable' })
    await instance.sql('ALTER TABLE throttle_away RENAME TO throttle')
  })
})

describe('passwords', () => {
  const refused = (password: string) => {
    try {
      checkPassword(password, 'ada.lovelace@example.com')
      return false
    } catch {
      return true
    }
  }

  it('are refused where everybody would guess them', () => {
    for (const password of [
      'short',
      'eleven char',
      'password1234',
      'PassWord1234',
      'aaaaaaaaaaaaaaaa',
      'abababababababab',
      'ada.lovelace@example.com',
      'Ada.Lovelace',
      'correct horse battery staple',
      'x'.repeat(1025),
      `twelve chars ${String.fromCharCode(0xd800)}`,
    ])
      expect([password, refused(password)]).toEqual([password, true])
  })

  it('(security L6) may be anything else of fifteen characters, spaces and every script included', () => {
    for (const password of [
      'fifteen of them',
      'ἓν οἶδα ὅτι οὐδὲν',
      '🦊🦊 jumps over 🐶',
      'nul \0 is a character',
      'x y z '.repeat(100),
    ])
      expect([password, refused(password)]).toEqual([password, false])
  })

  it('are the same however a keyboard composes their characters', () => {
    expect(checkPassword('cafe\u0301 au lait noir', 'a@b.c')).toBe(
      checkPassword('caf\u00e9 au lait noir', 'a@b.c'),
    )
  })
})

describe('e-mail addresses', () => {
  it('have one form', () => {
    expect(normalEmail('  Ada@EXAMPLE.com\n')).toBe('ada@example.com')
    for (const wrong of [
      '',
      'ada',
      'ada@',
      '@example.com',
      'a b@example.com',
      'a@b@c.d',
      'a\0@b.c',
      'a@b\0.c',
    ])
      expect(() => normalEmail(wrong)).toThrow('not an e-mail address')
  })

  it('name an organisation', () => {
    expect(organisationNameFor('ada@example.com')).toBe("Ada's organisation")
    expect(organisationNameFor('+x@example.com')).toBe("My's organisation")
  })
})

describe('API keys', () => {
  it('speak for their person with the role of the moment, until revoked', async () => {
    const member = await openAccount({ email: 'keys@example.com', password: PASSWORD }, 'cli')
    await newColleague(instance, member, 'owner')
    const { id, key } = await createApiKey(member, 'tests')
    expect(await findMemberByKey(key)).toEqual({ ...member, via: 'api_key', keyId: id })
    expect(JSON.stringify(await instance.sql('SELECT * FROM api_key'))).not.toContain(key)
    await instance.sql(`UPDATE member SET role = 'viewer' WHERE user_id = $1`, [member.userId])
    expect(await findMemberByKey(key)).toMatchObject({ role: 'viewer' })
    expect(await listApiKeys(member)).toMatchObject([{ id, name: 'tests', createdBy: 'keys@example.com' }])
    await revokeApiKey(member, id)
    await revokeApiKey(member, id)
    expect(await findMemberByKey(key)).toBeNull()
  })

  it('of a person who has left the organisation open nothing', async () => {
    const member = await openAccount({ email: 'leaver@example.com', password: PASSWORD }, 'cli')
    await newColleague(instance, member, 'owner')
    const { key } = await createApiKey(member, 'tests')
    await instance.sql('DELETE FROM member WHERE user_id = $1', [member.userId])
    expect(await findMemberByKey(key)).toBeNull()
  })

  it('that were never issued open nothing, however they look', async () => {
    for (const text of ['', 'pck_', 'Bearer', `pcg_${'0'.repeat(12)}_${'0'.repeat(59)}`])
      expect(await findMemberByKey(text)).toBeNull()
  })
})

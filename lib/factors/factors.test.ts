// Passkeys, codes and the second step on a real Postgres, with a device in software.
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { openAccount, signInAccount } from '#lib/accounts/index.ts'
import type { Member } from '#lib/data/model.ts'
import { THROTTLES } from '#lib/data/throttle.ts'
import { type Instance, newOwner, startInstance } from '#testing/instance.ts'
import { confirmWays, proveAgain } from './confirm.ts'
import {
  addPasskey,
  arrivalRequest,
  beginArrival,
  confirmApp,
  confirmRequest,
  findArrival,
  getFactors,
  listPasskeys,
  needsSecondStep,
  passkeyCreation,
  proveSecondStep,
  removeApp,
  removeFactorsOf,
  removePasskey,
  renewRecoveryCodes,
  signInByPasskey,
  signInRequest,
  startApp,
} from './index.ts'
import { type Device, newDevice } from './testing/device.ts'
import { codeOfStep } from './totp.ts'

// Passwords are hashed at their full price, on machines that others use, too.
vi.setConfig({ testTimeout: 300_000 })

let instance: Instance
let owner: Member
const from = { requestId: 'req_1', address: '192.0.2.1' }

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'), { EMBEDDED_POSTGRES: 'true' })
})
afterAll(() => instance.close())
beforeEach(async () => {
  owner = await newOwner()
})

const actions = async (userId: string) =>
  (await instance.sql('SELECT action FROM audit_event WHERE target = $1 ORDER BY at', [userId])).map(
    ({ action }) => action,
  )
const wrong = { code: 'wrong-credentials' }

async function withPasskey(member: Member, device: Device = newDevice()) {
  const response = device.create(await passkeyCreation(member))
  return { device, ...(await addPasskey(member, { name: ' Laptop ', response })) }
}

const stepNow = () => Math.floor(Date.now() / 30_000)

async function withApp(member: Member) {
  const { secret } = await startApp(member)
  const now = stepNow()
  const { recoveryCodes } = await confirmApp(member, codeOfStep(secret, now))
  // The code of the half minute that comes counts already, and none as late was used: true however slow a test is.
  return { secret, recoveryCodes, now, next: () => codeOfStep(secret, stepNow() + 1) }
}

describe('a passkey', () => {
  it('is added with recovery codes, and its public half alone is kept', async () => {
    expect(await needsSecondStep(owner.userId)).toBe(false)
    const { device, recoveryCodes } = await withPasskey(owner)
    expect(recoveryCodes).toHaveLength(10)
    expect(await listPasskeys(owner)).toMatchObject([{ id: device.id, name: 'Laptop', lastUsedAt: null }])
    expect(await needsSecondStep(owner.userId)).toBe(true)
    const second = await withPasskey(owner)
    expect(second.recoveryCodes).toBeNull()
    expect(await actions(owner.userId)).toEqual(['passkey.added', 'recovery_codes.made', 'passkey.added'])
    const stored = JSON.stringify(await instance.sql('SELECT * FROM recovery_code, challenge'))
    for (const code of recoveryCodes ?? []) {
      expect(stored).not.toContain(code)
      expect(stored).not.toContain(code.replaceAll('-', ''))
    }
  })

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://localhost:4000' }],
    ['another host', { host: 'evil.example' }],
    ['a device that nobody unlocked', { isUnverified: true }],
    ['another question', { challenge: 'AAAA' }],
  ])('of %s is not added', async (_, mistake) => {
    const response = newDevice().create(await passkeyCreation(owner), mistake)
    await expect(addPasskey(owner, { name: 'x', response })).rejects.toMatchObject(wrong)
    expect(await listPasskeys(owner)).toEqual([])
  })

  it('answers a question once, and only its own person’s', async () => {
    const other = await newOwner()
    const asked = await passkeyCreation(owner)
    const [mine, theirs] = [newDevice(), newDevice()]
    await expect(addPasskey(other, { name: 'x', response: theirs.create(asked) })).rejects.toMatchObject(
      wrong,
    )
    await addPasskey(owner, { name: 'x', response: mine.create(asked) })
    await expect(addPasskey(owner, { name: 'x', response: newDevice().create(asked) })).rejects.toMatchObject(
      wrong,
    )
  })

  it('is one person’s, whoever else offers it', async () => {
    const { device } = await withPasskey(owner)
    const other = await newOwner()
    const response = device.create(await passkeyCreation(other))
    await expect(addPasskey(other, { name: 'x', response })).rejects.toMatchObject({ code: 'in-use' })
    await expect(removePasskey(other, device.id)).rejects.toMatchObject({ code: 'not-found' })
    expect(await listPasskeys(owner)).toHaveLength(1)
  })

  it('that goes as the last factor takes the recovery codes along', async () => {
    const { device } = await withPasskey(owner)
    await instance.sql(`UPDATE "user" SET password_hash = 'x' WHERE id = $1`, [owner.userId])
    await removePasskey(owner, device.id)
    expect(await getFactors(owner)).toMatchObject({ hasPasskey: false, recoveryCodes: 0 })
    expect(await needsSecondStep(owner.userId)).toBe(false)
    await expect(renewRecoveryCodes(owner)).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it.each([
    undefined,
    null,
    'x',
    {},
    { id: '\0' },
    { id: 'x', rawId: 'x', type: 'public-key', response: {} },
  ])('is not read out of %j', async (response) => {
    await expect(addPasskey(owner, { name: 'x', response })).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(signInByPasskey(response, from)).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('every change of what opens an account', () => {
  const letters = async () =>
    (await instance.sql('SELECT kind FROM mail WHERE recipient = $1 ORDER BY at', [owner.email])).map(
      ({ kind }) => kind,
    )

  it('is told to its address, and no letter holds what opens it', async () => {
    await instance.sql(`UPDATE "user" SET password_hash = 'x' WHERE id = $1`, [owner.userId])
    const { device, recoveryCodes } = await withPasskey(owner)
    await withApp(owner)
    await renewRecoveryCodes(owner)
    await removeApp(owner)
    await removePasskey(owner, device.id)
    expect(await letters()).toEqual([
      'passkey-added',
      'app-added',
      'codes-made',
      'app-removed',
      'passkey-removed',
    ])
    expect(recoveryCodes).toHaveLength(10)
  })

  it('by whoever runs the program leaves the password alone, on record', async () => {
    await withPasskey(owner)
    await withApp(owner)
    expect(await removeFactorsOf(` ${owner.email.toUpperCase()}`)).toBe(2)
    expect(await removeFactorsOf(owner.email)).toBe(0)
    expect(await getFactors(owner)).toMatchObject({ hasPasskey: false, hasApp: false, recoveryCodes: 0 })
    expect((await letters()).at(-1)).toBe('factors-removed')
    expect((await actions(owner.userId)).at(-1)).toBe('factors.removed')
    await expect(removeFactorsOf('nobody@example.com')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('signing in by a passkey', () => {
  it('takes nothing else, and is on record', async () => {
    const { device } = await withPasskey(owner)
    const member = await signInByPasskey(device.get(await signInRequest('192.0.2.9')), from)
    expect(member).toMatchObject({ userId: owner.userId, organisation: owner.organisation })
    expect(await actions(owner.userId)).toContain('session.opened')
    expect((await listPasskeys(owner))[0]?.lastUsedAt).toBeInstanceOf(Date)
  })

  it('takes what was signed once: a copy of the answer opens nothing', async () => {
    const { device } = await withPasskey(owner)
    const answer = device.get(await signInRequest('192.0.2.9'))
    const tries = await Promise.allSettled([1, 2, 3].map(() => signInByPasskey(answer, from)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(signInByPasskey(answer, from)).rejects.toMatchObject(wrong)
  })

  it('refuses a counter that does not move on (a copied key), but for devices that never count', async () => {
    const { device } = await withPasskey(owner)
    await signInByPasskey(device.get(await signInRequest('192.0.2.9'), { counter: 9 }), from)
    for (const counter of [9, 3, 0])
      await expect(
        signInByPasskey(device.get(await signInRequest('192.0.2.9'), { counter }), from),
      ).rejects.toMatchObject(wrong)
    const still = newDevice({ counts: false })
    await withPasskey(owner, still)
    for (let time = 0; time < 2; time++)
      expect(await signInByPasskey(still.get(await signInRequest('192.0.2.9')), from)).toMatchObject({
        userId: owner.userId,
      })
  })

  it('refuses what was signed for another use, by an unknown or removed key, too late, or without unlocking', async () => {
    const { device } = await withPasskey(owner)
    const stranger = newDevice()
    const refused = async (answer: unknown) =>
      expect(signInByPasskey(answer, from)).rejects.toMatchObject({ ...wrong, message: expect.any(String) })
    await refused(device.get(await confirmRequest(owner)))
    await refused(stranger.get(await signInRequest('192.0.2.9')))
    await refused(device.get(await signInRequest('192.0.2.9'), { isUnverified: true }))
    await refused(device.get(await signInRequest('192.0.2.9'), { origin: 'https://evil.example' }))
    const late = await signInRequest('192.0.2.9')
    await instance.sql(`UPDATE challenge SET expires_at = now() - interval '1 second'`)
    await refused(device.get(late))
    const asked = await signInRequest('192.0.2.9')
    await withPasskey(owner)
    await removePasskey(owner, device.id)
    await refused(device.get(asked))
  })
})

describe('an authenticator app', () => {
  it('counts from its first code on, and its secret is sealed', async () => {
    const { secret } = await startApp(owner)
    expect(await needsSecondStep(owner.userId)).toBe(false)
    await expect(confirmApp(owner, '000000')).rejects.toMatchObject(wrong)
    const { recoveryCodes } = await confirmApp(owner, codeOfStep(secret, Math.floor(Date.now() / 30_000)))
    expect(recoveryCodes).toHaveLength(10)
    expect(await needsSecondStep(owner.userId)).toBe(true)
    const [row] = await instance.sql('SELECT * FROM authenticator WHERE user_id = $1', [owner.userId])
    const sealed = row?.sealed_secret
    expect(Buffer.isBuffer(sealed) && sealed.includes(secret)).toBe(false)
    await expect(startApp(owner)).rejects.toMatchObject({ code: 'in-use' })
    await expect(confirmApp(owner, '000000')).rejects.toMatchObject({ code: 'in-use' })
    await removeApp(owner)
    await removeApp(owner)
    expect(await needsSecondStep(owner.userId)).toBe(false)
  })

  it('that was moved to another person’s row opens as nothing', async () => {
    const other = await newOwner()
    await withApp(owner)
    await withApp(other)
    await instance.sql(
      `UPDATE authenticator SET sealed_secret = (SELECT sealed_secret FROM authenticator WHERE user_id = $1) WHERE user_id = $2`,
      [owner.userId, other.userId],
    )
    const token = await beginArrival(other.userId)
    await expect(proveSecondStep(token, { code: '123456' }, from)).rejects.toThrow()
  })
})

describe('the second step', () => {
  it('is due after a right password, which is not a sign-in on record yet', async () => {
    const credentials = { email: `ada-${owner.userId}@example.com`, password: 'four words of mine' }
    const ada = await openAccount(credentials, 'user')
    const { next } = await withApp(ada)
    const before = await actions(ada.userId)
    await signInAccount(credentials, '192.0.2.7')
    expect(await actions(ada.userId)).toEqual(before)
    const token = await beginArrival(ada.userId)
    expect(await findArrival(token)).toMatchObject({ hasApp: true, hasPasskey: false })
    expect(await proveSecondStep(token, { code: next() }, from)).toMatchObject({ userId: ada.userId })
    expect(await actions(ada.userId)).toEqual([...before, 'session.opened'])
  })

  it('takes a code of the app once, however many come at once, and the token with it', async () => {
    const { next } = await withApp(owner)
    const tokens = await Promise.all([1, 2, 3].map(() => beginArrival(owner.userId)))
    const code = next()
    const tries = await Promise.allSettled(tokens.map((token) => proveSecondStep(token, { code }, from)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const used = tokens[tries.findIndex(({ status }) => status === 'fulfilled')] ?? ''
    expect(await findArrival(used)).toBeNull()
    await expect(proveSecondStep(used, { code: next() }, from)).rejects.toMatchObject({
      code: 'not-signed-in',
    })
  })

  it('takes no code that was used to set the app up', async () => {
    const { secret, now } = await withApp(owner)
    const token = await beginArrival(owner.userId)
    await expect(proveSecondStep(token, { code: codeOfStep(secret, now) }, from)).rejects.toMatchObject(wrong)
  })

  it('takes a recovery code once, as it is copied by hand', async () => {
    const { recoveryCodes } = await withApp(owner)
    const code = recoveryCodes?.[3] ?? ''
    const typed = ` ${code.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O')}`
    await proveSecondStep(await beginArrival(owner.userId), { code: typed }, from)
    expect(
      await instance.sql(`SELECT 1 FROM mail WHERE recipient = $1 AND kind = 'code-used'`, [owner.email]),
    ).toHaveLength(1)
    await expect(proveSecondStep(await beginArrival(owner.userId), { code }, from)).rejects.toMatchObject(
      wrong,
    )
    expect(await getFactors(owner)).toMatchObject({ recoveryCodes: 9 })
    await renewRecoveryCodes(owner)
    const old = recoveryCodes?.[4] ?? ''
    await expect(
      proveSecondStep(await beginArrival(owner.userId), { code: old }, from),
    ).rejects.toMatchObject(wrong)
  })

  it('takes a passkey of the person who gave the password, and nobody else’s', async () => {
    const { device } = await withPasskey(owner)
    const other = await newOwner()
    const { device: theirs } = await withPasskey(other)
    const token = await beginArrival(owner.userId)
    const answer = theirs.get(await arrivalRequest(token))
    await expect(proveSecondStep(token, { passkey: answer }, from)).rejects.toMatchObject(wrong)
    const mine = device.get(await arrivalRequest(token))
    expect(await proveSecondStep(token, { passkey: mine }, from)).toMatchObject({ userId: owner.userId })
  })

  it('(security L7) ends guessing after ten codes an hour, the right one included, whatever tokens are taken', async () => {
    const { next } = await withApp(owner)
    const { attempts } = THROTTLES['second-step-account']
    expect(attempts).toBeLessThanOrEqual(10)
    for (let guess = 0; guess < attempts; guess++)
      await expect(
        proveSecondStep(await beginArrival(owner.userId), { code: '000000' }, from),
      ).rejects.toMatchObject(wrong)
    await expect(
      proveSecondStep(await beginArrival(owner.userId), { code: next() }, from),
    ).rejects.toMatchObject({ code: 'too-many-attempts' })
  })

  it('(security L7) is told of to whose account it is where codes are tried in masses, once a day', async () => {
    await withApp(owner)
    const guess = async () =>
      proveSecondStep(await beginArrival(owner.userId), { code: '000000' }, from).catch(({ code }) => code)
    const told = async () =>
      Number(
        (
          await instance.sql(`SELECT count(*) FROM mail WHERE kind = 'codes-guessed' AND recipient = $1`, [
            owner.email,
          ])
        )[0]?.count,
      )
    for (let i = 0; i < THROTTLES['second-step-account'].attempts; i++)
      expect(await guess()).toBe('wrong-credentials')
    expect(await told()).toBe(0)
    for (let i = 0; i < 5; i++) expect(await guess()).toBe('too-many-attempts')
    await expect.poll(told, { timeout: 30_000 }).toBe(1)
    expect(await guess()).toBe('too-many-attempts')
    expect(await told()).toBe(1)
  })

  it('is nobody’s without its token, after ten minutes, or by another kind of question', async () => {
    const { next } = await withApp(owner)
    const late = await beginArrival(owner.userId)
    await instance.sql(`UPDATE challenge SET expires_at = now() - interval '1 second'`)
    const asked = await confirmRequest(owner)
    for (const token of ['', 'made-up', late, asked.challenge])
      await expect(proveSecondStep(token, { code: next() }, from)).rejects.toMatchObject({
        code: 'not-signed-in',
      })
  })
})

describe('confirming that it is you', () => {
  const password = 'four words of mine'
  const newcomer = () =>
    openAccount({ email: `eve-${Math.random().toString(36).slice(2)}@example.com`, password }, 'user')

  it('takes the password of an account that has nothing else', async () => {
    const eve = await newcomer()
    expect(await confirmWays(eve)).toEqual({ passkey: false, password: true, code: false })
    await expect(proveAgain(eve, { password: 'not mine at all' })).rejects.toMatchObject({
      ...wrong,
      data: { field: 'password' },
    })
    await expect(proveAgain(eve, {})).rejects.toMatchObject(wrong)
    await proveAgain(eve, { password })
  })

  it('takes password and code together where signing in does, and a passkey alone', async () => {
    const eve = await newcomer()
    const { next } = await withApp(eve)
    const { device } = await withPasskey(eve)
    expect(await confirmWays(eve)).toEqual({ passkey: true, password: true, code: true })
    await expect(proveAgain(eve, { password })).rejects.toMatchObject(wrong)
    await expect(proveAgain(eve, { code: next() })).rejects.toMatchObject({ data: { field: 'password' } })
    await proveAgain(eve, { password, code: next() })
    await proveAgain(eve, { passkey: device.get(await confirmRequest(eve)) })
    await expect(
      proveAgain(eve, { passkey: device.get(await signInRequest('192.0.2.9')) }),
    ).rejects.toMatchObject(wrong)
    await expect(
      proveAgain(owner, { passkey: device.get(await confirmRequest(owner)) }),
    ).rejects.toMatchObject(wrong)
  })

  it('takes nothing of an account that could prove nothing', async () => {
    expect(await confirmWays(owner)).toEqual({ passkey: false, password: false, code: false })
    await expect(proveAgain(owner, { password: '' })).rejects.toMatchObject(wrong)
    await expect(proveAgain(owner, {})).rejects.toMatchObject(wrong)
  })

  it('(security L7) ends guessing passwords', async () => {
    const eve = await newcomer()
    const { attempts } = THROTTLES['confirm-account']
    await instance.sql('DELETE FROM throttle')
    for (let guess = 0; guess < attempts; guess++)
      await expect(proveAgain(eve, { password: 'x'.repeat(2000) })).rejects.toMatchObject(wrong)
    await expect(proveAgain(eve, { password })).rejects.toMatchObject({ code: 'too-many-attempts' })
  })
})

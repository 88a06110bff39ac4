// Proving, changing and recovering an account by letters, on a real mail server (reference L4, L6, L8, L9).
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { listAuditEvents } from '#lib/audit/index.ts'
import { beginSession, memberOfSession, newSessionToken } from '#lib/auth/session.ts'
import { findAccount } from '#lib/data/accounts.ts'
import type { Member } from '#lib/data/model.ts'
import { findSession } from '#lib/data/sessions.ts'
import { type Instance, newColleague } from '#testing/instance.ts'
import { type Mailing, startMailing } from '#testing/mailing.ts'
import { linkIn, type MailServer } from '#testing/smtp.ts'
import {
  askForReset,
  askToChangeEmail,
  askToConfirm,
  cancelEmailChange,
  changePassword,
  confirmEmail,
  finishSignUp,
  getAccount,
  isResetLink,
  openAccount,
  readEmailLink,
  resetPassword,
  revokeOtherSessions,
  revokeSession,
  signInAccount,
  signUpAccount,
} from './index.ts'

const PASSWORD = 'four words of mine'
const NEXT = 'four other words of mine'
const FROM = { requestId: 'req_1', address: '198.51.100.7' }
const APP = 'http://localhost:3000'

let mailing: Mailing
let instance: Instance
let server: MailServer
let people = 0

beforeAll(async () => {
  mailing = await startMailing(inject('postgresUrl'))
  ;({ instance, server } = mailing)
  mailing.sender.start()
})
afterAll(() => mailing.close())
afterEach(() => instance.sql('DELETE FROM throttle'))

async function newPerson(): Promise<Member> {
  people++
  return openAccount({ email: `person${people}@example.com`, password: PASSWORD }, 'user')
}

async function tokenFor(to: string, subject: string, page: string): Promise<string> {
  const { decoded } = await server.next(to, subject)
  return new URL(linkIn(decoded, `${APP}/${page}?token=`)).searchParams.get('token') ?? ''
}

async function resetTokenFor(person: Member): Promise<string> {
  await askForReset(person.email, '198.51.100.9')
  return tokenFor(person.email, 'Choose a new password', 'reset-password')
}

const signsIn = (email: string, password: string) => signInAccount({ email, password }, '198.51.100.8')

describe('a forgotten password', () => {
  it('(security L9) is replaced by a mailed link, once; every session ends and the mailbox counts as proved', async () => {
    const person = await newPerson()
    const { token: session } = await beginSession(person.userId)
    const token = await resetTokenFor(person)
    expect(await isResetLink(token)).toBe(true)
    expect(JSON.stringify(await instance.sql('SELECT * FROM account_link'))).not.toContain(token)
    await resetPassword(token, NEXT, FROM)
    expect(await memberOfSession(session)).toBeNull()
    expect(await signsIn(person.email, NEXT)).toMatchObject({ userId: person.userId })
    await expect(signsIn(person.email, PASSWORD)).rejects.toMatchObject({ code: 'wrong-credentials' })
    await expect(resetPassword(token, PASSWORD, FROM)).rejects.toMatchObject({ code: 'link-over' })
    expect(await isResetLink(token)).toBe(false)
    expect((await getAccount(person)).emailVerified).toBeInstanceOf(Date)
    await server.next(person.email, 'Your password was changed')
    const { items } = await listAuditEvents(person, { kind: 'account.password_reset' })
    expect(items).toMatchObject([{ actor: person.email, address: FROM.address }])
  })

  it('(security L9) has one link that works: the newest, for half an hour, until the address or password changes', async () => {
    const person = await newPerson()
    const first = await resetTokenFor(person)
    const second = await resetTokenFor(person)
    await expect(resetPassword(first, NEXT, FROM)).rejects.toMatchObject({ code: 'link-over' })
    const lasts = `SELECT extract(epoch FROM expires_at - now()) AS seconds FROM account_link WHERE user_id = $1`
    const [{ seconds } = { seconds: 0 }] = await instance.sql(lasts, [person.userId])
    expect(Number(seconds)).toBeLessThanOrEqual(1800)
    await instance.sql('UPDATE account_link SET expires_at = now() WHERE user_id = $1', [person.userId])
    await expect(resetPassword(second, NEXT, FROM)).rejects.toMatchObject({ code: 'link-over' })

    const third = await resetTokenFor(person)
    await instance.sql(`UPDATE "user" SET email = 'moved@example.com' WHERE id = $1`, [person.userId])
    await expect(resetPassword(third, NEXT, FROM)).rejects.toMatchObject({ code: 'link-over' })
    expect(await signsIn('moved@example.com', PASSWORD)).toMatchObject({ userId: person.userId })
  })

  it('(security L9) is replaced by one of many who hold the same link at once', async () => {
    const person = await newPerson()
    const token = await resetTokenFor(person)
    const tries = [NEXT, `${NEXT} 2`, `${NEXT} 3`].map((password) => resetPassword(token, password, FROM))
    const results = await Promise.allSettled(tries)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('(security L6) stays where the new one is refused, and the link with it', async () => {
    const person = await newPerson()
    const token = await resetTokenFor(person)
    for (const password of ['too short', person.email, 'portcullisportcullis', 'a'.repeat(1100)])
      await expect(resetPassword(token, password, FROM)).rejects.toMatchObject({ code: 'invalid-input' })
    await resetPassword(token, NEXT, FROM)
  })

  it('(security L8) is answered the same for an address that is nobody’s, before anything of it is looked up', async () => {
    const person = await newPerson()
    // Nobody can read or write accounts or letters meanwhile: the answer waits for neither.
    const lock = await instance.connect()
    await lock.query('BEGIN; LOCK TABLE "user", mail, account_link IN ACCESS EXCLUSIVE MODE')
    expect(await askForReset(person.email, '198.51.100.10')).toBeUndefined()
    expect(await askForReset('nobody@example.com', '198.51.100.10')).toBeUndefined()
    await lock.query('COMMIT')
    await lock.end()
    await server.next(person.email, 'Choose a new password')
    expect(server.received.filter(({ to }) => to.includes('nobody@example.com'))).toEqual([])
  })

  it('(security L7) is mailed a few times an hour, whether there is an account or not', async () => {
    const person = await newPerson()
    for (const email of [person.email, 'nobody2@example.com']) {
      for (let i = 0; i < 5; i++) await askForReset(email, '198.51.100.11')
      await expect(askForReset(email, '198.51.100.11')).rejects.toMatchObject({ code: 'too-many-attempts' })
    }
  })

  it.each(['', 'pcl_short', `pcl_${'0'.repeat(52)}`, '../../etc', `pcl_${'0'.repeat(51)}\u0000`])(
    'a made-up link opens nothing: %j',
    async (token) => {
      await expect(resetPassword(token, NEXT, FROM)).rejects.toMatchObject({ code: 'link-over' })
      await expect(confirmEmail(token, FROM)).rejects.toMatchObject({ code: 'link-over' })
      await expect(finishSignUp(token, NEXT, FROM)).rejects.toMatchObject({ code: 'link-over' })
    },
  )

  it('(security L9) a link of one purpose does nothing of another', async () => {
    const person = await newPerson()
    const reset = await resetTokenFor(person)
    await expect(confirmEmail(reset, FROM)).rejects.toMatchObject({ code: 'link-over' })
    await askToConfirm(person)
    const confirm = await tokenFor(person.email, 'Confirm your', 'confirm-email')
    await expect(resetPassword(confirm, NEXT, FROM)).rejects.toMatchObject({ code: 'link-over' })
    await resetPassword(reset, NEXT, FROM)
  })
})

describe('(security L4) another password', () => {
  it('gives the session another token and ends every other one', async () => {
    const person = await newPerson()
    const mine = await beginSession(person.userId)
    const other = await beginSession(person.userId)
    const reset = await resetTokenFor(person)
    const session = await findSession(mine.token)
    const token = newSessionToken()
    await changePassword(person, { current: PASSWORD, password: NEXT }, { id: session?.id ?? '', token })
    expect(await memberOfSession(mine.token)).toBeNull()
    expect(await memberOfSession(other.token)).toBeNull()
    expect(await memberOfSession(token)).toMatchObject({ userId: person.userId })
    await expect(resetPassword(reset, PASSWORD, FROM)).rejects.toMatchObject({ code: 'link-over' })
    expect(await signsIn(person.email, NEXT)).toMatchObject({ userId: person.userId })
  })

  it('takes the present one, a few times an hour', async () => {
    const person = await newPerson()
    const { token } = await beginSession(person.userId)
    const session = { id: (await findSession(token))?.id ?? '', token: newSessionToken() }
    const change = (current: string, password = NEXT) =>
      changePassword(person, { current, password }, session)
    await expect(change(PASSWORD, PASSWORD)).rejects.toMatchObject({ data: { field: 'password' } })
    for (let i = 0; i < 9; i++)
      await expect(change('x'.repeat(2000))).rejects.toMatchObject({ data: { field: 'current' } })
    await expect(change(PASSWORD)).rejects.toMatchObject({ code: 'too-many-attempts' })
    expect(await memberOfSession(token)).not.toBeNull()
  })
})

describe('an address', () => {
  it('is confirmed by its letter, once', async () => {
    const person = await newPerson()
    expect((await getAccount(person)).emailVerified).toBeNull()
    await askToConfirm(person)
    const token = await tokenFor(person.email, 'Confirm your e-mail', 'confirm-email')
    expect(await readEmailLink(token)).toEqual({ purpose: 'confirm-email', email: person.email })
    expect((await getAccount(person)).emailVerified).toBeNull()
    await confirmEmail(token, FROM)
    expect((await getAccount(person)).emailVerified).toBeInstanceOf(Date)
    await expect(confirmEmail(token, FROM)).rejects.toMatchObject({ code: 'link-over' })
    await askToConfirm(person)
    expect(await instance.sql('SELECT 1 FROM account_link WHERE user_id = $1', [person.userId])).toEqual([])
  })

  it('(security L9) is changed when the letter at the new one is answered; sessions, links and channels go along', async () => {
    const person = await newPerson()
    const { token: session } = await beginSession(person.userId)
    const channel = `INSERT INTO channel (organisation_id, id, name, kind, target, least) VALUES ($1, $2, 'c', 'email', $3, 'info')`
    await instance.sql(channel, [person.organisation.id, `chn_${people}`, person.email])
    const next = `next${people}@example.com`
    await askToChangeEmail(person, ` Next${people}@Example.com`)
    expect((await getAccount(person)).pendingEmail).toBe(next)
    await server.next(person.email, 'about to get another address')
    const reset = await resetTokenFor(person)
    const token = await tokenFor(next, 'Confirm your new', 'confirm-email')
    expect(await findAccount(next)).toBeNull()

    expect(await confirmEmail(token, FROM)).toEqual({
      userId: person.userId,
      email: next,
      before: person.email,
    })
    expect(await memberOfSession(session)).toBeNull()
    await expect(resetPassword(reset, NEXT, FROM)).rejects.toMatchObject({ code: 'link-over' })
    expect(await signsIn(next, PASSWORD)).toMatchObject({ userId: person.userId })
    await expect(signsIn(person.email, PASSWORD)).rejects.toMatchObject({ code: 'wrong-credentials' })
    await server.next(person.email, 'Your account has another address')
    const [{ target } = { target: '' }] = await instance.sql('SELECT target FROM channel WHERE id = $1', [
      `chn_${people}`,
    ])
    expect(target).toBe(next)
  })

  it('(security L8) that is somebody else’s is answered the same, its owner alone is told, and nothing is changed', async () => {
    const [person, other] = [await newPerson(), await newPerson()]
    await askToChangeEmail(person, other.email)
    expect((await getAccount(person)).pendingEmail).toBe(other.email)
    const { decoded } = await server.next(other.email, 'has a Portcullis account already')
    expect(decoded).not.toContain('token=')
    expect(decoded).not.toContain(person.email)
  })

  it('(security L12) goes to one of two who want it', async () => {
    const [one, two] = [await newPerson(), await newPerson()]
    const next = `wanted${people}@example.com`
    const tokens: string[] = []
    for (const person of [one, two]) {
      await askToChangeEmail(person, next)
      tokens.push(await tokenFor(next, 'Confirm your new', 'confirm-email'))
    }
    const results = await Promise.allSettled(tokens.map((token) => confirmEmail(token, FROM)))
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = results.find((result) => result.status === 'rejected')
    expect(refused).toMatchObject({ reason: { code: 'email-taken' } })
  })

  it('stays where the change is taken back', async () => {
    const person = await newPerson()
    await askToChangeEmail(person, `never${people}@example.com`)
    const token = await tokenFor(`never${people}@example.com`, 'Confirm your new', 'confirm-email')
    await cancelEmailChange(person)
    expect((await getAccount(person)).pendingEmail).toBeNull()
    await expect(confirmEmail(token, FROM)).rejects.toMatchObject({ code: 'link-over' })
  })
})

describe('signing up where mail is set up and everybody may', () => {
  const signUp = (email: string, password = PASSWORD) =>
    signUpAccount({ email, password }, '198.51.100.12', 'open', 'req_up', 'trial_1')

  it('makes the account when the letter is answered with the password that was chosen', async () => {
    expect(await signUp('new@example.com')).toBeNull()
    const token = await tokenFor('new@example.com', 'Finish signing up', 'confirm-email')
    expect(await findAccount('new@example.com')).toBeNull()
    await expect(finishSignUp(token, 'the password of somebody else', FROM)).rejects.toMatchObject({
      code: 'wrong-credentials',
    })
    const { member, trialId } = await finishSignUp(token, PASSWORD, FROM)
    expect([member.email, member.role, trialId]).toEqual(['new@example.com', 'owner', 'trial_1'])
    expect((await getAccount(member)).emailVerified).toBeInstanceOf(Date)
    await expect(finishSignUp(token, PASSWORD, FROM)).rejects.toMatchObject({ code: 'link-over' })
  })

  it('(security L8) answers the same for an address that has an account, before it is looked up', async () => {
    const person = await newPerson()
    const lock = await instance.connect()
    await lock.query('BEGIN; LOCK TABLE "user", mail, account_link IN ACCESS EXCLUSIVE MODE')
    expect(await signUp(person.email)).toBeNull()
    expect(await signUp('fresh@example.com')).toBeNull()
    await lock.query('COMMIT')
    await lock.end()
    const { decoded } = await server.next(person.email, 'already have')
    expect(decoded).not.toContain('token=')
    await server.next('fresh@example.com', 'Finish signing up')
  })

  it('guesses of the password behind a link are few', async () => {
    await signUp('guessed@example.com')
    const token = await tokenFor('guessed@example.com', 'Finish signing up', 'confirm-email')
    for (let i = 0; i < 10; i++)
      await expect(finishSignUp(token, 'x'.repeat(2000), FROM)).rejects.toMatchObject({
        code: 'wrong-credentials',
      })
    await expect(finishSignUp(token, PASSWORD, FROM)).rejects.toMatchObject({ code: 'too-many-attempts' })
  })

  it('the first account of an installation is made at once: a wrong SMTP_URL must not lock its operator out', async () => {
    await instance.sql('TRUNCATE "user", organisation CASCADE')
    const member = await signUpAccount(
      { email: 'op@example.com', password: PASSWORD },
      '198.51.100.13',
      'first',
    )
    expect(member).toMatchObject({ role: 'owner' })
    await server.next('op@example.com', 'Confirm your e-mail')
  })
})

describe('(security L4) sessions', () => {
  it('end one by one, or all but one, and only their owner’s', async () => {
    const [person, other] = [await newPerson(), await newPerson()]
    const browser = { agent: 'Mozilla/5.0 Firefox/143.0\r\nX: y', address: '198.51.100.14' }
    const begun = await Promise.all([1, 2, 3].map(() => beginSession(person.userId, undefined, browser)))
    const ids = await Promise.all(begun.map(async ({ token }) => (await findSession(token))?.id ?? ''))
    const [mine] = begun
    await expect(revokeSession(other, ids[1] ?? '')).rejects.toMatchObject({ code: 'not-found' })
    await revokeSession(person, ids[1] ?? '')
    await expect(revokeSession(person, ids[1] ?? '')).rejects.toMatchObject({ code: 'not-found' })
    expect(await memberOfSession(begun[1]?.token)).toBeNull()
    expect(await revokeOtherSessions(person, ids[0] ?? '')).toBe(1)
    expect(await memberOfSession(begun[2]?.token)).toBeNull()
    const row = await findSession(mine?.token ?? '')
    expect(row).toMatchObject({ agent: 'Mozilla/5.0 Firefox/143.0X: y', address: '198.51.100.14' })
  })

  it('end after seven days without use, and looking is using', async () => {
    const person = await newPerson()
    const { token } = await beginSession(person.userId)
    await instance.sql(
      `UPDATE session SET last_used_at = now() - interval '6 days 23 hours' WHERE user_id = $1`,
      [person.userId],
    )
    expect(await memberOfSession(token)).not.toBeNull()
    await vi.waitFor(async () => {
      const [row] = await instance.sql(
        `SELECT last_used_at > now() - interval '1 hour' AS used FROM session WHERE user_id = $1`,
        [person.userId],
      )
      expect(row?.used).toBe(true)
    })
    await instance.sql(
      `UPDATE session SET last_used_at = now() - interval '7 days 1 minute' WHERE user_id = $1`,
      [person.userId],
    )
    expect(await memberOfSession(token)).toBeNull()
  })

  it('end with another role, by whatever way it came', async () => {
    const person = await newPerson()
    const colleague = await newColleague(instance, person, 'viewer')
    const { token } = await beginSession(colleague.userId)
    await instance.sql(`UPDATE member SET role = 'viewer' WHERE user_id = $1`, [colleague.userId])
    expect(await memberOfSession(token)).not.toBeNull()
    await instance.sql(`UPDATE member SET role = 'admin' WHERE user_id = $1`, [colleague.userId])
    expect(await memberOfSession(token)).toBeNull()
  })
})

// Passwords are tried in masses: somebody reads of it, on a real mail server, and few of the tries count (reference L7).
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest'
import { THROTTLES } from '#lib/data/throttle.ts'
import type { Instance } from '#testing/instance.ts'
import { type Mailing, startMailing } from '#testing/mailing.ts'
import type { MailServer } from '#testing/smtp.ts'
import { signInAccount } from './sign-in.ts'
import { openAccount } from './sign-up.ts'

const PASSWORD = 'four words of mine'
// Too long to be anybody's: it is counted as any other, and not hashed.
const WRONG = 'x'.repeat(2000)
let mailing: Mailing
let instance: Instance
let server: MailServer

beforeAll(async () => {
  mailing = await startMailing(inject('postgresUrl'), { CONTACT_EMAIL: 'operator@example.org' })
  ;({ instance, server } = mailing)
  mailing.sender.start()
})
afterAll(() => mailing.close())
afterEach(() => instance.sql('DELETE FROM throttle'))

async function guess(email: string, times: number): Promise<string[]> {
  const codes: string[] = []
  for (let i = 0; i < times; i++)
    await signInAccount({ email, password: WRONG }, `203.0.113.${i % 250}`).catch(({ code }) =>
      codes.push(code),
    )
  return codes
}
const letters = (to: string) => server.received.filter((mail) => mail.to.includes(to))

it('(security L7) one account takes ten guesses an hour from everywhere, and its owner is told, once', async () => {
  await openAccount({ email: 'besieged@example.com', password: PASSWORD }, 'user')
  const codes = await guess('besieged@example.com', 60)
  expect(codes.filter((code) => code === 'wrong-credentials')).toHaveLength(
    THROTTLES['sign-in-account'].attempts,
  )
  expect(THROTTLES['sign-in-account']).toEqual({ attempts: 10, seconds: 3600 })
  const letter = await server.next('besieged@example.com', 'Somebody tries passwords')
  expect(letter.decoded).toContain('/settings/account')
  await guess('nobody@example.com', 12)
  // A letter that both would have come before.
  await openAccount({ email: 'other@example.com', password: PASSWORD }, 'user')
  await guess('other@example.com', 12)
  await server.next('other@example.com', 'Somebody tries passwords')
  expect(letters('besieged@example.com')).toHaveLength(1)
  expect(letters('nobody@example.com')).toEqual([])
})

it('(security L7) one password on ten thousand accounts from a thousand places is stopped, and the operator told, once', async () => {
  await signInAccount({ email: 'a@example.com', password: WRONG }, '203.0.113.1').catch(() => {})
  const all = `UPDATE throttle SET points = $1 WHERE key LIKE 'sign-in-all:%' RETURNING 1`
  expect(await instance.sql(all, [THROTTLES['sign-in-all'].attempts - 5])).toHaveLength(1)
  const codes: string[] = []
  // Each try is of another account, and from another place.
  for (let i = 0; i < 40; i++)
    await signInAccount({ email: `u${i}@example.com`, password: WRONG }, `198.51.${i}.1`).catch(({ code }) =>
      codes.push(code),
    )
  expect(codes.filter((code) => code === 'wrong-credentials')).toHaveLength(5)
  await server.next('operator@example.org', 'Wrong passwords come in masses')
  await guess('v@example.com', 3)
  await mailing.sender.lookAtLetters()
  expect(letters('operator@example.org')).toHaveLength(1)
})

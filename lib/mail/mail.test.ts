// Mail about accounts, from the function that writes it to a real SMTP server.
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest'
import { transaction } from '#lib/data/client.ts'
import { insertMail } from '#lib/data/mail.ts'
import type { Instance } from '#testing/instance.ts'
import { type Mailing, startMailing } from '#testing/mailing.ts'
import type { MailServer } from '#testing/smtp.ts'
import { prepareMail, sendMail } from './index.ts'

let mailing: Mailing
let instance: Instance
let server: MailServer

beforeAll(async () => {
  mailing = await startMailing(inject('postgresUrl'))
  ;({ instance, server } = mailing)
})
afterAll(() => mailing.close())
afterEach(async () => {
  server.refuseWith(null)
  await instance.sql('DELETE FROM mail')
})

const LETTER = {
  to: 'ada@example.com',
  kind: 'reset-password',
  subject: 'Choose a new password',
  text: 'Open http://localhost:3000/reset-password?token=pcl_very_secret',
}
const rows = () => instance.sql('SELECT *, sealed IS NULL AS "isForgotten" FROM mail')

it('a letter waits sealed, leaves once, and nothing of its text stays', async () => {
  await sendMail(LETTER)
  const [waiting] = await rows()
  expect(waiting).toMatchObject({ kind: 'reset-password', attempts: 0, isForgotten: false })
  expect(Buffer.from(waiting?.sealed as Buffer).toString('latin1')).not.toContain('pcl_very_secret')
  await mailing.sender.lookAtLetters()
  await mailing.sender.lookAtLetters()
  expect(server.received).toHaveLength(1)
  const mail = await server.next('ada@example.com', 'Choose a new password')
  expect(mail.decoded).toContain(LETTER.text)
  expect(mail.header('Message-ID')).toBe(`<${waiting?.id}@localhost>`)
  expect(await rows()).toMatchObject([
    { attempts: 1, error: '', isForgotten: true, sent_at: expect.any(Date) },
  ])
})

it('a letter of a transaction that fails is never sent', async () => {
  const failing = transaction(async (tx) => {
    await insertMail(prepareMail(LETTER), tx)
    throw new Error('the change was refused')
  })
  await expect(failing).rejects.toThrow('the change was refused')
  expect(await rows()).toEqual([])
})

it('what the server refuses for now is tried again, and what it refuses for good is not', async () => {
  for (const [code, isForgotten] of [
    [451, false],
    [550, true],
  ] as const) {
    server.refuseWith(code)
    await sendMail(LETTER)
    await mailing.sender.lookAtLetters()
    const [row] = await rows()
    expect(row).toMatchObject({ attempts: 1, isForgotten, sent_at: null })
    expect(row?.error).toContain(String(code))
    expect(row?.next_at === null).toBe(isForgotten)
    await instance.sql('DELETE FROM mail')
  }
  expect(mailing.logged.join('')).not.toContain('very_secret')
})

it('is not sent once its link opens nothing any more', async () => {
  const before = server.received.length
  await sendMail({ ...LETTER, expiresAt: new Date(Date.now() - 1000) })
  await mailing.sender.lookAtLetters()
  expect(server.received).toHaveLength(before)
  expect(await rows()).toMatchObject([{ error: expect.stringContaining('expired'), isForgotten: true }])
})

it('that another key sealed is given up, and keeps no other waiting', async () => {
  await sendMail(LETTER)
  await instance.sql(`UPDATE mail SET sealed = '\\x010203'`)
  await sendMail({ ...LETTER, to: 'grace@example.com' })
  await mailing.sender.lookAtLetters()
  await server.next('grace@example.com')
  const [bad] = await instance.sql(`SELECT error FROM mail WHERE recipient = 'ada@example.com'`)
  expect(bad?.error).toContain('SECRET_KEY')
})
